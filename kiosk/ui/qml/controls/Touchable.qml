import QtQuick
import "../theme"

// Whatever is tapped: the area, its name for tests and for assistive technology.
Rectangle {
    id: touchable

    required property string label
    readonly property bool down: area.pressed
    signal tapped

    radius: Theme.corner
    opacity: enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.onPressAction: touchable.tapped()

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: touchable.tapped()
    }
}
