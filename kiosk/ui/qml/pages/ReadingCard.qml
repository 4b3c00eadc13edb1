pragma ComponentBehavior: Bound

import QtQuick
import "../controls"

Page {
    id: page

    picture: "reading"

    WorkBar {
        share: page.stage.work
    }

    answers: AnswerGrid {
        columns: 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
