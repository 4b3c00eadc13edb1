pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    questionColor: Theme.action
    questionSize: Theme.headingSize
    scene: view.printed ? ticketOut : null
    picture: view.printed ? "" : "print"

    Component {
        id: ticketOut

        TicketOut {}
    }

    // In landscape room and floor stand below the number, so that the way there keeps its room.
    card: [
        NumberCard {
            view: page.view
        },
        Card {
            visible: Theme.landscape && page.view.room !== ""

            Places {
                view: page.view
            }
        }
    ]

    // What is to be done before the room stands before it, where nobody has to look for it.
    Card {
        IconLine {
            visible: text !== ""
            icon: "card"
            text: page.view.desk
        }

        IconLine {
            visible: text !== ""
            icon: "attention"
            text: page.view.nextStep
        }

        // Without a room it is the desk that knows where to go.
        Words {
            visible: page.view.room === "" && text !== ""
            width: parent ? parent.width : 0
            text: page.view.service
            font.weight: Font.Bold
        }

        Rule {
            visible: !Theme.landscape && page.view.room !== ""
                     && (page.view.desk !== "" || page.view.nextStep !== "")
        }

        Places {
            visible: !Theme.landscape && page.view.room !== ""
            view: page.view
        }

        Rule {
            visible: !Theme.landscape && page.view.room !== ""
        }

        IconLine {
            visible: text !== ""
            icon: "way"
            text: page.view.direction
        }

        IconLine {
            visible: text !== ""
            icon: "clock"
            text: page.view.wait
        }
    }

    answers: AnswerGrid {
        columns: page.view.choices.length
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
