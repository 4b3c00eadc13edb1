pragma ComponentBehavior: Bound

import QtQuick
import "../controls"

Page {
    id: page

    // What was wrong says what to do, in place of the question.
    readonly property bool wrong: view.wrong.sentence !== undefined

    // And while its code is held up that cannot be read yet, what to do about that.
    readonly property bool guided: stage.guide.of === "code"

    question: guided ? stage.guide.words : wrong ? view.wrong.sentence : view.question
    lead: guided ? "" : wrong ? view.wrong.nextStep : view.lead
    scene: guided ? liveCode : cardWays

    Component {
        id: liveCode

        LiveCode {
            stage: page.stage
        }
    }

    Component {
        id: cardWays

        CardWays {
            camera: true
            way: CardWays.ToCamera
        }
    }

    answers: [
        Answer {
            value: page.view.type.value
            label: page.view.type.text
            onTapped: page.stage.answer(value)
        },
        Answer {
            quiet: true
            value: page.view.without.value
            label: page.view.without.text
            onTapped: page.stage.answer(value)
        }
    ]
}
