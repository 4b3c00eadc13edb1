pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    // A code is held up that cannot be read: what to do about it, in place of the question.
    readonly property bool guided: stage.guide.of === "code"

    question: guided ? stage.guide.words : view.question
    lead: guided ? "" : view.lead
    picture: "number"
    scene: guided ? liveCode : view.cards ? cardWays : view.camera ? showCode : null

    Component {
        id: liveCode

        LiveCode {
            stage: page.stage
        }
    }

    Component {
        id: showCode

        ShowCode {}
    }

    Component {
        id: cardWays

        CardWays {
            camera: page.view.camera
            way: camera ? CardWays.Either : CardWays.ToReader
        }
    }

    answers: [
        Words {
            width: parent.width
            visible: page.view.camera
            text: [qsTr("ID card"), "VNeID", qsTr("Insurance card"), qsTr("Appointment slip")].join("  ·  ")
            color: Theme.soft
            font.pixelSize: Theme.smallSize
            font.weight: Font.Medium
            horizontalAlignment: Text.AlignHCenter
        },
        AnswerGrid {
            columns: page.view.choices.length
            choices: page.view.choices
            onAnswered: value => page.stage.answer(value)
        }
    ]
}
