pragma Singleton

import QtQuick

// The tokens of the look, and how large they are on this page.
//
// Sizes are given as on a portrait page of 1080 × 1920 and scaled to the window. Where the
// physical width of the screen is known, nothing gets smaller than rules in millimetres allow.
QtObject {
    id: theme

    // Set by Main.
    property real pageWidth: 1080
    property real pageHeight: 1920
    property real widthMm: 0
    property bool largeText: false
    property bool highContrast: false
    property bool reducedMotion: false
    // While the page lights the face before it: its colour; "" is the usual one.
    property string light: ""

    readonly property bool landscape: pageWidth > pageHeight
    readonly property real scale: landscape ? Math.min(pageWidth / 1920, pageHeight / 1080)
                                            : Math.min(pageWidth / 1080, pageHeight / 1600)
    readonly property real dotsPerMm: widthMm > 0 ? pageWidth / widthMm : 0

    // Colours.
    readonly property bool lit: light !== ""
    // Softly, also where motion is reduced: nothing moves.
    property color ground: lit ? light : highContrast ? "#FFFFFF" : "#FAF7F2"
    Behavior on ground {
        ColorAnimation {
            duration: 200
        }
    }
    // White would take from the light's colour what the ground gives it.
    readonly property color paper: lit ? Qt.tint(ground, "#40FFFFFF") : "#FFFFFF"
    readonly property color ink: highContrast ? "#000000" : "#12302F"
    // On a page that lights, all words have 7:1 and all edges 3:1, as on its usual ground.
    readonly property color soft: highContrast ? "#000000" : lit ? ink : "#3F5755"
    readonly property color action: highContrast ? "#000000" : lit ? "#074442" : "#0B5C5A"
    readonly property color actionPressed: highContrast ? "#404040" : lit ? "#05302F" : "#074442"
    readonly property color actionWords: "#FFFFFF"
    readonly property color tint: highContrast ? "#FFFFFF" : "#DDECE8"
    readonly property color pressed: highContrast ? "#D9D9D9" : "#DDECE8"
    readonly property color line: highContrast ? "#000000" : lit ? "#8FA8A5" : "#C9D6D3"
    // The edge of a quiet control: 3:1 on ground and on paper, which `line` is not.
    readonly property color edge: highContrast ? "#000000" : lit ? "#4F6C69" : "#6F8D8A"
    readonly property color attention: "#F2B13C"
    readonly property color attentionWords: highContrast ? "#000000" : "#12302F"
    readonly property color danger: highContrast ? "#000000" : "#A3201A"
    readonly property string palette: highContrast ? "contrast" : "normal"

    // Type.
    readonly property string family: "Be Vietnam Pro"
    // What is large already grows by half of the step, so that the answers stay in sight.
    readonly property real halfStep: largeText ? 0.9 : 1
    readonly property real questionSize: letters((landscape ? 68 : 84) * halfStep)
    readonly property real headingSize: letters(56 * halfStep)
    readonly property real buttonSize: letters(landscape ? 46 : 52)
    readonly property real textSize: letters(landscape ? 40 : 44)
    readonly property real smallSize: letters(32)
    readonly property real hintSize: Math.round((textSize + smallSize) / 2)
    // The question above a pad of keys, which needs the room.
    readonly property real typingSize: letters(62 * halfStep)
    // Of what the font asks for, which is 1.27 of its size: room for two rows of marks.
    readonly property real lineHeight: 1.02

    // Space.
    readonly property real unit: space(8)
    readonly property real margin: space(64)
    // 8 mm between buttons.
    readonly property real gap: Math.max(space(landscape ? 24 : 32), 8 * dotsPerMm)
    // 20 mm high.
    readonly property real smallestButton: 20 * dotsPerMm
    readonly property real buttonHeight: Math.max(space(landscape ? 132 : 168), smallestButton)
    readonly property real helperHeight: Math.max(space(landscape ? 100 : 132), smallestButton)
    // A key of a pad, at every text size: what is left at the largest, in any window.
    readonly property real keyHeight: Math.max(smallestButton, space(80),
        landscape ? space(164) + (pageHeight - space(1080)) / 4
                  : Math.min(space(168), space(112) + (pageHeight - space(1800)) / 4))
    readonly property real keyGap: Math.min(gap, space(24))
    // The least that a pad makes do with.
    readonly property real padHeight: 4 * Math.max(smallestButton, keyHeight - space(28)) + 3 * keyGap
    readonly property real corner: space(32)
    readonly property real stroke: Math.max(1, space(highContrast ? 5 : 4))
    readonly property real hairline: Math.max(1, space(highContrast ? 4 : 2))

    // Body text has capitals of 5 mm: 0.7 of the font's size, which is 40 or more. No more than half as large
    // again as drawn, because a page must still hold its question and its answers.
    readonly property real textScale: Math.min(1.5, Math.max(1, 5 * dotsPerMm / 0.7 / (40 * scale)))
                                      * (largeText ? 1.25 : 1)

    // How long a motion takes, in milliseconds.
    readonly property int quick: reducedMotion ? 0 : 160

    function space(design: real): real {
        return Math.round(design * theme.scale);
    }

    function letters(design: real): real {
        return Math.max(1, Math.round(design * theme.scale * theme.textScale));
    }
}
