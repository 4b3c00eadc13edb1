pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "paper"
    fillerHeight: Theme.space(420)
    filler: Component {
        Pager {
            large: true
            items: page.view.items.map(i => ({
                value: i.value,
                title: i.title,
                name: i.detail,
                wait: "",
                open: true
            }))
            onChosen: value => page.stage.answer(value)
        }
    }

    answers: [
        Answer {
            value: page.view.other.value
            label: page.view.other.text
            onTapped: page.stage.answer(value)
        },
        BackAnswer {
            value: page.view.back.value
            label: page.view.back.text
            onTapped: page.stage.answer(value)
        }
    ]
}
