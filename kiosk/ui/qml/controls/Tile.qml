import QtQuick
import "../theme"

// A choice with a title, and what the patient should know of it.
Touchable {
    id: tile

    // {value, title, name, wait, open}; an icon before them, if there is one
    property var entry: ({})
    readonly property real padding: Theme.space(Theme.landscape ? 18 : 24)
    property bool large: false
    readonly property real iconWidth: entry.icon ? Theme.letters(48) + Theme.space(20) : 0
    // Wide enough for name and wait on one line.
    readonly property bool wide: width > Theme.letters(700)
    signal chosen(string value)

    objectName: "answer-" + (entry.value ?? "")
    label: [entry.title ?? "", entry.name ?? "", entry.wait ?? ""].filter(t => t).join(", ")
    usable: entry.open ?? true
    opacity: 1
    implicitHeight: Math.max(column.height + 2 * padding, Theme.smallestButton, Theme.space(112))
    color: !usable ? Theme.ground : down ? Theme.pressed : Theme.paper
    border.color: usable ? Theme.action : Theme.edge
    border.width: usable ? Theme.stroke : Theme.hairline
    onTapped: chosen(entry.value)

    Drawing {
        anchors.verticalCenter: parent.verticalCenter
        visible: tile.iconWidth > 0
        name: tile.entry.icon ? "icons/" + tile.entry.icon : ""
        x: tile.padding
        width: Theme.letters(48)
        height: width
    }

    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: tile.padding + tile.iconWidth
        width: tile.width - 2 * tile.padding - tile.iconWidth
        spacing: Theme.space(4)

        Words {
            width: parent.width
            text: tile.entry.title ?? ""
            color: tile.usable ? Theme.action : Theme.soft
            font.pixelSize: tile.large ? Theme.letters(52) : Theme.letters(Theme.landscape ? 34 : 40)
            font.weight: Font.Bold
            lineHeight: 0.95
            Accessible.ignored: true
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: tile.wide ? [tile.entry.name, tile.entry.wait].filter(t => t).join(" · ")
                            : tile.entry.name ?? ""
            color: Theme.soft
            font.pixelSize: tile.large ? Theme.letters(38) : Theme.letters(Theme.landscape ? 28 : 32)
            Accessible.ignored: true
        }

        Words {
            width: parent.width
            visible: !tile.wide && text !== ""
            text: tile.entry.wait ?? ""
            color: tile.usable ? Theme.ink : Theme.soft
            font.pixelSize: tile.large ? Theme.letters(38) : Theme.letters(Theme.landscape ? 28 : 32)
            font.weight: Font.Medium
            Accessible.ignored: true
        }
    }
}
