pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// What is broken in the kiosk's cabinet, over the dock: one group for each device.
Rectangle {
    id: sheet

    required property var dock
    readonly property var troubles: dock.troubles

    signal closed

    function label(value: string): string {
        switch (value) {
        case "good": return qsTr("Nothing");
        case "paper-out": return qsTr("Paper out");
        case "cover-open": return qsTr("Cover open");
        case "cutter": return qsTr("Cutter jammed");
        case "overheated": return qsTr("Overheated");
        case "fault": return qsTr("Another fault");
        case "offline": return qsTr("Switched off");
        case "full": return qsTr("Full");
        case "read-only": return qsTr("Read-only");
        default: return value;
        }
    }

    function options(values: var): var {
        return values.map(value => ({ value: value, label: label(value) }));
    }

    component Title: Text {
        color: "#3F5755"
        font.pixelSize: 13
        font.weight: Font.Bold
        topPadding: 6
        Layout.fillWidth: true
    }

    color: "#CC12302F"

    MouseArea {
        anchors.fill: parent
        onClicked: sheet.closed()
    }

    // A tap beside a button closes nothing.
    MouseArea {
        anchors.fill: box
    }

    DockPanel {
        id: box

        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 620)
        title: qsTr("What is broken in the kiosk")

        Title {
            visible: sheet.troubles.parts.printer
            text: qsTr("Printer, now")
        }

        DockChoice {
            objectName: "printer-now"
            visible: sheet.troubles.parts.printer
            options: sheet.options(sheet.troubles.printers)
            present: sheet.troubles.printer
            onPicked: value => sheet.troubles.setPrinter(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.troubles.parts.printer
            text: qsTr("Printer, in the next ticket")
        }

        DockChoice {
            objectName: "printer-next"
            visible: sheet.troubles.parts.printer
            options: sheet.options(sheet.troubles.nexts)
            present: sheet.troubles.next
            onPicked: value => sheet.troubles.setNext(value)
            Layout.fillWidth: true
        }

        DockNumber {
            objectName: "at-byte"
            visible: sheet.troubles.parts.printer
            label: qsTr("Once so many bytes of it are out (72 are a row of dots)")
            number: sheet.troubles.atByte
            digits: 6
            onTyped: value => sheet.troubles.setAtByte(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.troubles.parts.disk
            text: qsTr("Disk of the journal")
        }

        DockChoice {
            objectName: "disk"
            visible: sheet.troubles.parts.disk
            options: sheet.options(sheet.troubles.disks)
            present: sheet.troubles.disk
            onPicked: value => sheet.troubles.setDisk(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.dock.parts.clock
            text: qsTr("The kiosk's clock: %1").arg(sheet.dock.clock)
        }

        RowLayout {
            visible: sheet.dock.parts.clock
            spacing: 6
            Layout.fillWidth: true

            DockButton {
                objectName: "years-back"
                text: qsTr("9 years back")
                onClicked: sheet.dock.jump(-24 * 365 * 9)
            }
            DockButton {
                objectName: "right-time"
                text: qsTr("Now")
                onClicked: sheet.dock.jump(0)
            }
        }

        Title {
            visible: sheet.troubles.parts.eyes
            text: qsTr("Camera and codes")
        }

        RowLayout {
            spacing: 6
            Layout.fillWidth: true

            DockButton {
                objectName: "kill-eyes"
                visible: sheet.troubles.parts.eyes
                text: qsTr("Kill their process")
                onClicked: sheet.troubles.killEyes()
            }
            Item {
                Layout.fillWidth: true
            }
            DockButton {
                objectName: "troubles-close"
                text: qsTr("Close")
                chosen: true
                onClicked: sheet.closed()
            }
        }
    }
}
