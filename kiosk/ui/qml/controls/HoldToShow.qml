import QtQuick
import "../theme"

// The whole name is seen only while a finger is held here.
Item {
    id: hold

    readonly property bool held: area.pressed

    objectName: "show"
    implicitHeight: Math.max(line.implicitHeight + Theme.space(32), Theme.smallestButton)

    Accessible.role: Accessible.Button
    Accessible.name: line.text

    IconLine {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        icon: "eye"
        text: qsTr("Hold here to see the whole name")
        textColor: Theme.soft
        textSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
    }

    MouseArea {
        id: area

        anchors.fill: parent
        // A held finger trembles; the page must not scroll away under it.
        preventStealing: true
    }
}
