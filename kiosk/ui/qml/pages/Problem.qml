pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "desk"

    Words {
        width: parent.width
        text: qsTr("Code for our staff: %1").arg(page.view.code)
        color: Theme.soft
        font.pixelSize: Theme.smallSize
    }

    answers: AnswerGrid {
        // In a row where large words would otherwise hide what to do next.
        columns: Theme.landscape && Theme.largeText ? page.view.choices.length : 1
        choices: page.view.choices
        onAnswered: value => page.stage.answer(value)
    }
}
