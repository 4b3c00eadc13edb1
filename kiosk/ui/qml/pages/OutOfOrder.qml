pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    picture: "out-of-order"
    pictureShare: 0.44

    // The one thing to do: in ink, and larger than what is only said.
    IconLine {
        objectName: "next-step"
        icon: "way"
        text: page.view.nextStep
        textSize: Theme.landscape ? Theme.textSize : Math.round(Theme.textSize * 1.15)
    }

    Words {
        width: parent.width
        visible: page.view.elsewhere !== ""
        text: page.view.elsewhere
        color: Theme.soft
    }

    Repeater {
        model: page.view.others

        Column {
            id: other

            required property var modelData

            width: parent.width
            spacing: Theme.space(8)

            Rule {}

            Words {
                width: parent.width
                topPadding: Theme.space(16)
                text: other.modelData.sentence
                font.pixelSize: Theme.smallSize
                font.weight: Font.Bold
            }

            Words {
                width: parent.width
                text: other.modelData.nextStep
                font.pixelSize: Theme.smallSize
                color: Theme.soft
            }
        }
    }

    answers: Words {
        width: parent.width
        text: qsTr("Code for our staff: %1").arg(page.view.code)
        color: Theme.soft
        font.pixelSize: Theme.smallSize
    }
}
