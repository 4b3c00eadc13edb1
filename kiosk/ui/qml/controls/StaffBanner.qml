import QtQuick
import "../theme"

// How the call for help stands.
Rectangle {
    id: banner

    required property var stage
    readonly property bool failed: stage.staffCall === "failed"

    objectName: "staff-call"
    visible: stage.staffCall !== "none"
    implicitHeight: visible ? line.implicitHeight + Theme.space(48) : 0
    radius: Theme.space(24)
    color: failed ? Theme.attention : Theme.action
    Accessible.role: Accessible.AlertMessage
    Accessible.name: stage.staffWords

    IconLine {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space(32)
        width: banner.width - Theme.space(64)
        icon: "bell"
        colours: banner.failed ? Theme.palette : "white"
        text: banner.stage.staffWords
        textColor: banner.failed ? Theme.attentionWords : Theme.actionWords
        textSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
    }
}
