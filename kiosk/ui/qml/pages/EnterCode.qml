pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    // The shortest number is a patient code of 8 digits, the longest an old card's 15.
    readonly property bool ready: digits.length >= 8

    fillerLeft: true
    fillerHeight: Math.max(Theme.space(560), 4 * Theme.smallestButton)
    filler: Component {
        KeyPad {
            onDigit: value => page.digits = (page.digits + value).slice(0, 15)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Warning {
        notice: page.view.wrong
    }

    Typed {
        digits: page.digits
        groups: page.digits.length === 12 ? [3, 3, 3] : [4]
    }

    answers: [
        Answer {
            objectName: "answer-go"
            value: page.digits
            label: page.view.go
            main: true
            enabled: page.ready
            onTapped: page.stage.answer(value)
        },
        BackAnswer {
            value: "back"
            label: page.view.back
            onTapped: page.stage.answer(value)
        }
    ]
}
