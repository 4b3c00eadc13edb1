import QtQuick
import "../theme"

// The number, the largest thing on the page.
Rectangle {
    id: card

    required property var view
    readonly property real padding: Theme.space(Theme.landscape ? 32 : 48)
    // What stands below must not be pushed off a low screen.
    readonly property bool errand: view.desk !== "" || view.nextStep !== ""
    readonly property bool crowded: errand && !Theme.landscape
                                    || Theme.largeText && (errand || view.reissued !== "")
    // A number that is not the hospital's must not look like one.
    readonly property bool provisional: view.provisional !== ""
    readonly property color words: provisional ? Theme.attentionWords : Theme.actionWords

    width: parent ? parent.width : 0
    implicitHeight: column.height + 2 * Theme.space(28)
    radius: Theme.space(44)
    color: provisional ? Theme.attention : Theme.action

    Column {
        id: column

        x: card.padding
        anchors.verticalCenter: parent.verticalCenter
        width: card.width - 2 * card.padding
        spacing: 0

        Item {
            width: parent.width
            height: Math.max(yours.height, badge.height)

            Words {
                id: yours

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (badge.visible ? badge.width + Theme.space(24) : 0)
                text: card.view.yours
                color: card.words
                lineHeight: 1
            }

            Rectangle {
                id: badge

                visible: card.view.priority !== ""
                anchors.right: parent.right
                width: mark.implicitWidth + Theme.space(56)
                height: mark.height + Theme.space(20)
                radius: Theme.space(20)
                color: Theme.attention

                Words {
                    id: mark

                    anchors.centerIn: parent
                    text: card.view.priority
                    color: Theme.attentionWords
                    font.weight: Font.Bold
                    font.pixelSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
                    wrapMode: Text.NoWrap
                }
            }
        }

        Words {
            objectName: "provisional"
            width: parent.width
            visible: card.provisional
            text: card.view.provisional
            color: card.words
            font.weight: Font.Bold
        }

        Words {
            id: number

            objectName: "number"
            width: parent.width
            text: card.view.number
            color: card.words
            // Numbers have five letters as a rule; a longer one gets smaller, never cut.
            font.pixelSize: Math.min(Theme.space(card.crowded ? 144 : Theme.landscape ? 200 : 240),
                                     width / (0.68 * Math.max(1, card.view.number.length)))
            font.weight: Font.Bold
            lineHeight: 0.86
            wrapMode: Text.NoWrap
        }

        Words {
            width: parent.width
            visible: card.view.reissued !== ""
            text: card.view.reissued
            color: card.words
            font.weight: Font.Medium
            font.pixelSize: Math.round((Theme.textSize + Theme.smallSize) / 2)
        }
    }
}
