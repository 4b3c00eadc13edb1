pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    readonly property bool ready: digits.length === view.most
    // What was wrong is said in place of the question, and what to do in place of the hint: the
    // digits stay in sight, and the keys where they are.
    readonly property bool wrong: view.wrong.sentence !== undefined

    question: wrong ? view.wrong.sentence : view.question
    questionSize: Theme.typingSize
    // Where the digits are: beside the keys in landscape, above them in portrait.
    picture: Theme.landscape ? "can" : ""
    fillerSide: Page.Left
    fillerHeight: Theme.padHeight
    filler: Component {
        Item {
            Drawing {
                readonly property real room: parent.height - pad.used - Theme.space(32)

                visible: !Theme.landscape && room >= Theme.space(120)
                name: visible ? "pictures/can" : ""
                width: parent.width
                height: Math.min(room, Theme.space(400))
                y: (room - height) / 2
            }

            KeyPad {
                id: pad

                anchors.fill: parent
                onDigit: value => page.digits = (page.digits + value).slice(0, page.view.most)
                onBack: page.digits = page.digits.slice(0, -1)
            }
        }
    }

    Typed {
        digits: page.digits
        wrong: page.wrong
        groups: [6]
        hint: page.wrong ? page.view.wrong.nextStep : page.view.hint
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
