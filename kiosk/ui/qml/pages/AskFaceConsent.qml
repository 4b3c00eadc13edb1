pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "face"
    questionSize: Theme.headingSize * 1.15

    // All of it in sight, at every size: nobody agrees to what is further down.
    card: Card {
        Repeater {
            model: page.view.lines

            IconLine {
                required property var modelData

                icon: modelData.icon
                text: modelData.text
            }
        }
    }

    // Side by side and equally large: neither is the main one.
    answers: AnswerGrid {
        columns: 2
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
