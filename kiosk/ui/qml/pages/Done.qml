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

    card: NumberCard {
        view: page.view
    }

    Card {
        Row {
            width: parent.width
            spacing: Theme.space(32)

            Place {
                width: page.view.floor ? (parent.width - parent.spacing) * 0.54 : parent.width
                what: qsTr("Room")
                which: page.view.room
                more: page.view.service
            }

            Place {
                width: (parent.width - parent.spacing) * 0.46
                visible: page.view.floor !== ""
                what: qsTr("Floor")
                which: page.view.floor
                more: ""
            }
        }

        Rule {}

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
