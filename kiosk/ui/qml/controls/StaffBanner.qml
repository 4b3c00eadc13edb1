import QtQuick
import "../theme"

// How the call for help stands: information, so flat and without the shape of a button.
Rectangle {
    id: banner

    required property var stage
    readonly property bool failed: stage.staffCall === "failed"

    objectName: "staff-call"
    visible: stage.staffCall !== "none"
    implicitHeight: visible ? line.implicitHeight + Theme.space(48) : 0
    color: failed ? Theme.attention : Theme.tint
    Accessible.role: Accessible.AlertMessage
    Accessible.name: stage.staffWords

    Rectangle {
        width: Theme.space(10)
        height: parent.height
        color: Theme.ink
    }

    IconLine {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space(32)
        width: banner.width - Theme.space(64)
        icon: "bell"
        text: banner.stage.staffWords
        textColor: banner.failed ? Theme.attentionWords : Theme.ink
        textSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
    }
}
