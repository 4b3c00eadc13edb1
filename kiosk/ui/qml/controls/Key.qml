import QtQuick
import "../theme"

// A key of the pad.
Touchable {
    id: key

    property string icon: ""

    objectName: "key-" + label
    color: down ? Theme.pressed : Theme.paper
    border.color: Theme.action
    border.width: Theme.stroke
    radius: Theme.space(28)

    Words {
        anchors.centerIn: parent
        visible: key.icon === ""
        text: key.label
        color: Theme.action
        font.pixelSize: Math.min(Theme.letters(72), key.height * 0.62)
        font.weight: Font.Bold
        lineHeight: 1
        Accessible.ignored: true
    }

    Drawing {
        anchors.centerIn: parent
        visible: key.icon !== ""
        name: key.icon ? "icons/" + key.icon : ""
        width: Math.min(Theme.letters(72), key.height * 0.62)
        height: width
    }
}
