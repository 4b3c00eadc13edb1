pragma ComponentBehavior: Bound

import QtQuick
import "controls"
import "pages"
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
    Binding { target: Theme; property: "light"; value: main.stage.light }

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

            objectName: "steps"

            // Landscape has width to spare, and no height: between the name and the way out.
            readonly property real aside: Theme.landscape ? Math.round(parent.width * 0.3) : 0

            x: Theme.landscape ? Math.max(aside, header.reach + Theme.space(56)) : 0
            y: Theme.landscape ? (header.height - height) / 2 : header.height + Theme.space(28)
            width: Math.max(0, parent.width - aside - x)
            // A long name leaves too little of it to be told as three steps.
            visible: step > 0 && width >= Theme.space(240)
            step: main.stage.progress
        }

        Loader {
            id: page

            property string shown: ""
            // The values of the page that is up. Components and no setSource(): each call of
            // that with initial properties keeps some kilobytes for ever (Qt 6.11).
            property var held: ({})
            readonly property Component pageAskFaceConsent: Component {
                AskFaceConsent {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageAskPhone: Component {
                AskPhone {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageReprintTicket: Component {
                ReprintTicket {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageChooseAppointment: Component {
                ChooseAppointment {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageChooseService: Component {
                ChooseService {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageConfirmBirthDate: Component {
                ConfirmBirthDate {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageConfirmIdentity: Component {
                ConfirmIdentity {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageDone: Component {
                Done {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageEnterCan: Component {
                EnterCan {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageEnterCode: Component {
                EnterCode {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageFaceCheck: Component {
                FaceCheck {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageInsuranceResult: Component {
                InsuranceResult {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageLayCard: Component {
                LayCard {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageOutOfOrder: Component {
                OutOfOrder {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageProblem: Component {
                Problem {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageReadingCard: Component {
                ReadingCard {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffPin: Component {
                StaffPin {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffBusy: Component {
                StaffBusy {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffHome: Component {
                StaffHome {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffPart: Component {
                StaffPart {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffJournal: Component {
                StaffJournal {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffEntry: Component {
                StaffEntry {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStaffSure: Component {
                StaffSure {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageStatePriority: Component {
                StatePriority {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageUnlockCard: Component {
                UnlockCard {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageWelcome: Component {
                Welcome {
                    stage: main.stage
                    view: page.held
                }
            }
            readonly property Component pageWorking: Component {
                Working {
                    stage: main.stage
                    view: page.held
                }
            }

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
                    sourceComponent = null;
                    held = {};
                } else if (name === shown) {
                    held = main.stage.model;
                } else {
                    // The page before must not see values that are not its own.
                    sourceComponent = null;
                    held = main.stage.model;
                    shown = name;
                    sourceComponent = page["page" + name];
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

    StaffQuestion {
        anchors.fill: parent
        anchors.bottomMargin: parent.height - area.y - helpers.y + Theme.gap / 2
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
            "AskPhone", "ChooseAppointment", "ChooseService", "InsuranceResult", "Done", "Problem",
            "UnlockCard", "EnterCan", "LayCard", "ReadingCard", "ReprintTicket", "AskFaceConsent",
            "FaceCheck", "ConfirmBirthDate", "OutOfOrder", "StaffPin", "StaffBusy", "StaffHome",
            "StaffPart", "StaffJournal", "StaffEntry", "StaffSure"]
            .map(name => Qt.createComponent("pages/" + name + ".qml", Component.Asynchronous))
    }
}
