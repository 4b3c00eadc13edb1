import QtQuick
import "../theme"

// An icon, and a line of text beside it.
Item {
    id: line

    required property string icon
    required property string text
    property real textSize: Theme.textSize
    property color textColor: Theme.ink
    property string colours: Theme.palette

    width: parent ? parent.width : 0
    implicitHeight: Math.max(picture.height, words.height)

    Drawing {
        id: picture

        name: "icons/" + line.icon
        colours: line.colours
        width: Math.round(line.textSize * 1.4)
        height: width
        // Level with the first line of the text.
        y: Math.max(0, (Math.min(words.height, line.textSize * 1.35) - height) / 2)
    }

    Words {
        id: words

        x: picture.width + Theme.space(28)
        y: Math.max(0, (picture.height - line.textSize * 1.35) / 2)
        width: line.width - x
        text: line.text
        color: line.textColor
        font.pixelSize: line.textSize
        font.weight: Font.Medium
    }
}
