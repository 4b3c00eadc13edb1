pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

// The PIN, as dots. Where too many were wrong there are no keys, and only the way back.
Page {
    id: page

    property string digits: ""
    readonly property bool ready: digits.length >= view.least

    questionSize: Theme.typingSize
    lead: view.locked ? view.hint : ""
    fillerSide: Page.Left
    fillerHeight: view.locked ? 0 : Theme.padHeight
    filler: view.locked ? null : pad
    picture: view.locked ? "number" : ""

    Component {
        id: pad

        KeyPad {
            onDigit: value => page.digits = (page.digits + value).slice(0, page.view.most)
            onBack: page.digits = page.digits.slice(0, -1)
        }
    }

    Typed {
        visible: !page.view.locked
        digits: "•".repeat(page.digits.length)
        groups: [page.view.most]
        wrong: page.view.wrong
        hint: page.view.hint
    }

    answers: Row {
        width: parent.width
        spacing: Theme.gap

        BackAnswer {
            width: page.view.locked ? parent.width : (parent.width - parent.spacing) * 0.5
            height: Math.max(implicitHeight, go.implicitHeight)
            value: page.view.leave.value
            label: page.view.leave.text
            onTapped: page.stage.answer(value)
        }

        Answer {
            id: go

            objectName: "answer-go"
            visible: !page.view.locked
            width: (parent.width - parent.spacing) * 0.5
            height: Math.max(implicitHeight, parent.children[0].implicitHeight)
            value: page.digits
            label: page.view.go
            main: true
            usable: page.ready
            onTapped: page.stage.answer(value)
        }
    }
}
