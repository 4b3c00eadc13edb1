pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts

// What happened, with times, the newest first. Names of pages and notices are the program's.
DockPanel {
    id: account

    required property var dock

    function what(kind: string): string {
        switch (kind) {
        case "asked": return qsTr("page");
        case "answered": return qsTr("answered");
        case "played": return qsTr("answered by itself");
        case "withdrawn": return qsTr("taken away");
        case "shown": return qsTr("shown");
        case "told": return qsTr("notice");
        case "step": return qsTr("step");
        case "warned": return qsTr("still there?");
        case "staff": return qsTr("call for staff");
        case "ticketed": return qsTr("ticket after");
        case "forgotten": return qsTr("visit over");
        default: return kind;
        }
    }

    function stepName(step: string): string {
        switch (step) {
        case "scan": return qsTr("read the code");
        case "card": return qsTr("read the chip");
        case "find": return qsTr("find the patient");
        case "register": return qsTr("register the patient");
        case "offer": return qsTr("insurance, appointments, services");
        case "check-in": return qsTr("check in");
        case "render": return qsTr("draw the ticket");
        case "print": return qsTr("print");
        case "confirm": return qsTr("report the paper");
        default: return step;
        }
    }

    function duration(milliseconds: real): string {
        if (milliseconds < 0)
            return "";
        return milliseconds < 10000 ? milliseconds.toFixed(milliseconds < 10 ? 1 : 0) + " ms"
                                    : (milliseconds / 1000).toFixed(1) + " s";
    }

    title: qsTr("The visit, step by step")

    ListView {
        id: list

        objectName: "account"
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 96
        clip: true
        model: account.dock.lines
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}

        delegate: RowLayout {
            id: line

            required property var modelData
            readonly property bool step: modelData.kind === "step"
            readonly property bool over: modelData.kind === "forgotten" || modelData.kind === "ticketed"

            width: list.width - 10
            height: 22
            spacing: 8

            Text {
                text: line.modelData.time
                color: "#3F5755"
                font.pixelSize: 12
                Layout.preferredWidth: 58
            }
            Text {
                text: account.what(line.modelData.kind)
                color: line.over ? "#0B5C5A" : "#3F5755"
                font.pixelSize: 12
                font.weight: line.over ? Font.Bold : Font.Normal
                elide: Text.ElideRight
                Layout.preferredWidth: 112
            }
            Text {
                text: line.step ? account.stepName(line.modelData.name) : line.modelData.name
                color: "#12302F"
                font.pixelSize: 12
                font.weight: line.step ? Font.Bold : Font.Normal
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            Text {
                text: account.duration(line.modelData.milliseconds)
                color: "#12302F"
                font.pixelSize: 12
            }
        }
    }
}
