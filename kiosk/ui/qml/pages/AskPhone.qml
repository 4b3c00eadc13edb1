pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    readonly property bool ready: /^0[0-9]{9,10}$/.test(digits)
    readonly property bool begun: digits === "" || digits[0] === "0"

    questionSize: Theme.typingSize
    fillerSide: Page.Left
    fillerHeight: Theme.padHeight
    filler: Component {
        KeyPad {
            onDigit: value => page.digits = (page.digits + value).slice(0, 11)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Typed {
        digits: page.digits
        groups: [4, 3, 4]
        hint: page.begun ? page.view.hints[page.digits.length] : page.view.zero
    }

    answers: [
        // Always here: half a number must not be a trap.
        Answer {
            objectName: "answer-no-phone"
            quiet: true
            value: "no-phone"
            label: page.view.without
            onTapped: page.stage.answer(value)
        },
        Row {
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
    ]
}
