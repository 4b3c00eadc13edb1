"""Where the parts of a page are, and what is wrong with their places."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

if TYPE_CHECKING:
    from tests.ui.conftest import Pages


def scene_rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def clip_of(item: QQuickItem, root: QQuickItem) -> QRectF:
    """What can be seen of the place where ``item`` is."""
    seen = scene_rect(root)
    for above in ancestors(item):
        if above.clip():
            seen = seen.intersected(scene_rect(above))
    return seen


def ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    above = item.parentItem()
    while above:
        yield above
        above = above.parentItem()


def is_touchable(item: QQuickItem) -> bool:
    return item.metaObject().indexOfSignal("tapped()") >= 0


def faults(pages: "Pages") -> list[str]:
    """Whatever is cut, sticks out or lies over something else."""
    root, found = pages.root, []
    window = scene_rect(root).adjusted(-1, -1, 1, 1)
    items = pages.items()
    for item in items:
        if item.inherits("QQuickText") and item.property("text"):
            found += text_faults(item, window)
    over = pages.find("idle") or pages.find("staff-question")
    scope = list(walked(over)) if over else items
    seen = [
        (item, scene_rect(item).intersected(clip_of(item, root)))
        for item in scope
        if is_touchable(item)
    ]
    for item, rect in seen:
        if not window.contains(scene_rect(item)) and not scrolls(item):
            found.append(f"{item.objectName()} sticks out of the window")
        if rect.isEmpty() and not scrolls(item):
            found.append(f"{item.objectName()} cannot be seen")
    for (one, a), (other, b) in combinations(seen, 2):
        meet = a.intersected(b)
        if meet.width() > 1 and meet.height() > 1:
            found.append(f"{one.objectName()} and {other.objectName()} overlap")
    notice = pages.find("notice")
    if notice is not None:
        for item, rect in seen:
            if rect.intersects(scene_rect(notice)):
                found.append(f"the notice lies over {item.objectName()}")
    return found


def walked(item: QQuickItem) -> list[QQuickItem]:
    inside = [item] if item.isVisible() else []
    return inside + [deep for child in item.childItems() for deep in walked(child)]


def scrolls(item: QQuickItem) -> bool:
    views = (above for above in ancestors(item) if above.inherits("QQuickFlickable"))
    return any(view.property("interactive") for view in views)


def text_faults(item: QQuickItem, window: QRectF) -> list[str]:
    text, found = str(item.property("text")), []
    if item.property("truncated"):
        found.append(f"{text!r} is truncated")
    painted = QRectF(
        0, 0, float(item.property("contentWidth")), float(item.property("contentHeight"))
    )
    if painted.width() > item.width() + 1.5 or painted.height() > item.height() + 1.5:
        found.append(f"{text!r} is larger than its place")
    rect = item.mapRectToScene(item.boundingRect())  # where the letters are
    if not window.contains(rect) and not scrolls(item):
        found.append(f"{text!r} sticks out of the window")
    sheets = [above for above in ancestors(item) if above.inherits("QQuickRectangle")]
    for surface in sheets[:-1][:1]:  # the nearest; the last is the window's ground
        inside = scene_rect(surface).adjusted(-1, -1, 1, 1)
        if not inside.contains(rect) and not scrolls(item):
            found.append(f"{text!r} sticks out of its sheet")
    return found
