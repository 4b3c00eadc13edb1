import QtQuick
import "../theme"

// What to do now, large, with its sign. It keeps the height of two lines: what is around it stands
// still while the words change.
Item {
    id: hint

    // Of `words` and `icon`, or nothing.
    required property var guide
    readonly property real letters: Theme.typingSize

    objectName: "hint-now"
    width: parent ? parent.width : 0
    implicitHeight: Math.max(sign.height, words.height, Math.ceil(2 * letters * 1.3))
    Accessible.role: Accessible.Alert
    Accessible.name: hint.guide.words ?? ""

    Rectangle {
        id: sign

        visible: hint.guide.icon !== undefined
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(hint.letters * 1.9)
        height: width
        radius: width / 2
        color: Theme.action

        Drawing {
            anchors.centerIn: parent
            name: hint.guide.icon ? "icons/" + hint.guide.icon : ""
            colours: "white"
            width: parent.width * 0.62
            height: width
        }
    }

    Words {
        id: words

        objectName: "hint-words"
        anchors.verticalCenter: parent.verticalCenter
        x: sign.width + Theme.space(28)
        width: parent.width - x
        text: hint.guide.words ?? ""
        font.pixelSize: hint.letters
        font.weight: Font.Bold
        lineHeight: 0.95
        Accessible.ignored: true
    }
}
