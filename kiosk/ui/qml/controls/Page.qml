import QtQuick
import "../theme"

// What every page is: a question, what belongs to it, and the answers below.
//
// Portrait, from the top: question and body; the filler, or else the picture, in the height that
// is left; the answers. Landscape: card and picture left, all else right; or, with a filler,
// the filler on the side that `fillerSide` says and all else on the other.
// Where it cannot all be held, question and body scroll above the answers, which stay put.
Item {
    id: page

    enum Side {
        Left,
        Right
    }

    required property var stage
    required property var view

    property string question: view.question
    property string lead: view.lead ?? ""
    property color questionColor: Theme.ink
    property real questionSize: Theme.questionSize
    property string picture: ""
    // How much of a landscape page the picture has.
    property real pictureShare: 0.36
    // In place of the still picture: something that moves.
    property Component scene: null
    // Takes the height that is left, at least `fillerHeight`.
    property Component filler: null
    property real fillerHeight: 0
    property int fillerSide: Page.Right

    // What the question is about: below it in portrait, beside it in landscape.
    property alias card: cardColumn.data
    default property alias body: bodyColumn.data
    property alias answers: answerColumn.data

    readonly property bool landscape: Theme.landscape
    readonly property bool filled: filler !== null
    readonly property bool carded: cardColumn.children.length > 0
    readonly property real between: Theme.space(landscape ? 24 : 32)

    // The column of question, body and answers.
    readonly property real gutter: Theme.space(72)
    readonly property real otherWidth: {
        if (!landscape)
            return 0;
        if (!filled)
            return Math.round(width * (carded ? 0.46 : pictureShare));
        return Math.round(width * (fillerSide === Page.Left ? 0.44 : 0.66));
    }
    readonly property bool columnFirst: landscape && filled && fillerSide === Page.Right
    readonly property real columnX: landscape && !columnFirst ? otherWidth + gutter : 0
    readonly property real columnWidth: landscape ? width - otherWidth - gutter : width
    // How far down the question reaches: what lies over it covers all of it.
    readonly property real questionHeight: asking.height

    // The other side, in landscape.
    Item {
        visible: page.landscape
        x: page.columnFirst ? page.columnWidth + page.gutter : 0
        width: page.otherWidth
        height: page.height

        Scroll {
            id: beside

            anchors.fill: parent
            visible: !page.filled
            contentHeight: page.landscape && page.carded
                ? cardColumn.height + (under.tall ? page.between + under.room : 0) : height

            Item {
                id: cardLeft

                width: beside.width
                height: page.landscape && page.carded ? cardColumn.height : 0
            }

            Picture {
                id: under

                readonly property real room: beside.height - cardLeft.height
                                             - (page.carded ? page.between : 0)
                readonly property bool tall: room >= Theme.space(160)

                y: cardLeft.height + (page.carded ? page.between : 0)
                width: beside.width
                height: Math.max(0, room)
                visible: tall
                name: page.landscape && !page.filled && tall ? page.picture : ""
                scene: page.landscape && !page.filled && tall ? page.scene : null
            }
        }

        Scroll {
            id: fillerBeside

            anchors.fill: parent
            visible: page.landscape && page.filled
            contentHeight: Math.max(height, page.fillerHeight)

            Loader {
                width: fillerBeside.width
                height: fillerBeside.contentHeight
                active: page.landscape && page.filled
                sourceComponent: page.filler
            }
        }
    }

    Scroll {
        id: scroll

        x: page.columnX
        width: page.columnWidth
        height: answerColumn.y - (answerColumn.height > 0 ? page.between : 0)
        contentHeight: head.height + (rest.visible ? page.between + rest.height : 0)

        // Placed by hand: a Column would go by what is visible, and so would they.
        Item {
            id: head

            width: scroll.width
            height: bodyColumn.height > 0 ? bodyColumn.y + bodyColumn.height
                                          : bodyColumn.y - page.between

            Item {
                id: asking

                width: parent.width
                height: Math.max(questions.height, corner.visible ? corner.height : 0)

                Column {
                    id: questions

                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - (corner.visible ? corner.width + Theme.space(24) : 0)
                    spacing: Theme.space(12)

                    Words {
                        objectName: "question"
                        width: parent.width
                        text: page.question
                        color: page.questionColor
                        font.pixelSize: page.questionSize
                        font.weight: Font.Bold
                        lineHeight: 0.94
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

                    visible: !page.landscape && page.filled && page.picture !== ""
                             && !Theme.largeText
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.space(136)
                    height: width
                    name: visible ? page.picture : ""
                }
            }

            Item {
                id: cardBelow

                y: asking.height + page.between
                width: parent.width
                height: page.landscape ? 0 : cardColumn.height
            }

            Column {
                id: bodyColumn

                y: cardBelow.y + (cardBelow.height > 0 ? cardBelow.height + page.between : 0)
                width: parent.width
                spacing: page.between
            }
        }

        Item {
            id: rest

            readonly property real room: scroll.height - head.height - page.between
            readonly property bool filled: page.filled && !page.landscape
            // In landscape the question keeps its picture where a filler or cards leave none.
            readonly property bool pictured: (page.landscape === page.filled
                                              || page.landscape && page.carded && !under.tall)
                                             && room >= Theme.space(144)

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
        id: cardColumn

        parent: page.landscape ? cardLeft : cardBelow
        width: parent.width
        spacing: page.between
    }

    Column {
        id: answerColumn

        x: page.columnX
        width: page.columnWidth
        anchors.bottom: parent.bottom
        spacing: Theme.gap
    }
}
