pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    readonly property var aside: ["state-priority", "forget-face"]
    readonly property var main: view.choices.filter(c => !aside.includes(c.value))
    readonly property var forgetFace: view.choices.find(c => c.value === "forget-face")
    readonly property var statePriority: view.choices.find(c => c.value === "state-priority")

    // A record may hold next to nothing, and still be the patient's.
    readonly property bool someone: view.name !== "" || view.person !== "" || view.number !== ""

    // The only tick on a person: the chip proved that the card is genuine.
    picture: view.verified ? "identity-verified" : "identity"

    card: Card {
        visible: page.someone || page.view.lines.length > 0

        Column {
            width: parent.width
            visible: page.someone
            spacing: Theme.space(8)

            Words {
                objectName: "name"
                width: parent.width
                visible: text !== ""
                text: show.held ? page.view.fullName : page.view.name
                font.pixelSize: Theme.letters((Theme.landscape ? 68 : 76) * Theme.halfStep)
                font.weight: Font.Bold
                lineHeight: 0.95
            }

            Words {
                objectName: "person"
                width: parent.width
                visible: text !== ""
                text: [page.view.person, show.held ? page.view.fullNumber : page.view.number]
                    .filter(part => part).join(" · ")
                color: Theme.soft
            }
        }

        Rule {
            visible: page.someone && page.view.lines.length > 0
        }

        Repeater {
            model: page.view.lines

            IconLine {
                required property var modelData

                icon: modelData.icon
                text: modelData.text
            }
        }
    }

    Grid {
        id: more

        // Side by side, where the words of both are not too large for that.
        columns: Theme.largeText || Theme.landscape ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.space(24)
        verticalItemAlignment: Grid.AlignVCenter
        width: parent.width

        readonly property int shown: (show.visible ? 1 : 0) + (priority.visible ? 1 : 0)
                                     + (forget.visible ? 1 : 0)
        readonly property real each: columns > 1 && shown > 1 ? (width - columnSpacing) / 2 : width

        HoldToShow {
            id: show

            visible: page.view.fullName !== "" || page.view.fullNumber !== ""
            width: more.each
        }

        Answer {
            id: priority

            visible: page.statePriority !== undefined
            width: more.each
            quiet: true
            icon: "person"
            value: "state-priority"
            label: page.statePriority?.text ?? ""
            onTapped: page.stage.answer(value)
        }

        Answer {
            id: forget

            visible: page.forgetFace !== undefined
            width: more.each
            quiet: true
            icon: "close"
            value: "forget-face"
            label: page.forgetFace?.text ?? ""
            onTapped: page.stage.answer(value)
        }
    }

    answers: AnswerGrid {
        // Side by side where large words would else push what is above out of sight.
        columns: Theme.largeText ? 2 : 1
        choices: page.main
        onAnswered: value => page.stage.answer(value)
    }
}
