pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Ten digits and one to take the last back, as on a telephone.
//
// Its keys are as high as the window allows at the largest text, and in portrait at the foot of
// their place: neither a larger text nor one more line above moves a key, or makes it smaller.
Item {
    id: pad

    signal digit(string value)
    signal back

    readonly property real keyWidth: Math.min((width - 2 * Theme.keyGap) / 3, Theme.space(360))
    readonly property real keyHeight: Math.min((height - 3 * Theme.keyGap) / 4, Theme.keyHeight)

    // The height that the keys take.
    readonly property real used: keys.height

    Grid {
        id: keys

        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.landscape ? (pad.height - height) / 2 : pad.height - height
        columns: 3
        spacing: Theme.keyGap

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
