pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// The straight line of three steps: who, what for, ticket.
Row {
    id: progress

    required property int step

    spacing: Theme.space(12)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: step + " / 3"

    Repeater {
        model: 3

        Rectangle {
            required property int index

            width: (progress.width - 2 * progress.spacing) / 3
            height: Theme.space(14)
            radius: height / 2
            color: index < progress.step ? Theme.action : Theme.highContrast ? Theme.paper : Theme.line
            border.color: Theme.action
            border.width: Theme.highContrast ? Theme.hairline : 0
        }
    }
}
