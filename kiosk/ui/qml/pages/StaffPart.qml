pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    questionSize: Theme.headingSize
    picture: view.picture

    // How the last deed ended comes first: below, it might have to be scrolled to.
    card: [
        StaffSaid {
            icon: page.view.saidIcon
            text: page.view.said
        },
        Card {
            IconLine {
                objectName: "state"
                icon: page.view.icon
                text: page.view.state
            }

            Words {
                objectName: "cause"
                width: parent.width
                visible: text !== ""
                text: page.view.cause
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.view.toDo
                font.weight: Font.Bold
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.view.paper
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.view.device
                color: Theme.soft
                font.pixelSize: Theme.smallSize
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.view.detail
                color: Theme.soft
                font.pixelSize: Theme.smallSize
            }
        }
    ]

    answers: StaffAnswers {
        stage: page.stage
        choices: page.view.choices
        back: page.view.back
    }
}
