pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Ten digits and one to take the last back, as on a telephone.
Item {
    id: pad

    signal digit(string value)
    signal back

    readonly property real gapSize: Math.min(Theme.gap, height * 0.04)
    readonly property real keyWidth: Math.min((width - 2 * gapSize) / 3, Theme.space(360))
    readonly property real keyHeight: Math.min((height - 3 * gapSize) / 4, Theme.space(200))

    Grid {
        anchors.centerIn: parent
        columns: 3
        spacing: pad.gapSize

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"]

            Item {
                id: place

                required property string modelData

                width: pad.keyWidth
                height: pad.keyHeight

                Key {
                    anchors.fill: parent
                    visible: place.modelData.length === 1
                    label: place.modelData
                    onTapped: pad.digit(label)
                }

                Key {
                    anchors.fill: parent
                    visible: place.modelData === "back"
                    objectName: visible ? "key-back" : ""
                    label: qsTr("Delete the last digit")
                    icon: "backspace"
                    onTapped: pad.back()
                }
            }
        }
    }
}
