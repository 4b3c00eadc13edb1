pragma ComponentBehavior: Bound

import QtQuick
import "../controls"

Page {
    id: page

    picture: "priority"

    answers: Repeater {
        model: page.view.choices

        Answer {
            required property var modelData

            value: modelData.value
            label: modelData.text
            main: modelData.chosen
            icon: modelData.chosen ? "check" : ""
            onTapped: page.stage.answer(value)
        }
    }
}
