pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The five helpers, at the same place on every page.
Row {
    id: helpers

    required property var stage
    signal languagesWanted

    readonly property var others: stage.languages.filter(l => l.code !== stage.language)
    readonly property int count: 3 + (others.length > 0 ? 1 : 0) + (stage.canSpeak ? 1 : 0)
    readonly property real each: Math.floor((width - (count - 1) * Theme.space(16)) / count)
    readonly property real tallest: Math.max(language.implicitHeight, letters.implicitHeight,
                                             contrast.implicitHeight, voice.implicitHeight,
                                             call.implicitHeight)

    // Whole pixels each; what is left over goes between them.
    spacing: (width - count * each) / (count - 1)

    Helper {
        id: language

        objectName: "helper-language"
        visible: helpers.others.length > 0
        width: helpers.each
        height: helpers.tallest
        icon: "globe"
        // With one other language the button names it, in itself: who needs it can read it.
        label: helpers.others.length === 1 ? helpers.others[0].name : qsTr("Language")
        onTapped: {
            if (helpers.others.length === 1)
                helpers.stage.setLanguage(helpers.others[0].code);
            else
                helpers.languagesWanted();
        }
    }

    Helper {
        id: letters

        objectName: "helper-large-text"
        width: helpers.each
        height: helpers.tallest
        icon: "text-size"
        label: helpers.stage.largeText ? qsTr("Normal size") : qsTr("Larger text")
        onTapped: helpers.stage.toggleLargeText()
    }

    Helper {
        id: contrast

        objectName: "helper-contrast"
        width: helpers.each
        height: helpers.tallest
        icon: "contrast"
        label: helpers.stage.highContrast ? qsTr("Normal colours") : qsTr("More contrast")
        onTapped: helpers.stage.toggleContrast()
    }

    Helper {
        id: voice

        objectName: "helper-read-aloud"
        visible: helpers.stage.canSpeak
        width: helpers.each
        height: helpers.tallest
        icon: "speaker"
        label: qsTr("Read aloud")
        onTapped: helpers.stage.readAloud()
    }

    Helper {
        id: call

        objectName: "helper-call-staff"
        width: helpers.each
        height: helpers.tallest
        icon: "bell"
        label: qsTr("Call for help")
        onTapped: helpers.stage.callStaff()
    }
}
