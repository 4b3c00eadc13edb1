pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The patient's face as in a mirror; the oval that it should fill is a ring of dots, and as many
// are filled as there is done of the try.
LivePicture {
    id: face

    // 0 to 1.
    property real share: 0
    // What to do: a `FaceHint`, or "".
    property string hint: ""

    readonly property int dots: 44
    readonly property real reachX: high * 0.275
    readonly property real reachY: high * 0.365
    readonly property int way: hint === "turn-left" ? -1 : hint === "turn-right" ? 1 : 0

    ratio: 4 / 3
    instead: "person"

    Repeater {
        model: face.dots

        Rectangle {
            required property int index
            readonly property real turn: 2 * Math.PI * index / face.dots
            readonly property bool done: index < Math.round(face.share * face.dots)

            objectName: done ? "dot-done" : "dot"
            width: Math.max(6, Theme.space(done ? 26 : 20))
            height: width
            radius: width / 2
            x: face.wide / 2 + face.reachX * Math.sin(turn) - width / 2
            y: face.high / 2 - face.reachY * Math.cos(turn) - height / 2
            // Light within dark: both are seen on whatever is behind.
            color: done ? Theme.attention : Theme.paper
            border.color: Theme.ink
            border.width: Math.max(1, Theme.space(4))
        }
    }

    // Where to turn, beside the face.
    Rectangle {
        id: arrow

        objectName: "turn"

        property real on: 0

        visible: face.way !== 0
        width: Math.max(Theme.space(112), face.high * 0.16)
        height: width
        radius: width / 2
        x: face.wide / 2 + face.way * (face.wide * 0.36 + on * face.wide * 0.05) - width / 2
        y: (face.high - height) / 2
        color: Theme.action
        border.color: Theme.actionWords
        border.width: Theme.stroke

        Drawing {
            anchors.centerIn: parent
            name: arrow.visible ? "icons/turn-" + (face.way < 0 ? "left" : "right") : ""
            colours: "white"
            width: parent.width * 0.62
            height: width
        }

        SequentialAnimation on on {
            running: arrow.visible && !Theme.reducedMotion
            loops: Animation.Infinite

            NumberAnimation {
                to: 1
                duration: 600
                easing.type: Easing.InOutQuad
            }
            NumberAnimation {
                to: 0
                duration: 600
                easing.type: Easing.InOutQuad
            }
        }
    }
}
