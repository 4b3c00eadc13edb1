"""What Qt, QML and a slot say when they fail: places, never what they had in hands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

FAILS = """
import sys
from pathlib import Path
from PySide6.QtCore import QObject, QTimer, QUrl, Slot, qCritical, qDebug, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from kiosk.log import start
from kiosk.ui.messages import messages_withheld
NAME = "Trần Thị Thu Hà 079152012345"
PAGE = '''
import QtQuick
Item {
    property string name: "NAME"
    property color shade: name
    property int age: name.age.years
    Component.onCompleted: { console.log(name); console.error(name); throw new Error(name) }
}
'''.replace("NAME", NAME)
class Stage(QObject):
    @Slot()
    def show(self):
        raise ValueError(NAME)
start("info")
app = QGuiApplication([])
with messages_withheld():
    qDebug(NAME); qWarning(NAME); qCritical(NAME)
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(PAGE.encode(), QUrl.fromLocalFile(sys.argv[1]))
    page = component.create()
    stage = Stage()
    QTimer.singleShot(0, stage.show)
    QTimer.singleShot(50, app.quit)
    app.exec()
"""


def test_nothing_of_what_a_page_held_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILS, str(ROOT / "kiosk" / "ui" / "qml" / "Page.qml")],
        cwd=ROOT, capture_output=True, text=True, timeout=30,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    for part in ("Trần", "Thu", "079152012345", r"Tr\u1ea7n"):
        assert part not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    told = [(line["severity"], line["where"]) for line in lines if line.get("library") == "qt"]
    assert [severity for severity, _ in told[:3]] == ["debug", "warning", "error"]
    assert ("warning", "kiosk/ui/qml/Page.qml:6") in told, "an expression that fails"
    assert ("error", "kiosk/ui/qml/Page.qml:7") in told, "a page's own words"
    [slot] = [line for line in lines if line["event"] == "unexpected-error"]
    assert slot["kind"] == "ValueError"
    assert re.fullmatch(r"_string_:\d+", slot["where"])
