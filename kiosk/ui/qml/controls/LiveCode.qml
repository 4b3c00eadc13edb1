import QtQuick
import "../theme"

// The hand with its code as the camera sees it, and the outline that a card fills.
LivePicture {
    id: code

    readonly property real edge: Math.max(2, Theme.space(6))

    // ID-1 of ISO/IEC 7810: 85.6 × 54 mm.
    readonly property real cardHeight: Math.round(high * 0.7)
    readonly property real cardWidth: Math.round(cardHeight * 85.6 / 54)

    instead: code.stage.guide.icon ?? "into-view"

    // White between ink: it is seen on whatever is before the camera.
    Rectangle {
        objectName: "card-outline"
        anchors.centerIn: parent
        width: code.cardWidth
        height: code.cardHeight
        radius: Math.round(height * 0.06)
        color: "transparent"
        border.color: Theme.ink
        border.width: 2 * code.edge

        Rectangle {
            anchors.fill: parent
            anchors.margins: Math.round(code.edge / 2)
            radius: parent.radius - Math.round(code.edge / 2)
            color: "transparent"
            border.color: Theme.paper
            border.width: code.edge
        }
    }
}
