pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "desk"

    Words {
        width: parent.width
        text: qsTr("For our staff: %1").arg(page.view.code)
        color: Theme.soft
        font.pixelSize: Theme.smallSize
    }

    answers: Repeater {
        model: page.view.choices

        Answer {
            required property var modelData

            value: modelData.value
            label: modelData.text
            main: modelData.main
            onTapped: page.stage.answer(value)
        }
    }
}
