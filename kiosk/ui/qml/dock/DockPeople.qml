pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts

// Who steps up to the kiosk, and what they hold up.
DockPanel {
    id: people

    required property var dock

    function kindLabel(kind: string): string {
        switch (kind) {
        case "cccd": return qsTr("ID card (CCCD)");
        case "vneid": return qsTr("VNeID");
        case "bhyt": return qsTr("Insurance card (BHYT)");
        case "appointment": return qsTr("Appointment slip");
        case "patient-code": return qsTr("Patient code");
        case "damaged": return qsTr("Damaged ID card");
        case "shop": return qsTr("A shop's QR code");
        case "text": return qsTr("A code of this text");
        default: return kind;
        }
    }

    // What sets a person apart, in few words.
    function has(person: var): string {
        const short = {
            "cccd": qsTr("ID card"),
            "bhyt": qsTr("insurance"),
            "vneid": "VNeID"
        };
        return [
            person.isNew ? qsTr("not known here") : "",
            person.appointments ? qsTr("appointment %1").arg(person.appointments) : "",
            ...person.documents.map(kind => short[kind] ?? "")
        ].filter(part => part).join(" · ");
    }

    title: qsTr("Patients")

    DockField {
        objectName: "search"
        placeholderText: qsTr("Search by name or number")
        Layout.fillWidth: true
        onTextChanged: people.dock.search(text)
    }

    ListView {
        id: list

        objectName: "people"
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 120
        clip: true
        model: people.dock.people
        // Brings whoever is played by itself into view.
        currentIndex: people.dock.people.findIndex(person => person.index === people.dock.chosen)
        highlightMoveDuration: 0
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}

        delegate: ItemDelegate {
            id: person

            required property var modelData
            readonly property bool chosen: modelData.index === people.dock.chosen

            objectName: "person-" + modelData.index
            width: list.width
            padding: 7
            onClicked: people.dock.choose(modelData.index)

            contentItem: Column {
                Text {
                    width: parent.width
                    text: person.modelData.label
                    color: "#12302F"
                    font.pixelSize: 13
                    font.weight: person.chosen ? Font.Bold : Font.Normal
                    wrapMode: Text.Wrap
                    rightPadding: 10
                }
                Text {
                    width: parent.width
                    text: people.has(person.modelData)
                    color: "#3F5755"
                    font.pixelSize: 12
                    wrapMode: Text.Wrap
                    rightPadding: 10
                }
            }

            background: Rectangle {
                radius: 6
                color: person.chosen ? "#DDECE8" : person.hovered ? "#F3F6F5" : "transparent"
            }
        }

        Text {
            anchors.centerIn: parent
            visible: list.count === 0
            text: qsTr("Nobody found")
            color: "#3F5755"
            font.pixelSize: 13
        }
    }

    Flow {
        visible: people.dock.parts.camera
        Layout.fillWidth: true
        spacing: 6

        Repeater {
            model: people.dock.kinds

            DockButton {
                required property string modelData

                objectName: "document-" + modelData
                text: people.kindLabel(modelData)
                // At the same place whoever is chosen.
                enabled: people.dock.documents.includes(modelData)
                chosen: people.dock.held.kind === modelData
                onClicked: people.dock.hold(modelData)
            }
        }

        DockButton {
            objectName: "document-shop"
            text: people.kindLabel("shop")
            chosen: people.dock.held.kind === "shop"
            onClicked: people.dock.holdShopCode()
        }
    }

    RowLayout {
        visible: people.dock.parts.camera
        spacing: 6
        Layout.fillWidth: true

        DockField {
            id: typed

            objectName: "typed"
            placeholderText: qsTr("Any text, as a code")
            Layout.fillWidth: true
            onAccepted: people.dock.holdText(text)
        }

        DockButton {
            objectName: "hold-typed"
            text: qsTr("Hold up")
            enabled: typed.text.trim() !== ""
            onClicked: people.dock.holdText(typed.text)
        }
    }

    RowLayout {
        visible: people.dock.parts.camera
        spacing: 12
        Layout.fillWidth: true

        Rectangle {
            color: "#F3F6F5"
            radius: 6
            implicitWidth: 132
            implicitHeight: 132

            Image {
                objectName: "held"
                anchors.fill: parent
                anchors.margins: 6
                source: people.dock.held.source ?? ""
                fillMode: Image.PreserveAspectFit
            }
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 8

            Text {
                Layout.fillWidth: true
                text: people.dock.trouble === "too-long" ? qsTr("Too long for a code")
                    : people.dock.held.kind ? people.kindLabel(people.dock.held.kind) + "\n" + people.dock.held.label
                    : qsTr("Nothing is held up")
                color: people.dock.trouble ? "#A3201A" : "#12302F"
                font.pixelSize: 13
                wrapMode: Text.Wrap
                maximumLineCount: 4
                elide: Text.ElideRight
            }

            DockButton {
                objectName: "put-away"
                text: qsTr("Put away")
                enabled: people.dock.held.kind !== undefined
                onClicked: people.dock.putAway()
            }

            DockTick {
                objectName: "takes-away"
                Layout.fillWidth: true
                text: qsTr("Put away by itself once read")
                checked: people.dock.takesAway
                onToggled: people.dock.setTakesAway(checked)
            }
        }
    }
}
