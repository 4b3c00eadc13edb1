import QtQuick

// The page before.
Answer {
    quiet: true
    icon: "arrow-left"
}
