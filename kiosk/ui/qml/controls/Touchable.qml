import QtQuick
import "../theme"

// Whatever is tapped: the area, its name for tests and for assistive technology.
Rectangle {
    id: touchable

    required property string label
    // Whether it can be used by itself; `enabled` is also false while its page arrives, and a
    // button must not fade for that.
    property bool usable: true
    readonly property bool down: area.pressed
    signal tapped

    radius: Theme.corner
    enabled: usable
    opacity: usable ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.onPressAction: {
        if (touchable.enabled)
            touchable.tapped();
    }

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: touchable.tapped()
    }
}
