pragma ComponentBehavior: Bound

import QtQuick

// One of several: a row of buttons that wraps.
Flow {
    id: choice

    // Of {value, label}.
    required property var options
    required property string present

    signal picked(value: string)

    spacing: 6

    Repeater {
        model: choice.options

        DockButton {
            required property var modelData

            objectName: choice.objectName + "-" + modelData.value
            text: modelData.label
            chosen: modelData.value === choice.present
            onClicked: choice.picked(modelData.value)
        }
    }
}
