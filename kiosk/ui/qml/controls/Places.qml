import QtQuick
import "../theme"

// Where to go: the room with its service, and the floor.
Row {
    id: places

    required property var view

    width: parent ? parent.width : 0
    spacing: Theme.space(32)

    Place {
        width: places.view.floor ? (places.width - places.spacing) * 0.54 : places.width
        what: qsTr("Room")
        which: places.view.room
        more: places.view.service
    }

    Place {
        width: (places.width - places.spacing) * 0.46
        visible: places.view.floor !== ""
        what: qsTr("Floor")
        which: places.view.floor
        more: ""
    }
}
