pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    property string digits: ""
    readonly property bool ready: /^0[0-9]{9,10}$/.test(digits)

    fillerSide: Page.Left
    fillerHeight: Math.max(Theme.space(368), 4 * Theme.smallestButton + 3 * Theme.space(16))
    filler: Component {
        KeyPad {
            onDigit: value => page.digits = (page.digits + value).slice(0, 11)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Typed {
        digits: page.digits
        groups: [4, 3, 4]
    }

    answers: Row {
        width: parent.width
        spacing: Theme.gap

        BackAnswer {
            width: (parent.width - parent.spacing) * 0.38
            height: go.height
            value: "back"
            label: page.view.back
            onTapped: page.stage.answer(value)
        }

        // Going on without a number is the same button, as long as none is begun.
        Answer {
            id: go

            readonly property bool without: page.digits === ""

            objectName: without ? "answer-no-phone" : "answer-go"
            width: (parent.width - parent.spacing) * 0.62
            value: without ? "no-phone" : page.digits
            label: without ? page.view.without : page.view.go
            main: !without
            usable: without || page.ready
            onTapped: page.stage.answer(value)
        }
    }
}
