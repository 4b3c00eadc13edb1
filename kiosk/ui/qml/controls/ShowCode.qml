import QtQuick
import "../theme"

// A card with a code goes to the kiosk's eye and back, and rests most of the time.
Item {
    id: scene

    readonly property real size: Math.min(width / 620, height / 700, Theme.scale)
    property real near: 0

    Item {
        anchors.centerIn: parent
        width: 600 * scene.size
        height: 690 * scene.size

        Drawing {
            name: "pictures/lens"
            anchors.bottom: parent.bottom
            width: parent.width
            height: width * 250 / 600
        }

        Drawing {
            name: "pictures/card"
            x: (parent.width - width) / 2
            y: scene.near * 28 * scene.size
            width: 580 * scene.size
            height: width * 420 / 580
        }
    }

    SequentialAnimation on near {
        running: !Theme.reducedMotion
        loops: Animation.Infinite

        PauseAnimation {
            duration: 3600
        }
        NumberAnimation {
            to: 1
            duration: 500
            easing.type: Easing.InOutQuad
        }
        PauseAnimation {
            duration: 900
        }
        NumberAnimation {
            to: 0
            duration: 500
            easing.type: Easing.InOutQuad
        }
    }
}
