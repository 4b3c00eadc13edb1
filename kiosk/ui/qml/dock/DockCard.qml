pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// What lies on the chip card reader.
DockPanel {
    id: panel

    required property var cards

    signal faultsWanted

    readonly property string what: {
        switch (cards.kind) {
        case "bank": return qsTr("A bank card");
        case "mute": return qsTr("A card on its wrong side");
        default: return cards.label;
        }
    }
    readonly property string standing: {
        switch (cards.state) {
        case "unplugged": return qsTr("The reader is not plugged in");
        case "making": return qsTr("The card is being made…");
        case "lying": return what;
        default: return qsTr("Nothing lies on the reader");
        }
    }

    title: qsTr("Chip card reader")

    Text {
        objectName: "card-state"
        text: panel.standing
        color: "#12302F"
        font.pixelSize: 13
        font.weight: panel.cards.state === "lying" ? Font.Bold : Font.Normal
        elide: Text.ElideRight
        Layout.fillWidth: true
    }

    Flow {
        spacing: 6
        Layout.fillWidth: true

        DockButton {
            objectName: "card-lay"
            text: qsTr("Lay this patient's card")
            enabled: panel.cards.ready && panel.cards.plugged
            onClicked: panel.cards.lay()
        }
        DockButton {
            objectName: "card-bank"
            text: qsTr("Bank card")
            enabled: panel.cards.plugged
            onClicked: panel.cards.layBankCard()
        }
        DockButton {
            objectName: "card-mute"
            text: qsTr("Wrong side")
            enabled: panel.cards.plugged
            onClicked: panel.cards.layWrongSide()
        }
        DockButton {
            objectName: "card-away"
            text: qsTr("Take away")
            enabled: panel.cards.state === "lying" || panel.cards.state === "making"
            onClicked: panel.cards.takeAway()
        }
        DockButton {
            objectName: "card-back"
            text: qsTr("Put back")
            enabled: panel.cards.state === "empty" && panel.cards.kind !== ""
            onClicked: panel.cards.putBack()
        }
    }

    RowLayout {
        spacing: 12
        Layout.fillWidth: true

        DockTick {
            objectName: "card-plugged"
            Layout.fillWidth: true
            text: qsTr("Plugged in")
            checked: panel.cards.plugged
            onToggled: panel.cards.setPlugged(checked)
        }

        DockButton {
            objectName: "card-faults"
            text: panel.cards.wrongs > 0 ? qsTr("Faults: %1").arg(panel.cards.wrongs) : qsTr("Faults…")
            chosen: panel.cards.wrongs > 0
            onClicked: panel.faultsWanted()
        }
    }
}
