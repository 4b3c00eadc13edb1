import QtQuick
import "../theme"

// How much of the page's work is done, as a length and as a number.
Item {
    id: bar

    // 0 to 1.
    required property real share
    readonly property string percent: Math.round(share * 100) + "%"

    objectName: "work"
    width: parent ? parent.width : 0
    implicitHeight: Math.max(Theme.space(56), number.height)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: percent

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
            width: parent.height + (parent.width - parent.height) * bar.share
            height: parent.height
            radius: parent.radius
            visible: bar.share > 0
            color: Theme.action

            Behavior on width {
                enabled: !Theme.reducedMotion

                NumberAnimation {
                    duration: Theme.quick
                }
            }
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
