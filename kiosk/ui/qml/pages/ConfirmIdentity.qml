pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    readonly property var main: view.choices.filter(c => c.value !== "state-priority")
    readonly property var statePriority: view.choices.find(c => c.value === "state-priority")

    picture: "identity"

    Card {
        Column {
            width: parent.width
            spacing: Theme.space(8)

            Words {
                objectName: "name"
                width: parent.width
                text: show.held ? page.view.fullName : page.view.name
                font.pixelSize: Theme.letters(76)
                font.weight: Font.Bold
                lineHeight: 1.1
            }

            Words {
                objectName: "person"
                width: parent.width
                text: [page.view.person, show.held ? page.view.fullNumber : page.view.number]
                    .filter(part => part).join(" · ")
                color: Theme.soft
            }
        }

        Rule {
            visible: page.view.lines.length > 0
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

    HoldToShow {
        id: show
    }

    Answer {
        visible: page.statePriority !== undefined
        quiet: true
        icon: "person"
        value: "state-priority"
        label: page.statePriority?.text ?? ""
        onTapped: page.stage.answer(value)
    }

    answers: Repeater {
        model: page.main

        Answer {
            required property var modelData

            value: modelData.value
            label: modelData.text
            main: modelData.main
            onTapped: page.stage.answer(value)
        }
    }
}
