import QtQuick

// Something to know, over the page for some seconds; Python takes it away.
Item {
    id: over

    required property var stage

    objectName: "notice"
    visible: stage.notice.sentence !== undefined
    implicitHeight: warning.implicitHeight

    Warning {
        id: warning

        width: parent.width
        height: Math.max(implicitHeight, over.height)
        notice: over.stage.notice
    }
}
