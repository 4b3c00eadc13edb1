pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "priority"
    pictureShare: 0.24

    answers: AnswerGrid {
        columns: Theme.landscape ? 2 : 1
        choices: page.view.choices.map(c => ({
            value: c.value,
            text: c.text,
            main: c.chosen,
            icon: c.chosen ? "check" : ""
        }))
        onAnswered: value => page.stage.answer(value)
    }
}
