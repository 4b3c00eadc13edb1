pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "number"
    scene: view.camera ? showCode : null

    Component {
        id: showCode

        ShowCode {}
    }

    answers: [
        Words {
            width: parent.width
            visible: page.view.camera
            text: [qsTr("ID card"), "VNeID", qsTr("Insurance card"), qsTr("Appointment slip")].join("  ·  ")
            color: Theme.soft
            font.pixelSize: Theme.smallSize
            font.weight: Font.Medium
            horizontalAlignment: Text.AlignHCenter
        },
        Answer {
            value: "type"
            label: page.view.type
            main: !page.view.camera
            onTapped: page.stage.answer(value)
        }
    ]
}
