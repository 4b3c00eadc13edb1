pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The number of a command; empty is 0, which is none.
RowLayout {
    id: row

    required property string label
    required property int number
    property int digits: 4

    signal typed(value: int)

    spacing: 8

    Text {
        text: row.label
        color: "#12302F"
        font.pixelSize: 13
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    DockField {
        id: field

        objectName: row.objectName + "-field"
        inputMethodHints: Qt.ImhDigitsOnly
        maximumLength: row.digits
        validator: RegularExpressionValidator {
            regularExpression: /[0-9]*/
        }
        text: row.number > 0 ? row.number : ""
        placeholderText: "–"
        Layout.preferredWidth: 72
        onTextEdited: row.typed(Number(text))
    }
}
