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

    // It has its place from the first moment on, so that nothing moves when the light begins.
    Words {
        objectName: "light-words"
        width: parent?.width ?? 0
        opacity: page.stage.light !== "" ? 1 : 0
        text: page.view.light
        font.pixelSize: Theme.hintSize
        color: Theme.soft
        Accessible.ignored: opacity === 0
    }

    answers: AnswerGrid {
        columns: 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
