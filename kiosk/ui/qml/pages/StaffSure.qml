pragma ComponentBehavior: Bound

import QtQuick
import "../controls"

Page {
    id: page

    lead: view.lead
    picture: "desk"

    answers: AnswerGrid {
        columns: 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
