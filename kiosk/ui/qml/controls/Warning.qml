import QtQuick
import "../theme"

// What went wrong with the last answer, and what to do now.
Rectangle {
    id: warning

    // {} or {sentence, nextStep}
    required property var notice

    readonly property real padding: Theme.space(Theme.largeText ? 28 : 36)

    objectName: "warning"
    width: parent ? parent.width : 0
    visible: notice.sentence !== undefined
    height: implicitHeight
    implicitHeight: visible ? Math.max(words.height, sign.height) + 2 * padding : 0
    radius: Theme.corner
    color: Theme.attention
    border.color: Theme.ink
    border.width: Theme.highContrast ? Theme.stroke : 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: visible ? notice.sentence + " " + notice.nextStep : ""

    Drawing {
        id: sign

        name: "icons/attention"
        x: warning.padding
        y: words.y
        width: Theme.textSize * 1.5
        height: width
    }

    Column {
        id: words

        x: sign.x + sign.width + Theme.space(28)
        anchors.verticalCenter: parent.verticalCenter
        width: warning.width - x - warning.padding
        spacing: Theme.unit

        Words {
            width: parent.width
            text: warning.notice.sentence ?? ""
            color: Theme.attentionWords
            font.weight: Font.Bold
        }

        Words {
            width: parent.width
            text: warning.notice.nextStep ?? ""
            color: Theme.attentionWords
            font.pixelSize: Math.round((Theme.textSize * 2 + Theme.smallSize) / 3)
        }
    }
}
