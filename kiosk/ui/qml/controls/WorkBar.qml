import QtQuick
import "../theme"

// How much of the page's work is done, as a length and as a number.
Item {
    id: bar

    // 0 to 1.
    required property real share
    // What is seen of it: length and number go there together.
    property real seen: share
    readonly property string percent: Math.round(seen * 100) + "%"

    objectName: "work"
    width: parent ? parent.width : 0
    implicitHeight: Math.max(Theme.space(56), number.height)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: percent

    Behavior on seen {
        enabled: !Theme.reducedMotion

        NumberAnimation {
            duration: Theme.quick
        }
    }

    TextMetrics {
        id: widest

        font: number.font
        text: "100%"
    }

    Rectangle {
        id: track

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - number.width - Theme.space(28)
        height: Theme.space(56)
        radius: height / 2
        color: Theme.paper
        border.color: Theme.action
        border.width: Theme.stroke

        Rectangle {
            objectName: "work-done"
            // A round end from the first per cent on: it grows out of the corner of the track.
            width: parent.height + (parent.width - parent.height) * bar.seen
            height: parent.height
            radius: parent.radius
            visible: bar.seen > 0
            color: Theme.action
        }
    }

    Words {
        id: number

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Math.ceil(widest.advanceWidth) + 2
        text: bar.percent
        font.weight: Font.Bold
        lineHeight: 1
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignRight
        Accessible.ignored: true
    }
}
