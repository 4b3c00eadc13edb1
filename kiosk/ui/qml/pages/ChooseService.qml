pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "stethoscope"
    fillerHeight: Theme.space(480)
    filler: Component {
        Pager {
            columns: 2
            items: page.view.items
            onChosen: value => page.stage.answer(value)
        }
    }

    Warning {
        notice: page.view.wrong
    }

    answers: BackAnswer {
        value: page.view.back.value
        label: page.view.back.text
        onTapped: page.stage.answer(value)
    }
}
