pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic

// A small button of the dock; filled where it says what is the case now.
AbstractButton {
    id: button

    property bool chosen: false

    padding: 7
    leftPadding: 11
    rightPadding: 11
    font.pixelSize: 13
    opacity: enabled ? 1 : 0.4

    contentItem: Text {
        text: button.text
        font: button.font
        color: button.chosen ? "#FFFFFF" : "#0B5C5A"
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }

    background: Rectangle {
        radius: 7
        color: button.chosen ? "#0B5C5A" : button.down ? "#DDECE8" : button.hovered ? "#EEF5F3" : "#FFFFFF"
        border.color: "#0B5C5A"
        border.width: button.visualFocus ? 3 : 1
    }
}
