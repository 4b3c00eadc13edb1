import QtQuick
import "../controls"

Page {
    id: page

    picture: "insurance"

    answers: Answer {
        value: page.view.go.value
        label: page.view.go.text
        main: true
        onTapped: page.stage.answer(value)
    }
}
