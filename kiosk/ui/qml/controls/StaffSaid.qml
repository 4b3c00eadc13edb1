import QtQuick
import "../theme"

// How the last deed of staff ended: words and a sign, flat as it is no button.
Rectangle {
    id: said

    required property string icon
    required property string text

    objectName: "said"
    width: parent ? parent.width : 0
    visible: text !== ""
    height: implicitHeight
    implicitHeight: visible ? line.implicitHeight + Theme.space(48) : 0
    radius: Theme.corner
    color: icon === "check" ? Theme.tint : Theme.attention
    border.color: Theme.ink
    border.width: Theme.highContrast ? Theme.stroke : 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    IconLine {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space(32)
        width: said.width - Theme.space(64)
        icon: said.icon || "check"
        text: said.text
        textColor: said.icon === "check" ? Theme.ink : Theme.attentionWords
    }
}
