pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// Whose face is before the simulated camera; what else it sees and suffers is on a sheet.
DockPanel {
    id: panel

    required property var faces

    signal moreWanted

    readonly property string standing: {
        switch (faces.state) {
        case "drawing": return qsTr("The face is being drawn…");
        case "shown": return qsTr("A face is before the camera");
        case "ready": return qsTr("A face waits beside the kiosk");
        case "failed": return qsTr("The face could not be drawn");
        default: return qsTr("Nobody is before the camera");
        }
    }

    title: qsTr("Face before the camera")

    Text {
        objectName: "face-state"
        text: panel.standing
        color: panel.faces.state === "failed" ? "#A3201A" : "#12302F"
        font.pixelSize: 13
        font.weight: panel.faces.state === "shown" ? Font.Bold : Font.Normal
        elide: Text.ElideRight
        Layout.fillWidth: true
    }

    Flow {
        spacing: 6
        Layout.fillWidth: true

        DockButton {
            objectName: "face-show"
            text: qsTr("Step before it")
            enabled: panel.faces.able
            onClicked: panel.faces.show()
        }
        DockButton {
            objectName: "face-leave"
            text: qsTr("Step aside")
            enabled: panel.faces.state === "shown" || panel.faces.state === "drawing"
            onClicked: panel.faces.leave()
        }
        DockButton {
            objectName: "face-more"
            text: qsTr("More…")
            chosen: panel.faces.owner !== "own" || panel.faces.manner !== "willing"
                    || panel.faces.light !== "normal"
            onClicked: panel.moreWanted()
        }
    }

    DockTick {
        objectName: "face-comes"
        Layout.fillWidth: true
        text: qsTr("Comes by itself when a page looks for a face")
        checked: panel.faces.comes
        onToggled: panel.faces.setComes(checked)
    }
}
