pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    questionSize: Theme.headingSize
    fillerHeight: Theme.letters(300) + Theme.space(152)
    filler: Component {
        Item {
            Words {
                objectName: "none"
                width: parent.width
                visible: page.view.none !== ""
                text: page.view.none
                color: Theme.soft
            }

            Pager {
                anchors.fill: parent
                columns: Theme.landscape && width > Theme.letters(1000) ? 2 : 1
                items: page.view.items
                onChosen: value => page.stage.answer(value)
            }
        }
    }

    answers: StaffAnswers {
        stage: page.stage
        choices: page.view.lists
        back: page.view.back
    }
}
