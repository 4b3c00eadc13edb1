pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A card, and where it goes: on the reader, and beside it, if there is one, to the camera.
Item {
    id: scene

    enum Way {
        // To the one, back, and to the other: either will do.
        Either,
        // From the reader to the camera.
        ToCamera,
        // On to the reader, where it stays.
        ToReader
    }

    required property bool camera
    required property int way

    readonly property real wide: camera ? 700 : 460
    readonly property real high: camera ? 560 : 640
    readonly property real size: Math.min(width / wide, height / high, Theme.scale)
    readonly property real cardWidth: (camera ? 360 : 420) * size
    readonly property real placeWidth: (camera ? 300 : 400) * size

    objectName: "card-ways"

    // Over the reader is -1, over the camera 1.
    property real over: way === CardWays.ToCamera ? 1 : 0
    // How far down it has come.
    property real near: 0

    component Goal: Item {
        id: goal

        required property string name
        // Whether the card goes there now.
        required property bool next

        width: scene.placeWidth
        height: width * 260 / 300

        Drawing {
            visible: goal.next
            // A card that lies there has found its way.
            opacity: goal.name === "reader" && scene.over <= 0 ? 1 - scene.near : 1
            name: goal.next ? "pictures/down" : ""
            anchors.horizontalCenter: parent.horizontalCenter
            width: parent.width * 60 / 300
            height: width * 64 / 60
            z: 1
        }

        Drawing {
            name: "pictures/" + goal.name
            anchors.bottom: parent.bottom
            width: parent.width
            height: width * 212 / 300
        }
    }

    Item {
        anchors.centerIn: parent
        width: scene.wide * scene.size
        height: scene.high * scene.size

        Goal {
            name: "reader"
            next: scene.way !== CardWays.ToCamera
            x: scene.camera ? 30 * scene.size : (parent.width - width) / 2
            anchors.bottom: parent.bottom
        }

        Goal {
            name: "camera"
            next: true
            visible: scene.camera
            x: parent.width - width - 30 * scene.size
            anchors.bottom: parent.bottom
        }

        Drawing {
            name: "pictures/card"
            x: (parent.width - width) / 2 * (1 + scene.over)
            // Down on the reader, but only near to the camera.
            y: scene.near * (scene.over > 0 ? 28 : 310) * scene.size
            width: scene.cardWidth
            height: width * 420 / 580
        }
    }

    component Move: ParallelAnimation {
        id: move

        required property real over
        required property real near

        NumberAnimation {
            target: scene
            property: "over"
            to: move.over
            duration: 700
            easing.type: Easing.InOutQuad
        }
        NumberAnimation {
            target: scene
            property: "near"
            to: move.near
            duration: 700
            easing.type: Easing.InOutQuad
        }
    }

    SequentialAnimation {
        running: !Theme.reducedMotion && scene.way === CardWays.Either
        loops: Animation.Infinite

        PauseAnimation { duration: 2600 }
        Move { over: scene.camera ? -1 : 0; near: 1 }
        PauseAnimation { duration: 1200 }
        Move { over: 0; near: 0 }
        PauseAnimation { duration: scene.camera ? 1800 : 0 }
        Move { over: scene.camera ? 1 : 0; near: scene.camera ? 1 : 0 }
        PauseAnimation { duration: scene.camera ? 1200 : 0 }
        Move { over: 0; near: 0 }
    }

    SequentialAnimation {
        running: !Theme.reducedMotion && scene.way === CardWays.ToCamera
        loops: Animation.Infinite

        Move { over: -1; near: 1 }
        PauseAnimation { duration: 900 }
        Move { over: 1; near: 0 }
        PauseAnimation { duration: 400 }
        Move { over: 1; near: 1 }
        PauseAnimation { duration: 3200 }
    }

    SequentialAnimation {
        running: !Theme.reducedMotion && scene.way === CardWays.ToReader
        loops: Animation.Infinite

        PauseAnimation { duration: 700 }
        Move { over: 0; near: 1 }
        PauseAnimation { duration: 3200 }
        Move { over: 0; near: 0 }
    }
}
