pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    scene: searching

    Component {
        id: searching

        Busy {
            Drawing {
                anchors.centerIn: parent
                name: "pictures/search"
                width: Math.min(parent.width, Theme.space(600))
                height: Math.min(parent.height, Theme.space(500))
            }
        }
    }
}
