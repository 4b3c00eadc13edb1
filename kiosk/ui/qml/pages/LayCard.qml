pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    scene: Component {
        CardWays {
            camera: false
            way: CardWays.ToReader
        }
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: page.view.help
        color: Theme.soft
    }

    answers: AnswerGrid {
        columns: 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
