import QtQuick
import "../theme"

// The page's one picture, as large as its place allows but never larger than drawn for.
Item {
    id: picture

    property string name: ""
    property Component scene: null

    Drawing {
        visible: picture.scene === null
        name: picture.scene === null && picture.name ? "pictures/" + picture.name : ""
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.space(620))
        height: Math.min(parent.height, Theme.space(520))
    }

    Loader {
        anchors.fill: parent
        active: picture.scene !== null
        sourceComponent: picture.scene
    }
}
