pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Answers of `{value, text, main}` in equal columns, those of a row equally high.
Grid {
    id: grid

    required property var choices
    signal answered(string value)

    width: parent ? parent.width : 0
    spacing: Theme.gap

    Repeater {
        id: answers

        model: grid.choices

        Answer {
            required property int index
            required property var modelData
            readonly property Item neighbour: {
                const first = index - index % grid.columns;
                let tallest = null;
                for (let i = first; i < Math.min(first + grid.columns, answers.count); i++) {
                    const other = answers.itemAt(i);
                    if (other && (!tallest || other.implicitHeight > tallest.implicitHeight))
                        tallest = other;
                }
                return tallest;
            }

            width: Math.floor((grid.width - (grid.columns - 1) * grid.spacing) / grid.columns)
            height: Math.max(implicitHeight, neighbour?.implicitHeight ?? 0)
            value: modelData.value
            label: modelData.text
            main: modelData.main
            icon: modelData.icon ?? ""
            onTapped: grid.answered(value)
        }
    }
}
