pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// What is wrong with the next card, over the dock. It is as the faults are when the card is laid.
Rectangle {
    id: sheet

    required property var cards

    signal closed

    function faultLabel(fault: string): string {
        switch (fault) {
        case "wrong-can": return qsTr("Does not open to its number's last six digits");
        case "foreign-signer": return qsTr("Signed by somebody else: a forgery");
        case "expired-signer": return qsTr("The signer's certificate has ended");
        case "changed-data": return qsTr("Its data was changed after signing");
        case "copied": return qsTr("A copy: the chip's own key is wrong");
        case "no-dg13": return qsTr("Without DG13, which has the Vietnamese details");
        case "short-blocks": return qsTr("Refuses to read more than 160 bytes at once");
        case "no-master-file": return qsTr("Refuses to select the master file");
        case "slow-link": return qsTr("Slow link: 106 kbit/s");
        default: return fault;
        }
    }

    color: "#CC12302F"

    MouseArea {
        anchors.fill: parent
        onClicked: sheet.closed()
    }

    // A tap beside a tick closes nothing.
    MouseArea {
        anchors.fill: box
    }

    DockPanel {
        id: box

        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 520)
        title: qsTr("What is wrong with the next card")

        Repeater {
            model: sheet.cards.allFaults

            DockTick {
                required property string modelData

                objectName: "fault-" + modelData
                Layout.fillWidth: true
                text: sheet.faultLabel(modelData)
                checked: sheet.cards.faults.includes(modelData)
                onToggled: sheet.cards.setFault(modelData, checked)
            }
        }

        DockNumber {
            objectName: "pulled-at"
            label: qsTr("Taken away at command number")
            number: sheet.cards.pulledAt
            onTyped: value => sheet.cards.setPulledAt(value)
            Layout.fillWidth: true
        }

        DockNumber {
            objectName: "flipped-at"
            label: qsTr("One bit wrong in the answer to command number")
            number: sheet.cards.flippedAt
            onTyped: value => sheet.cards.setFlippedAt(value)
            Layout.fillWidth: true
        }

        RowLayout {
            spacing: 6
            Layout.fillWidth: true

            DockButton {
                objectName: "faults-none"
                text: qsTr("No faults")
                onClicked: sheet.cards.clearFaults()
            }
            Item {
                Layout.fillWidth: true
            }
            DockButton {
                objectName: "faults-close"
                text: qsTr("Close")
                chosen: true
                onClicked: sheet.closed()
            }
        }
    }
}
