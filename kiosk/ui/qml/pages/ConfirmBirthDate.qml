pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    property string sent: ""
    // Those born in a year of which no day is known have a document with the year alone.
    readonly property bool year: /^(19|20)[0-9]{2}$/.test(digits)
    readonly property bool ready: !refused && (year || /^[0-3][0-9][01][0-9](19|20)[0-9]{2}$/.test(digits))
    // What was wrong says what to do, in place of the question.
    readonly property bool wrong: view.wrong.sentence !== undefined
    // The wrong date stays in sight, to be corrected; whoever types it again starts anew, and
    // nobody sends it a second time by mistake.
    readonly property bool refused: wrong && digits !== "" && digits === sent

    question: wrong ? view.wrong.sentence : view.question
    questionSize: Theme.typingSize
    lead: wrong ? view.wrong.nextStep : ""
    picture: "birth-date"
    fillerSide: Page.Left
    fillerHeight: Theme.padHeight
    filler: Component {
        KeyPad {
            onDigit: value => page.digits = ((page.refused ? "" : page.digits) + value).slice(0, 8)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Typed {
        digits: page.digits
        wrong: page.wrong
        groups: page.year ? [4] : [2, 2, 4]
        hint: page.year ? page.view.year : page.view.hint
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
            onTapped: {
                page.sent = value;
                page.stage.answer(value);
            }
        }
    }
}
