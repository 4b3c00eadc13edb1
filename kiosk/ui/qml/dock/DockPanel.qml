pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// A titled part of the dock.
Rectangle {
    id: panel

    required property string title
    default property alias content: column.data

    color: "#FFFFFF"
    radius: 10
    border.color: "#C9D6D3"
    implicitHeight: column.implicitHeight + 28
    implicitWidth: column.implicitWidth + 28

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: 14
        spacing: 10

        Text {
            text: panel.title
            color: "#3F5755"
            font.pixelSize: 13
            font.weight: Font.Bold
            Layout.fillWidth: true
        }
    }
}
