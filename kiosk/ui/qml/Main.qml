pragma ComponentBehavior: Bound

import QtQuick
import "controls"
import "theme"

// The frame that stays while pages change: header, line of steps, helpers; and what lies over.
Rectangle {
    id: main

    required property var stage

    // What was tapped just before a page came is not meant for it: header and page are disabled
    // until it has arrived, which also lets go of a finger that was down already. The helpers
    // stay where they are on every page, and stay enabled.
    readonly property bool arrived: !stage.arriving

    color: Theme.ground

    Binding { target: Theme; property: "pageWidth"; value: main.width; when: main.width > 0 }
    Binding { target: Theme; property: "pageHeight"; value: main.height; when: main.height > 0 }
    Binding { target: Theme; property: "widthMm"; value: main.stage.widthMm }
    Binding { target: Theme; property: "largeText"; value: main.stage.largeText }
    Binding { target: Theme; property: "highContrast"; value: main.stage.highContrast }
    Binding { target: Theme; property: "reducedMotion"; value: main.stage.reducedMotion }

    Item {
        id: area

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.space(Theme.landscape ? 40 : 44)
        anchors.bottomMargin: Theme.space(Theme.landscape ? 40 : 48)

        Header {
            id: header

            stage: main.stage
            width: parent.width
            enabled: main.arrived
            // The same height with and without the way out: nothing jumps.
            height: Math.max(implicitHeight, Theme.space(88), Theme.smallestButton)
        }

        Progress {
            id: steps

            // Landscape has width to spare, and no height.
            readonly property real aside: Theme.landscape ? Math.round(parent.width * 0.3) : 0

            x: aside
            y: Theme.landscape ? (header.height - height) / 2 : header.height + Theme.space(28)
            width: parent.width - 2 * aside
            visible: step > 0
            step: main.stage.progress
        }

        Loader {
            id: page

            property string shown: ""

            anchors.top: header.bottom
            anchors.topMargin: Theme.space(Theme.landscape ? 28 : steps.visible ? 84 : 36)
            anchors.bottom: banner.visible ? banner.top : helpers.top
            anchors.bottomMargin: Theme.gap
            width: parent.width
            enabled: main.arrived

            function update(): void {
                const name = main.stage.page;
                if (name === "") {
                    shown = "";
                    source = "";
                } else if (name === shown) {
                    (item as Page).view = main.stage.model;
                } else {
                    shown = name;
                    setSource("pages/" + name + ".qml", {
                        stage: main.stage,
                        view: main.stage.model
                    });
                }
            }

            Component.onCompleted: update()

            Connections {
                target: main.stage
                function onModelChanged() {
                    page.update();
                }
            }
        }

        StaffBanner {
            id: banner

            stage: main.stage
            width: parent.width
            height: implicitHeight
            anchors.bottom: helpers.top
            anchors.bottomMargin: Theme.space(24)
        }

        Helpers {
            id: helpers

            stage: main.stage
            width: parent.width
            anchors.bottom: parent.bottom
            onLanguagesWanted: sheet.visible = true
        }

        NoticeOver {
            readonly property Page under: page.item as Page

            stage: main.stage
            x: under?.columnX ?? 0
            y: page.y
            width: under?.columnWidth ?? parent.width
            height: Math.max(implicitHeight, under?.questionHeight ?? 0)
        }
    }

    LanguageSheet {
        id: sheet

        anchors.fill: parent
        stage: main.stage
    }

    IdleQuestion {
        anchors.fill: parent
        anchors.bottomMargin: parent.height - area.y - helpers.y + Theme.gap / 2
        stage: main.stage
    }

    // Every page is compiled before it is needed, after the first picture is on the screen.
    Timer {
        property list<QtObject> ready

        interval: 1
        running: true
        onTriggered: ready = ["Welcome", "EnterCode", "Working", "ConfirmIdentity", "StatePriority",
            "AskPhone", "ChooseAppointment", "ChooseService", "InsuranceResult", "Done", "Problem"]
            .map(name => Qt.createComponent("pages/" + name + ".qml", Component.Asynchronous))
    }
}
