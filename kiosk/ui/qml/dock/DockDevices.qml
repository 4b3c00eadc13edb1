pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The printer, the network and the clock.
ColumnLayout {
    id: devices

    required property var dock

    signal troublesWanted

    function modes(): var {
        const plain = [
            { value: "pass", label: qsTr("Good") },
            { value: "cut", label: qsTr("Cut") },
            { value: "slow", label: qsTr("Slow") },
            { value: "silent", label: qsTr("Silent") },
            { value: "error", label: qsTr("Error 500") },
            { value: "garbage", label: qsTr("Garbage") },
            { value: "reset-midway", label: qsTr("Breaks off") }
        ];
        return dock.parts.tls ? [...plain, { value: "expired", label: qsTr("Certificate ended") }] : plain;
    }

    spacing: 12

    DockPanel {
        title: devices.dock.parts.printer ? qsTr("Paper in the printer") : qsTr("Disk and camera")
        visible: devices.dock.parts.printer || devices.dock.parts.troubles
        Layout.fillWidth: true

        RowLayout {
            spacing: 6
            Layout.fillWidth: true

            DockChoice {
                objectName: "paper"
                visible: devices.dock.parts.printer
                Layout.fillWidth: true
                present: devices.dock.paper
                onPicked: value => devices.dock.setPaper(value)
                options: [
                    { value: "present", label: qsTr("Present") },
                    { value: "near-end", label: qsTr("Near its end") },
                    { value: "out", label: qsTr("Out") },
                    { value: "runs-out", label: qsTr("Runs out mid-ticket") }
                ]
            }
            // What else is broken has a sheet of its own, grouped by device.
            DockButton {
                objectName: "troubles"
                visible: devices.dock.parts.troubles
                text: qsTr("More…")
                onClicked: devices.troublesWanted()
                Layout.alignment: Qt.AlignBottom
            }
        }
    }

    DockPanel {
        title: qsTr("Network to the hospital")
        visible: devices.dock.parts.link
        Layout.fillWidth: true

        DockChoice {
            objectName: "network"
            Layout.fillWidth: true
            present: devices.dock.network
            onPicked: value => devices.dock.setNetwork(value)
            options: devices.modes()
        }
    }

    DockPanel {
        title: qsTr("The kiosk's clock")
        visible: devices.dock.parts.clock
        Layout.fillWidth: true

        Text {
            objectName: "clock"
            text: devices.dock.clock
            color: "#12302F"
            font.pixelSize: 15
            font.weight: Font.Medium
        }

        Flow {
            spacing: 6
            Layout.fillWidth: true

            DockButton {
                objectName: "hour-on"
                text: qsTr("1 hour on")
                onClicked: devices.dock.jump(1)
            }
            DockButton {
                objectName: "day-on"
                text: qsTr("1 day on")
                onClicked: devices.dock.jump(24)
            }
            DockButton {
                objectName: "hour-back"
                text: qsTr("1 hour back")
                onClicked: devices.dock.jump(-1)
            }
            DockButton {
                objectName: "clock-reset"
                text: qsTr("Now")
                onClicked: devices.dock.jump(0)
            }
        }
    }
}
