pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// The tester's desk: who steps up on the left, the machine on the right.
Rectangle {
    id: root

    required property var dock

    color: "#FAF7F2"

    RowLayout {
        anchors.fill: parent
        anchors.margins: 12
        spacing: 12

        ColumnLayout {
            spacing: 12
            visible: root.dock.parts.camera || root.dock.parts.cards
            Layout.fillHeight: true
            Layout.preferredWidth: 340

            DockPeople {
                dock: root.dock
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            Loader {
                active: root.dock.parts.faces
                visible: active
                Layout.fillWidth: true

                sourceComponent: DockFace {
                    faces: root.dock.faces
                    onMoreWanted: sights.visible = true
                }
            }

            Loader {
                active: root.dock.parts.cards
                visible: active
                Layout.fillWidth: true

                sourceComponent: DockCard {
                    cards: root.dock.cards
                    onFaultsWanted: faults.visible = true
                }
            }
        }

        ColumnLayout {
            spacing: 12
            Layout.fillWidth: true
            Layout.fillHeight: true

            DockPanel {
                title: qsTr("Without hands")
                Layout.fillWidth: true

                DockTick {
                    objectName: "play"
                    Layout.fillWidth: true
                    text: qsTr("Play by itself, one patient after another")
                    checked: root.dock.playing
                    onToggled: root.dock.setPlaying(checked)
                }
            }

            DockDevices {
                dock: root.dock
                onTroublesWanted: troubles.visible = true
                Layout.fillWidth: true
            }

            DockTickets {
                dock: root.dock
                visible: root.dock.parts.printer
                onOpened: source => large.source = source
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: implicitHeight
                Layout.preferredHeight: 240
            }

            DockAccount {
                dock: root.dock
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: implicitHeight
                Layout.preferredHeight: 220
            }
        }
    }

    Loader {
        id: faults

        anchors.fill: parent
        active: root.dock.parts.cards
        visible: false

        sourceComponent: DockFaults {
            cards: root.dock.cards
            onClosed: faults.visible = false
        }
    }

    Loader {
        id: sights

        anchors.fill: parent
        active: root.dock.parts.sights
        visible: false

        sourceComponent: DockSights {
            faces: root.dock.faces
            sights: root.dock.sights
            onClosed: sights.visible = false
        }
    }

    Loader {
        id: troubles

        anchors.fill: parent
        active: root.dock.parts.troubles
        visible: false

        sourceComponent: DockTroubles {
            dock: root.dock
            onClosed: troubles.visible = false
        }
    }

    // A ticket as large as it is read; a tap puts it back.
    Rectangle {
        anchors.fill: parent
        visible: large.source.toString() !== ""
        color: "#CC12302F"

        Image {
            id: large

            objectName: "large-ticket"
            anchors.fill: parent
            anchors.margins: 24
            sourceSize.height: height
            fillMode: Image.PreserveAspectFit
        }

        MouseArea {
            anchors.fill: parent
            onClicked: large.source = ""
        }
    }
}
