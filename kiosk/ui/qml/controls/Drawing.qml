import QtQuick
import "../theme"

// A line drawing from assets, in the colours of the present palette.
Image {
    id: drawing

    // Folder and name, such as "icons/bell".
    required property string name
    property string colours: Theme.palette

    // Not before it has a size: it is drawn for just that.
    source: name && width >= 1 && height >= 1 ? "image://drawing/" + colours + "/" + name : ""
    sourceSize: Qt.size(width, height)
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
