import QtQuick
import "../theme"

// What every page is: a question, what belongs to it, and the answers below.
//
// Portrait: question, body, then the filler or the picture in what is left, then the answers.
// Landscape: the picture (or the pane) left; question, body, filler and answers right.
// Where it cannot all be held, question and body scroll under the answers, which stay put.
Item {
    id: page

    required property var stage
    required property var view

    property string question: view.question
    property string lead: view.lead ?? ""
    property color questionColor: Theme.ink
    property real questionSize: Theme.questionSize
    property string picture: ""
    // In place of the still picture: something that moves.
    property Component scene: null
    // Takes the height that is left, at least `fillerHeight`.
    property Component filler: null
    property real fillerHeight: 0
    // In landscape the filler stands left, where the picture would be.
    property bool fillerLeft: false

    default property alias body: bodyColumn.data
    property alias answers: answerColumn.data

    readonly property bool landscape: Theme.landscape
    readonly property bool paneFiller: landscape && fillerLeft
    readonly property real paneWidth: landscape ? Math.round(width * (fillerLeft ? 0.44 : 0.36)) : 0
    readonly property real across: landscape ? paneWidth + Theme.space(72) : 0
    readonly property real between: Theme.space(landscape ? 24 : 32)

    // Left, in landscape.
    Item {
        visible: page.landscape
        width: page.paneWidth
        height: page.height

        Picture {
            anchors.fill: parent
            visible: !page.fillerLeft
            name: page.landscape && !page.fillerLeft ? page.picture : ""
            scene: page.landscape && !page.fillerLeft ? page.scene : null
        }

        Loader {
            anchors.fill: parent
            active: page.paneFiller
            sourceComponent: page.filler
        }
    }

    Scroll {
        id: scroll

        x: page.across
        width: page.width - page.across
        height: answerColumn.y - (answerColumn.height > 0 ? page.between : 0)
        contentHeight: head.height + (rest.visible ? page.between + rest.height : 0)

        Column {
            id: head

            width: scroll.width
            spacing: page.between

            Item {
                width: parent.width
                height: Math.max(questions.height, corner.visible ? corner.height : 0)

                Column {
                    id: questions

                    width: parent.width - (corner.visible ? corner.width + Theme.space(24) : 0)
                    spacing: Theme.space(12)

                    Words {
                        objectName: "question"
                        width: parent.width
                        text: page.question
                        color: page.questionColor
                        font.pixelSize: page.questionSize
                        font.weight: Font.Bold
                        lineHeight: 1.13
                        Accessible.role: Accessible.Heading
                        Accessible.name: text
                    }

                    Words {
                        objectName: "lead"
                        width: parent.width
                        visible: page.lead !== ""
                        text: page.lead
                        color: Theme.soft
                    }
                }

                // Where a filler takes the room of the picture, the picture is small.
                Picture {
                    id: corner

                    visible: !page.landscape && page.filler !== null && page.picture !== ""
                    anchors.right: parent.right
                    width: Theme.space(168)
                    height: width
                    name: visible ? page.picture : ""
                }
            }

            Column {
                id: bodyColumn

                width: parent.width
                visible: children.length > 0
                spacing: page.between
            }
        }

        Item {
            id: rest

            readonly property real room: scroll.height - head.height - page.between
            readonly property bool filled: page.filler !== null && !page.paneFiller
            readonly property bool pictured: !page.landscape && page.filler === null
                                             && room >= Theme.space(180)

            y: head.height + page.between
            width: scroll.width
            height: filled ? Math.max(page.fillerHeight, room) : room
            visible: filled || pictured

            Loader {
                anchors.fill: parent
                active: rest.filled
                sourceComponent: page.filler
            }

            Picture {
                anchors.fill: parent
                name: rest.pictured ? page.picture : ""
                scene: rest.pictured ? page.scene : null
            }
        }
    }

    Column {
        id: answerColumn

        x: page.across
        width: page.width - page.across
        anchors.bottom: parent.bottom
        spacing: Theme.gap
    }
}
