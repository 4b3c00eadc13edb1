pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "stethoscope"
    // A row of tiles with the buttons below it, and what was wrong above it.
    fillerHeight: Theme.letters(view.wrong.sentence === undefined ? 260 : 620) + Theme.space(152)
    filler: Component {
        Item {
            Warning {
                id: wrong

                notice: page.view.wrong
            }

            Pager {
                anchors.fill: parent
                anchors.topMargin: wrong.visible ? wrong.height + Theme.space(24) : 0
                columns: Math.max(1, Math.floor(width / Theme.letters(Theme.landscape ? 390 : 430)))
                items: page.view.items
                onChosen: value => page.stage.answer(value)
            }
        }
    }

    answers: BackAnswer {
        value: page.view.back.value
        label: page.view.back.text
        onTapped: page.stage.answer(value)
    }
}
