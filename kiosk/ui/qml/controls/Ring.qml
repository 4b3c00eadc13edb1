pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A ring that fills in `seconds`, one dot each half second: each step repaints one dot.
Item {
    id: ring

    required property real seconds
    readonly property int dots: Math.max(12, Math.min(60, Math.round(seconds * 2)))
    property int filled: 0

    objectName: "ring"

    Timer {
        interval: Math.max(50, ring.seconds * 1000 / ring.dots)
        running: ring.visible && ring.filled < ring.dots
        repeat: true
        onTriggered: ring.filled += 1
    }

    Repeater {
        model: ring.dots

        Rectangle {
            required property int index
            readonly property real turn: 2 * Math.PI * index / ring.dots
            readonly property real reach: (ring.width - width) / 2

            width: Math.max(3, ring.width * 0.045)
            height: width
            radius: width / 2
            x: ring.width / 2 + reach * Math.sin(turn) - width / 2
            y: ring.height / 2 - reach * Math.cos(turn) - height / 2
            color: index < ring.filled ? Theme.action : Theme.paper
            border.color: index < ring.filled ? Theme.action : Theme.edge
            border.width: Theme.hairline
        }
    }
}
