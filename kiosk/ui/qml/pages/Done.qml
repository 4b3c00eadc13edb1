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
            visible: Theme.landscape

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

        Rule {
            visible: !Theme.landscape && (page.view.desk !== "" || page.view.nextStep !== "")
        }

        Places {
            visible: !Theme.landscape
            view: page.view
        }

        Rule {
            visible: !Theme.landscape
        }

        IconLine {
            visible: text !== ""
            icon: "way"
            text: page.view.direction
        }

        IconLine {
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
