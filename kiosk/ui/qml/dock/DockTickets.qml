pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts

// The tickets that came out, the newest first.
DockPanel {
    id: tickets

    required property var dock

    signal opened(source: string)

    title: qsTr("Printed tickets")

    ListView {
        id: strip

        objectName: "tickets"
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 96
        orientation: ListView.Horizontal
        spacing: 10
        clip: true
        model: tickets.dock.tickets
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.horizontal: ScrollBar {}

        delegate: Rectangle {
            id: ticket

            required property int index
            required property var modelData
            readonly property real ratio: modelData.width / modelData.height

            objectName: "ticket-" + index
            height: strip.height - 12
            width: Math.max(40, (height - 8) * ratio + 8)
            border.color: "#C9D6D3"

            Image {
                anchors.fill: parent
                anchors.margins: 4
                source: ticket.modelData.source
                sourceSize.height: height
                fillMode: Image.PreserveAspectFit
            }

            TapHandler {
                onTapped: tickets.opened(ticket.modelData.source)
            }
        }

        Text {
            anchors.centerIn: parent
            visible: strip.count === 0
            text: qsTr("None yet")
            color: "#3F5755"
            font.pixelSize: 13
        }
    }
}
