pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A picture above three dots, of which one after the other is filled: work goes on.
Item {
    id: busy

    default property alias content: place.data
    property int step: 0

    Item {
        id: place

        width: parent.width
        height: Math.max(0, parent.height - dots.height - 2 * dots.margin)
    }

    Timer {
        interval: 450
        repeat: true
        running: !Theme.reducedMotion
        onTriggered: busy.step = (busy.step + 1) % 3
    }

    Row {
        id: dots

        readonly property real margin: Theme.space(32)

        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.min(place.height, place.height / 2 + Theme.space(280)) + margin
        spacing: Theme.space(24)

        Repeater {
            model: 3

            Rectangle {
                required property int index

                width: Theme.space(28)
                height: width
                radius: width / 2
                color: Theme.reducedMotion || index === busy.step ? Theme.action : Theme.tint
                border.color: Theme.action
                border.width: Theme.hairline
            }
        }
    }
}
