pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "number"
    scene: view.cards ? cardWays : view.camera ? showCode : null

    Component {
        id: showCode

        ShowCode {}
    }

    Component {
        id: cardWays

        CardWays {
            camera: page.view.camera
            way: camera ? CardWays.Either : CardWays.ToReader
        }
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
            main: !page.view.camera && !page.view.cards
            onTapped: page.stage.answer(value)
        }
    ]
}
