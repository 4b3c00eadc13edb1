pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// "Are you still there?", over the page, until the ring is full. One tap goes on. It leaves the
// helpers free: who taps for help means it, and a tap on any of them goes on too.
Item {
    id: idle

    required property var stage
    // {} or {seconds, question}
    readonly property var asked: stage.idle
    readonly property bool asking: asked.question !== undefined

    objectName: "idle"
    visible: asking

    Rectangle {
        anchors.fill: parent
        color: Theme.ink
        opacity: 0.72
    }

    // Whatever is under the question cannot be tapped by mistake: a tap anywhere goes on.
    MouseArea {
        anchors.fill: parent
        onClicked: idle.stage.touch()
    }

    Loader {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.space(960))
        active: idle.asking
        // A tap that was meant for the page goes to what is behind, and says no more than "here".
        enabled: !idle.stage.arriving

        sourceComponent: Rectangle {
            implicitHeight: column.height + 2 * column.y
            radius: Theme.space(48)
            color: Theme.paper
            border.color: Theme.ink
            border.width: Theme.highContrast ? Theme.stroke : 0

            Column {
                id: column

                y: Theme.space(Theme.landscape ? 40 : 64)
                x: y
                width: parent.width - 2 * x
                spacing: Theme.space(Theme.landscape ? 24 : 48)

                Item {
                    width: parent.width
                    height: Theme.space(Theme.landscape ? 160 : 240)

                    Ring {
                        anchors.centerIn: parent
                        width: parent.height
                        height: width
                        seconds: idle.asked.seconds ?? 0
                    }

                    Drawing {
                        anchors.centerIn: parent
                        name: "icons/person"
                        width: parent.height * 0.5
                        height: width
                    }
                }

                Words {
                    width: parent.width
                    text: idle.asked.question ?? ""
                    font.pixelSize: Theme.headingSize
                    font.weight: Font.Bold
                    horizontalAlignment: Text.AlignHCenter
                }

                Words {
                    width: parent.width
                    text: qsTr("Otherwise this page closes.")
                    horizontalAlignment: Text.AlignHCenter
                }

                Answer {
                    objectName: "still-here"
                    value: ""
                    label: qsTr("I am still here")
                    main: true
                    onTapped: idle.stage.touch()
                }

                Answer {
                    objectName: "idle-cancel"
                    visible: idle.stage.canCancel
                    value: ""
                    label: qsTr("Cancel")
                    onTapped: idle.stage.cancel()
                }
            }
        }
    }
}
