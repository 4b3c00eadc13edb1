pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Somebody held the hospital's name during a visit: it is ended for staff, if they mean it. Over
// the page, which stays as it is; a tap anywhere else goes on with it.
Item {
    id: question

    required property var stage
    readonly property var door: stage.staffDoor

    objectName: "staff-question"
    visible: door?.asked ?? false

    Rectangle {
        anchors.fill: parent
        color: Theme.ink
        opacity: 0.72
    }

    MouseArea {
        anchors.fill: parent
        onClicked: question.door.goOn()
    }

    Loader {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.space(960))
        active: question.visible

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

                Words {
                    width: parent.width
                    text: qsTr("Go on with the visit?")
                    font.pixelSize: Theme.headingSize
                    font.weight: Font.Bold
                    horizontalAlignment: Text.AlignHCenter
                }

                Words {
                    width: parent.width
                    text: qsTr("Only our staff end it here. A number that is not printed yet is given back.")
                    horizontalAlignment: Text.AlignHCenter
                }

                Answer {
                    objectName: "staff-go-on"
                    value: ""
                    label: qsTr("Go on")
                    main: true
                    onTapped: question.door.goOn()
                }

                Answer {
                    objectName: "staff-end-visit"
                    value: ""
                    label: qsTr("Staff: end this visit")
                    quiet: true
                    onTapped: question.door.endVisit()
                }
            }
        }
    }
}
