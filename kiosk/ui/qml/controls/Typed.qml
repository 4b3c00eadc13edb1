import QtQuick
import "../theme"

// What has been typed, in groups that are easy to compare with a card.
Rectangle {
    id: typed

    required property string digits
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
    implicitHeight: Math.max(Theme.space(Theme.landscape ? 120 : 148), text.height + Theme.space(32))
    radius: Theme.corner
    color: Theme.paper
    border.color: wrong ? Theme.danger : Theme.ink
    border.width: Theme.stroke
    Accessible.role: Accessible.EditableText
    Accessible.name: grouped

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
            font.pixelSize: Math.min(Theme.letters(72), (typed.width - Theme.space(typed.wrong ? 220 : 80))
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
