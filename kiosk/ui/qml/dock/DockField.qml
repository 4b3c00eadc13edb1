pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic

TextField {
    id: field

    font.pixelSize: 13
    color: "#12302F"
    placeholderTextColor: "#5E7573"
    selectByMouse: true
    maximumLength: 400
    padding: 7

    background: Rectangle {
        radius: 7
        color: "#FFFFFF"
        border.color: field.activeFocus ? "#0B5C5A" : "#6F8D8A"
        border.width: field.activeFocus ? 2 : 1
    }
}
