import QtQuick
import "../theme"

// What has been typed, in groups that are easy to compare with a card, and a hint below it.
Item {
    id: typed

    required property string digits
    required property string hint
    // The number typed before could not be used: a sign beside it, and a red edge.
    property bool wrong: false
    // Lengths of the groups; the last one repeats.
    property var groups: [4]

    readonly property string grouped: {
        let parts = [];
        let rest = digits;
        for (let i = 0; rest.length > 0; i++) {
            const length = groups[Math.min(i, groups.length - 1)];
            parts.push(rest.slice(0, length));
            rest = rest.slice(length);
        }
        return parts.join(" ");
    }

    objectName: "typed"
    width: parent ? parent.width : 0
    implicitHeight: below.y + below.height
    Accessible.role: Accessible.EditableText
    Accessible.name: grouped
    Accessible.description: hint

    Rectangle {
        id: field

        width: parent.width
        // As high with digits as without, so that the first one moves nothing.
        height: Math.max(Theme.space(Theme.landscape ? 112 : 128), Theme.letters(72 * 1.3) + Theme.space(16))
        radius: Theme.corner
        color: Theme.paper
        border.color: typed.wrong ? Theme.danger : Theme.ink
        border.width: Theme.stroke

        Drawing {
            visible: typed.wrong
            name: typed.wrong ? "icons/attention" : ""
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space(28)
            width: Theme.space(64)
            height: width
        }

        Row {
            anchors.centerIn: parent
            spacing: Theme.space(8)

            Words {
                id: text

                text: typed.grouped
                // Fifteen digits must fit at the largest text: a digit is 0.66 of its size wide.
                font.pixelSize: Math.min(Theme.letters(72), (field.width - Theme.space(typed.wrong ? 220 : 80))
                                         / (0.66 * Math.max(1, typed.grouped.length)))
                font.weight: Font.Bold
                lineHeight: 1
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(2, Theme.space(6))
                height: Theme.letters(64)
                radius: width / 2
                color: Theme.attention
            }
        }
    }

    Words {
        id: below

        objectName: "hint"
        y: field.height + Theme.space(12)
        width: parent.width
        text: typed.hint
        color: Theme.ink
        font.pixelSize: Theme.hintSize
        font.weight: Font.Medium
    }
}
