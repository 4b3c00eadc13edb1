import QtQuick
import "../theme"

// Where the patient is, what time it is, and the way out.
Item {
    id: header

    required property var stage

    // How far to the right the name and the clock below it reach.
    readonly property real reach: Math.max(hospital.implicitWidth, clock.implicitWidth)

    implicitHeight: Math.max(names.height, cancel.visible ? cancel.height : 0)

    Item {
        id: names

        readonly property real room: header.width - (cancel.visible ? cancel.width + Theme.space(32) : 0)
        // On one line where both fit, else the clock below the name.
        readonly property bool oneLine: !cancel.visible
            && hospital.implicitWidth + clock.implicitWidth + Theme.space(40) <= room

        anchors.verticalCenter: parent.verticalCenter
        width: room
        height: oneLine ? hospital.height : hospital.height + clock.height

        Words {
            id: hospital

            width: names.oneLine ? implicitWidth : names.room
            text: header.stage.hospitalName
            font.pixelSize: Theme.smallSize
            font.weight: Font.Bold
        }

        Words {
            id: clock

            x: names.oneLine ? names.room - width : 0
            y: names.oneLine ? 0 : hospital.height
            width: names.oneLine ? implicitWidth : names.room
            text: header.stage.clock
            color: Theme.soft
            font.pixelSize: Theme.smallSize
        }

        // The way of our staff to their page; to everybody else it is no button.
        MouseArea {
            objectName: "staff-door"
            anchors.fill: parent
            pressAndHoldInterval: 3000
            onPressAndHold: header.stage.staffDoor.knock()
        }
    }

    Touchable {
        id: cancel

        objectName: "cancel"
        label: qsTr("Cancel")
        visible: header.stage.canCancel
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: sign.width + word.implicitWidth + Theme.space(72)
        height: Math.max(Theme.space(88), Theme.smallestButton, word.height + Theme.space(28))
        radius: height / 2
        color: down ? Theme.pressed : Theme.paper
        border.color: Theme.ink
        border.width: Theme.hairline
        onTapped: header.stage.cancel()

        Drawing {
            id: sign

            name: "icons/close"
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space(26)
            width: Theme.smallSize * 1.2
            height: width
        }

        Words {
            id: word

            anchors.verticalCenter: parent.verticalCenter
            x: sign.x + sign.width + Theme.space(12)
            text: cancel.label
            font.pixelSize: Theme.smallSize
            font.weight: Font.Medium
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
