pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// What staff can do on a page, in two columns of equal rows, or in one where it is narrow; the way
// back is the last one.
Grid {
    id: grid

    required property var stage
    // {value, text}
    required property var choices
    required property var back

    readonly property var all: choices.concat([back])

    width: parent ? parent.width : 0
    columns: Theme.landscape && width < Theme.space(800) ? 1 : 2
    spacing: Theme.gap

    Repeater {
        id: answers

        model: grid.all

        Answer {
            required property int index
            required property var modelData
            readonly property Item neighbour: grid.columns === 2 && answers.count > 0
                ? answers.itemAt(index % 2 === 0 ? index + 1 : index - 1) : null

            width: Math.floor((grid.width - (grid.columns - 1) * grid.spacing) / grid.columns)
            height: Math.max(implicitHeight, neighbour?.implicitHeight ?? 0)
            value: modelData.value
            label: modelData.text
            quiet: true
            icon: index === grid.all.length - 1 ? "arrow-left" : ""
            onTapped: grid.stage.answer(value)
        }
    }
}
