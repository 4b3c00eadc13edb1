pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The languages, each in itself, where there are more than two.
Item {
    id: sheet

    required property var stage

    objectName: "languages"
    visible: false

    Rectangle {
        anchors.fill: parent
        color: Theme.ink
        opacity: 0.72
    }

    MouseArea {
        anchors.fill: parent
        onClicked: sheet.visible = false
    }

    Loader {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.space(960))
        active: sheet.visible

        sourceComponent: Card {
            Repeater {
                model: sheet.stage.languages

                Answer {
                    required property var modelData

                    objectName: "language-" + modelData.code
                    value: modelData.code
                    label: modelData.name
                    main: modelData.code === sheet.stage.language
                    onTapped: {
                        sheet.stage.setLanguage(modelData.code);
                        sheet.visible = false;
                    }
                }
            }
        }
    }
}
