import QtQuick
import "../theme"

// What the camera sees now, in a frame with round corners, as large as its place allows.
Item {
    id: live

    required property var stage
    // Of the frame; what sticks out of it is cut off.
    property real ratio: 16 / 9
    // While there is no picture.
    property string instead: ""

    // Lies over the picture, and is as large.
    default property alias over: over.data

    readonly property string source: stage.live.source
    readonly property real wide: Math.floor(Math.min(width, height * ratio))
    readonly property real high: Math.floor(wide / ratio)
    readonly property real corner: Theme.space(28)

    objectName: "live"

    Item {
        id: frame

        anchors.centerIn: parent
        width: live.wide
        height: live.high
        clip: true

        Rectangle {
            anchors.fill: parent
            color: Theme.tint
        }

        Drawing {
            visible: live.source === ""
            anchors.centerIn: parent
            name: visible ? "icons/" + live.instead : ""
            width: parent.height * 0.3
            height: width
        }

        Image {
            objectName: "live-picture"
            anchors.fill: parent
            visible: live.source !== ""
            source: live.source
            // Each picture once, and none of them kept.
            cache: false
            fillMode: Image.PreserveAspectCrop
            Accessible.ignored: true
        }

        Item {
            id: over

            anchors.fill: parent
        }

        // The software renderer clips to rectangles only: the ground lies over the corners.
        Rectangle {
            anchors.fill: parent
            anchors.margins: -border.width
            radius: live.corner + border.width
            color: "transparent"
            border.color: Theme.ground
            border.width: Math.ceil(live.corner * 0.42)
        }
    }

    Rectangle {
        anchors.fill: frame
        radius: live.corner
        color: "transparent"
        border.color: Theme.action
        border.width: Theme.stroke
    }
}
