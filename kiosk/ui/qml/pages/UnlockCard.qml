pragma ComponentBehavior: Bound

import QtQuick
import "../controls"

Page {
    id: page

    // What was wrong says what to do, in place of the question.
    readonly property bool wrong: view.wrong.sentence !== undefined

    question: wrong ? view.wrong.sentence : view.question
    lead: wrong ? view.wrong.nextStep : view.lead
    scene: Component {
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
