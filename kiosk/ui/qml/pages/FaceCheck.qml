pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    // Why the try before was not enough stands there until the next one says something.
    readonly property bool wrong: view.wrong.sentence !== undefined && hint.guide.words === undefined

    question: wrong ? view.wrong.sentence : view.question
    questionSize: Theme.headingSize
    lead: wrong ? view.wrong.nextStep : ""
    fillerSide: Page.Left
    fillerHeight: Theme.space(360)
    filler: Component {
        LiveFace {
            stage: page.stage
            share: page.stage.work
            hint: page.stage.guide.hint ?? ""
        }
    }

    Hint {
        id: hint

        visible: !page.wrong
        guide: page.stage.guide
    }

    answers: AnswerGrid {
        columns: 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
