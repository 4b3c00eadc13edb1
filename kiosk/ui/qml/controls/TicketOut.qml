import QtQuick
import "../theme"

// The ticket comes out of its slot, once.
Item {
    id: scene

    readonly property real size: Math.min(width / 560, height / 288, Theme.scale * 1.1)
    property real out: Theme.reducedMotion ? 1 : 0

    NumberAnimation on out {
        running: !Theme.reducedMotion
        from: 0
        to: 1
        duration: 900
        easing.type: Easing.OutCubic
    }

    Item {
        anchors.centerIn: parent
        width: 560 * scene.size
        height: 288 * scene.size

        Drawing {
            id: slot

            name: "pictures/slot"
            width: parent.width
            height: width * 96 / 560
        }

        Item {
            y: slot.height / 2
            width: parent.width
            height: parent.height - y
            clip: true

            Drawing {
                name: "pictures/paper"
                anchors.horizontalCenter: parent.horizontalCenter
                width: 320 * scene.size
                height: width * 240 / 320
                y: (scene.out - 1) * height
            }
        }
    }
}
