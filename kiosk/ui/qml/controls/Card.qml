import QtQuick
import "../theme"

// A sheet of paper that holds what belongs together.
Rectangle {
    id: card

    default property alias content: column.data
    property real padding: Theme.space(Theme.landscape ? 32 : 48)

    width: parent ? parent.width : 0
    implicitHeight: column.height + 2 * column.y
    radius: Theme.space(44)
    color: Theme.paper
    border.color: Theme.line
    border.width: Theme.hairline

    Column {
        id: column

        x: card.padding
        y: Math.round(card.padding * 0.85)
        width: card.width - 2 * card.padding
        spacing: Theme.space(Theme.landscape ? 10 : 22)
    }
}
