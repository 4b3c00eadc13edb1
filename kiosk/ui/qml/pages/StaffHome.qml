pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    questionSize: Theme.headingSize
    // Two tiles, and the buttons to the others.
    fillerHeight: Theme.letters(440) + Theme.space(152)
    filler: Component {
        Pager {
            columns: Theme.landscape && width > Theme.letters(1000) ? 2 : 1
            items: page.view.items
            onChosen: value => page.stage.answer(value)
        }
    }

    answers: BackAnswer {
        value: page.view.leave.value
        label: page.view.leave.text
        onTapped: page.stage.answer(value)
    }
}
