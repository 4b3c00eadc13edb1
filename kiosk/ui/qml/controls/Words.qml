import QtQuick
import "../theme"

// Text that is never cut: it wraps between words, and inside one only where it must.
Text {
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.textSize
    lineHeight: Theme.lineHeight
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
