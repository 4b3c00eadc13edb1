pragma ComponentBehavior: Bound

import QtQuick
import "../controls"
import "../theme"

Page {
    id: page

    scene: view.printing ? printing : searching

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

    Component {
        id: printing

        Busy {
            Drawing {
                anchors.centerIn: parent
                name: "pictures/print"
                width: Math.min(parent.width, Theme.space(600))
                height: Math.min(parent.height, Theme.space(500))
            }
        }
    }
}
