pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts

// What the simulated camera sees, and what is wrong with it, over the dock.
Rectangle {
    id: sheet

    required property var faces
    required property var sights

    signal closed

    function label(value: string): string {
        switch (value) {
        case "own": return qsTr("Their own");
        case "other": return qsTr("Somebody else's");
        case "several": return qsTr("Several");
        case "child": return qsTr("As a child");
        case "shirt": return qsTr("And one on the shirt");
        case "willing": return qsTr("Does what the page asks");
        case "still": return qsTr("Does nothing of it");
        case "photo": return qsTr("A printed photo");
        case "phone": return qsTr("A photo on a phone");
        case "video": return qsTr("A film on a phone");
        case "normal": return qsTr("As usual");
        case "dark": return qsTr("Dark");
        case "backlit": return qsTr("From behind");
        case "bright": return qsTr("Too bright");
        case "side": return qsTr("From the side");
        case "good": return qsTr("Nothing");
        case "black": return qsTr("Black");
        case "frozen": return qsTr("Frozen");
        case "wrong-size": return qsTr("Far too small");
        case "corrupt": return qsTr("Corrupt");
        case "slow": return qsTr("5 a second");
        case "busy": return qsTr("Held by another program");
        case "hangs": return qsTr("Hangs in its driver");
        default: return value;
        }
    }

    function options(values: var): var {
        return values.map(value => ({ value: value, label: label(value) }));
    }

    readonly property string file: {
        switch (sights?.fileState) {
        case "reading": return qsTr("The file is being read…");
        case "shown": return qsTr("The file is before the camera");
        case "not-there": return qsTr("There is no such file");
        case "not-a-picture": return qsTr("This is no picture or film");
        case "too-large": return qsTr("This is too large");
        default: return "";
        }
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
        title: qsTr("Before the camera")

        Title {
            visible: sheet.faces !== null
            text: qsTr("Whose face")
        }

        DockChoice {
            objectName: "owner"
            visible: sheet.faces !== null
            options: sheet.options(sheet.faces?.owners ?? [])
            present: sheet.faces?.owner ?? ""
            onPicked: value => sheet.faces.setOwner(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.faces !== null
            text: qsTr("How it is shown")
        }

        DockChoice {
            objectName: "manner"
            visible: sheet.faces !== null
            options: sheet.options(sheet.faces?.manners ?? [])
            present: sheet.faces?.manner ?? ""
            onPicked: value => sheet.faces.setManner(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.faces !== null
            text: qsTr("Where the light comes from")
        }

        DockChoice {
            objectName: "light"
            visible: sheet.faces !== null
            options: sheet.options(sheet.faces?.lights ?? [])
            present: sheet.faces?.light ?? ""
            onPicked: value => sheet.faces.setLight(value)
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.sights.files
            text: qsTr("A picture, a film, or a folder of pictures")
        }

        RowLayout {
            visible: sheet.sights.files
            spacing: 6
            Layout.fillWidth: true

            DockField {
                id: path

                objectName: "file-path"
                placeholderText: qsTr("Path of the file")
                maximumLength: 4096
                Layout.fillWidth: true
                onAccepted: sheet.sights.holdFile(text)
            }
            DockButton {
                objectName: "file-hold"
                text: qsTr("Hold up")
                enabled: path.text.trim() !== ""
                onClicked: sheet.sights.holdFile(path.text)
            }
            DockButton {
                objectName: "file-play"
                text: qsTr("Play")
                enabled: path.text.trim() !== ""
                onClicked: sheet.sights.playFile(path.text)
            }
        }

        Text {
            objectName: "file-state"
            visible: text !== ""
            text: sheet.file
            color: ["reading", "shown"].includes(sheet.sights.fileState) ? "#12302F" : "#A3201A"
            font.pixelSize: 13
            Layout.fillWidth: true
        }

        Title {
            visible: sheet.sights.breaks
            text: qsTr("What is wrong with the camera's pictures")
        }

        DockChoice {
            objectName: "camera-fault"
            visible: sheet.sights.breaks
            options: sheet.options(sheet.sights.faults)
            present: sheet.sights.fault
            onPicked: value => sheet.sights.setFault(value)
            Layout.fillWidth: true
        }

        RowLayout {
            spacing: 12
            Layout.fillWidth: true

            DockTick {
                objectName: "camera-plugged"
                visible: sheet.sights.breaks
                text: qsTr("The camera is plugged in")
                checked: sheet.sights.plugged
                onToggled: sheet.sights.setPlugged(checked)
            }
            Item {
                Layout.fillWidth: true
            }
            DockButton {
                objectName: "sights-close"
                text: qsTr("Close")
                chosen: true
                onClicked: sheet.closed()
            }
        }
    }
}
