import QtQuick
import "../theme"

// Holds what may be taller than its place. Then two large buttons move it by most of a view, and
// what goes on below fades out: nobody has to know that a screen can be dragged.
Item {
    id: scroll

    default property alias content: holder.data
    property alias contentHeight: flick.contentHeight

    readonly property bool overflowing: contentHeight > height + 1
    readonly property real barHeight: Math.max(Theme.space(104), Theme.smallestButton)

    clip: overflowing

    Flickable {
        id: flick

        width: parent.width
        height: scroll.height - (scroll.overflowing ? scroll.barHeight + Theme.space(16) : 0)
        contentWidth: width
        clip: scroll.overflowing
        interactive: scroll.overflowing
        boundsBehavior: Flickable.StopAtBounds
        onContentHeightChanged: returnToBounds()

        Item {
            id: holder

            width: flick.width
            height: flick.contentHeight
        }

        Behavior on contentY {
            enabled: !flick.moving

            NumberAnimation {
                duration: Theme.quick
                easing.type: Easing.OutCubic
            }
        }
    }

    Rectangle {
        objectName: "more-below"
        y: flick.height - height
        width: parent.width
        height: Math.min(flick.height, Theme.letters(88))
        visible: scroll.overflowing && down.usable
        gradient: Gradient {
            GradientStop {
                position: 0
                color: Qt.alpha(Theme.ground, 0)
            }
            GradientStop {
                position: 0.85
                color: Theme.ground
            }
        }
    }

    Row {
        id: bar

        readonly property real half: Math.floor((width - spacing) / 2)

        anchors.bottom: parent.bottom
        width: parent.width
        visible: scroll.overflowing
        spacing: Theme.space(16)

        ScrollButton {
            width: bar.half
            objectName: "scroll-up"
            icon: "arrow-up"
            label: qsTr("Up")
            usable: flick.contentY > 1
            onTapped: flick.contentY = Math.max(0, flick.contentY - flick.height * 0.8)
        }

        ScrollButton {
            id: down

            width: bar.half
            objectName: "scroll-down"
            icon: "arrow-down"
            label: qsTr("More")
            usable: flick.contentY < flick.contentHeight - flick.height - 1
            onTapped: flick.contentY = Math.min(flick.contentHeight - flick.height,
                                                flick.contentY + flick.height * 0.8)
        }
    }
}
