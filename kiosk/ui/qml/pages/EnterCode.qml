pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    // The shortest number is a patient code of 8 digits, the longest an old card's 15.
    readonly property bool ready: digits.length >= 8
    // What was wrong says what to do, in place of the question.
    readonly property bool wrong: view.wrong.sentence !== undefined

    question: wrong ? view.wrong.sentence : view.question
    questionSize: Theme.typingSize
    lead: wrong ? view.wrong.nextStep : ""
    fillerSide: Page.Left
    fillerHeight: Theme.padHeight
    filler: Component {
        KeyPad {
            onDigit: value => page.digits = (page.digits + value).slice(0, 15)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Typed {
        digits: page.digits
        wrong: page.wrong
        groups: page.digits.length === 12 ? [3, 3, 3] : [4]
        hint: page.view.hint
    }

    answers: Row {
        width: parent.width
        spacing: Theme.gap

        BackAnswer {
            width: (parent.width - parent.spacing) * 0.42
            height: go.height
            value: "back"
            label: page.view.back
            onTapped: page.stage.answer(value)
        }

        Answer {
            id: go

            objectName: "answer-go"
            width: (parent.width - parent.spacing) * 0.58
            value: page.digits
            label: page.view.go
            main: true
            usable: page.ready
            onTapped: page.stage.answer(value)
        }
    }
}
