import QtQuick
import "../theme"

// An arrow and a word.
Touchable {
    id: button

    required property string icon

    height: Math.max(Theme.space(104), Theme.smallestButton)
    radius: Theme.space(24)
    color: down ? Theme.pressed : Theme.paper
    border.color: Theme.edge
    border.width: Theme.hairline

    Row {
        anchors.centerIn: parent
        spacing: Theme.space(16)

        Drawing {
            anchors.verticalCenter: parent.verticalCenter
            name: "icons/" + button.icon
            width: Theme.textSize
            height: width
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: button.label
            color: Theme.action
            font.pixelSize: Theme.smallSize
            font.weight: Font.Bold
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
