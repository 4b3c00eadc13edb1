import QtQuick
import "../theme"

// A room or a floor: what it is, which one, and a word on how to get there.
Column {
    id: place

    required property string what
    required property string which
    required property string more

    spacing: Theme.space(2)

    Words {
        width: parent.width
        text: place.what
        color: Theme.soft
        font.pixelSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
    }

    Words {
        width: parent.width
        text: place.which
        font.pixelSize: Theme.letters((place.which.length > 5 ? 64 : Theme.landscape ? 84 : 100)
                                      * Theme.halfStep)
        font.weight: Font.Bold
        lineHeight: 0.92
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: place.more
        font.weight: Font.Medium
    }
}
