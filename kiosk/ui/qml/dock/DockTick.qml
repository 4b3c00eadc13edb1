pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic

// On or off.
CheckBox {
    id: tick

    padding: 0
    spacing: 8
    font.pixelSize: 13

    indicator: Rectangle {
        y: (tick.height - height) / 2
        width: 18
        height: 18
        radius: 4
        color: tick.checked ? "#0B5C5A" : "#FFFFFF"
        border.color: "#0B5C5A"
        border.width: tick.visualFocus ? 3 : 1

        Text {
            anchors.centerIn: parent
            visible: tick.checked
            text: "✓"
            color: "#FFFFFF"
            font.pixelSize: 13
            font.weight: Font.Bold
        }
    }

    contentItem: Text {
        leftPadding: tick.indicator.width + tick.spacing
        text: tick.text
        font: tick.font
        color: "#12302F"
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignVCenter
    }
}
