import QtQuick
import "../theme"

// A button that answers the page. One main answer a page is filled; others are outlined.
Touchable {
    id: answer

    required property string value
    property bool main: false
    property bool quiet: false
    property string icon: ""

    readonly property color words: main ? Theme.actionWords : Theme.action
    readonly property real padding: Theme.space(28)

    objectName: "answer-" + value
    implicitWidth: parent ? parent.width : Theme.space(400)
    implicitHeight: Math.max(quiet ? Math.max(Theme.space(112), Theme.smallestButton)
                                   : Theme.buttonHeight,
                             line.height + 2 * padding)
    color: main ? (down ? Theme.actionPressed : Theme.action)
                : (down ? Theme.pressed : Theme.paper)
    border.color: Theme.action
    border.width: main ? 0 : Theme.stroke

    Item {
        id: line

        readonly property real iconWidth: answer.icon ? Theme.buttonSize * 1.1 + Theme.space(20) : 0

        anchors.centerIn: parent
        width: Math.min(iconWidth + text.implicitWidth, answer.width - 2 * answer.padding)
        height: text.height

        Drawing {
            anchors.verticalCenter: parent.verticalCenter
            visible: answer.icon !== ""
            name: answer.icon ? "icons/" + answer.icon : ""
            colours: answer.main ? "white" : Theme.palette
            width: Theme.buttonSize * 1.1
            height: width
        }

        Words {
            id: text

            x: line.iconWidth
            width: answer.width - 2 * answer.padding - line.iconWidth
            text: answer.label
            color: answer.words
            font.pixelSize: answer.quiet ? Theme.textSize : Theme.buttonSize
            font.weight: answer.quiet ? Font.Medium : Font.Bold
            lineHeight: 0.95
            horizontalAlignment: answer.icon ? Text.AlignLeft : Text.AlignHCenter
            Accessible.ignored: true

            Binding on width {
                when: text.implicitWidth + line.iconWidth < answer.width - 2 * answer.padding
                value: text.implicitWidth
            }
        }
    }
}
