pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// As many tiles as fit, all of one size, and two large buttons where there are more.
Item {
    id: pager

    required property var items
    signal chosen(string value)

    property int columns: 1
    // Few tiles may say it larger.
    property bool large: false
    property int at: 0

    readonly property real spacing: Math.min(Theme.gap, Theme.space(Theme.landscape ? 16 : 24))
    readonly property real tileWidth: Math.floor((width - (columns - 1) * spacing) / columns)
    // The tallest tile decides, so that all are alike.
    property real tileHeight: 1
    readonly property real barHeight: Math.max(Theme.space(104), Theme.smallestButton)
    readonly property int rowsNeeded: Math.ceil(items.length / columns)
    readonly property int rowsIfAll: rows(height)
    readonly property int rowsShown: rowsNeeded <= rowsIfAll ? Math.max(1, rowsNeeded)
                                                             : rows(height - barHeight - spacing)
    readonly property int each: rowsShown * columns
    readonly property int pages: Math.max(1, Math.ceil(items.length / each))
    // Tiles share what is left over, up to a point.
    readonly property real shared: Math.min(tileHeight * 1.3,
        ((pages > 1 ? height - barHeight - spacing : height) - (rowsShown - 1) * spacing) / rowsShown)

    function rows(available: real): int {
        return Math.max(1, Math.floor((available + spacing) / (tileHeight + spacing)));
    }

    function measure(): void {
        let tallest = 1;
        for (let i = 0; i < tiles.count; i++)
            tallest = Math.max(tallest, tiles.itemAt(i)?.implicitHeight ?? 1);
        tileHeight = tallest;
    }

    // A larger text means fewer tiles a page: the page that was seen may be gone.
    onPagesChanged: at = Math.min(at, pages - 1)

    Repeater {
        id: tiles

        model: pager.items

        Tile {
            required property int index
            required property var modelData
            readonly property int place: index - pager.at * pager.each

            entry: modelData
            large: pager.large
            visible: place >= 0 && place < pager.each
            x: (place % pager.columns) * (pager.tileWidth + pager.spacing)
            y: Math.floor(place / pager.columns) * (pager.shared + pager.spacing)
            width: pager.tileWidth
            height: pager.shared
            onImplicitHeightChanged: pager.measure()
            Component.onCompleted: pager.measure()
            onChosen: value => pager.chosen(value)
        }
    }

    Row {
        id: bar

        readonly property real half: Math.floor((width - spacing) / 2)

        anchors.bottom: parent.bottom
        width: parent.width
        visible: pager.pages > 1
        spacing: Theme.space(16)

        ScrollButton {
            width: bar.half
            objectName: "page-before"
            icon: "arrow-up"
            label: qsTr("Before")
            usable: pager.at > 0
            onTapped: pager.at -= 1
        }

        ScrollButton {
            width: bar.half
            objectName: "page-after"
            icon: "arrow-down"
            label: qsTr("More")
            usable: pager.at < pager.pages - 1
            onTapped: pager.at += 1
        }
    }
}
