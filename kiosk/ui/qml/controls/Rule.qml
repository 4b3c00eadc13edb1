import QtQuick
import "../theme"

// A thin line between parts of a card.
Rectangle {
    width: parent ? parent.width : 0
    height: Theme.hairline
    color: Theme.line
}
