import QtQuick
import "../theme"

// One of the helpers at the foot: an icon, and what a tap does. It looks the same before and
// after: a pressed look beside the name of the opposite says two things at once.
Touchable {
    id: helper

    required property string icon

    readonly property bool beside: Theme.landscape
    readonly property real side: Theme.space(beside ? 46 : 48)

    objectName: ""
    color: down ? Theme.pressed : Theme.paper
    border.color: Theme.edge
    border.width: Theme.hairline
    radius: Theme.space(24)
    implicitHeight: Math.max(Theme.helperHeight,
                             (beside ? Math.max(side, word.height) : side + word.height + Theme.unit)
                             + Theme.space(28))

    Drawing {
        id: picture

        name: "icons/" + helper.icon
        width: helper.side
        height: helper.side
        x: helper.beside ? (helper.width - width - Theme.space(16) - word.paintedWidth) / 2
                         : (helper.width - width) / 2
        y: helper.beside ? (helper.height - height) / 2
                         : (helper.height - height - Theme.unit - word.height) / 2
    }

    Words {
        id: word

        readonly property real room: helper.beside ? helper.width - helper.side - Theme.space(48)
                                                   : helper.width - Theme.space(20)

        x: helper.beside ? picture.x + picture.width + Theme.space(16) : Theme.space(10)
        y: helper.beside ? (helper.height - height) / 2 : picture.y + picture.height + Theme.unit
        width: room
        text: helper.label
        color: Theme.ink
        font.pixelSize: Math.round(Theme.smallSize * (Theme.landscape ? 0.85 : 0.81))
        font.weight: Font.Medium
        lineHeight: 0.9
        wrapMode: Text.WordWrap
        horizontalAlignment: helper.beside ? Text.AlignLeft : Text.AlignHCenter
        Accessible.ignored: true
    }
}
