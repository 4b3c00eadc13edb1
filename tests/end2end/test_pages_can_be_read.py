"""What eyes need of the pages, measured in a real browser: contrast, labels, and that it fits."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end2end.pages_server import CHROMIUM, CHROMIUM_OPTIONS, EYES, Frontdesk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium is installed"),
]

MEASURE = """() => {
  const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) =>
    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const opaque = (element) => {
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour.length < 4 || colour[3] > 0;
  };
  const ground = (element) => {
    let at = element;
    while (at.parentElement && !opaque(at)) { at = at.parentElement; }
    return parse(getComputedStyle(at).backgroundColor);
  };
  const screen = document.body.className === "board"; // Nobody scrolls a television.
  const wrong = { dim: [], small: [], unnamed: [], clipped: [], covered: [] };
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest("option, script, noscript, #said")) {
      continue;
    }
    texts += 1;
    const style = getComputedStyle(element);
    const pair = [luminance(parse(style.color)), luminance(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 7) { wrong.dim.push(text + " " + ratio.toFixed(1)); }
    if (parseFloat(style.fontSize) < 12) { wrong.small.push(text + " " + style.fontSize); }
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) { wrong.clipped.push(text); }
    const middle = (box.left + box.right) / 2;
    const there = document.elementsFromPoint(middle, box.bottom - box.height / 4);
    const above = there.slice(0, Math.max(0, there.indexOf(element)));
    const hides = (other) => !element.contains(other) && opaque(other);
    if (screen && (!there.includes(element) || above.some(hides))) { wrong.covered.push(text); }
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, button, a")) {
    const label = field.labels && field.labels.length ? field.labels[0].textContent : "";
    if (!(label + field.textContent).trim()) { wrong.unnamed.push(field.outerHTML); }
  }
  wrong.texts = texts;
  wrong.language = document.documentElement.lang;
  wrong.headings = document.querySelectorAll("h1").length;
  wrong.wider = document.documentElement.scrollWidth - innerWidth;
  wrong.higher = document.documentElement.scrollHeight - innerHeight;
  return wrong;
}"""

BOARDS = [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160)]
CONSOLES = [(1280, 800), (1920, 1080), (768, 1024)]
PHONES = [(360, 640), (320, 568), (412, 915)]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A hospital in which a little of everything has happened; the pages that show it."""
    frontdesk = Frontdesk(tmp_path_factory.mktemp("pages") / "data")
    try:
        tickets = [frontdesk.arrive() for _ in range(12)]
        closing, *rest = sorted({ticket["room"] for ticket in tickets})
        frontdesk.press(closing, "next")
        frontdesk.press(closing, "absent")
        frontdesk.press(closing, "next")
        for room in rest:
            frontdesk.press(room, "next")
        frontdesk.press(closing, "close")
        board = f"{frontdesk.home}/board?service={EYES}"
        pages = {
            "board": board,
            "all rooms": f"{frontdesk.home}/board",
            "closed room": f"{frontdesk.home}/console/{closing}",
            "room": f"{frontdesk.home}/console/{rest[0]}",
            "rooms": f"{frontdesk.home}/console",
            "gone": f"{frontdesk.home}/t/nobody",
        }
        yield pages | {f"phone {nth}": ticket["page"] for nth, ticket in enumerate(tickets[:4])}
    finally:
        frontdesk.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


def measured(page: Page) -> dict[str, Any]:
    page.evaluate("document.fonts.ready")
    found: dict[str, Any] = page.evaluate(MEASURE)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(browser: Browser, morning: dict[str, str], scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    context.set_default_timeout(5000)
    page = context.new_page()
    said = set()
    for name, address in morning.items():
        kind = "board" if "board" in address else "phone" if "/t/" in address else "console"
        page.goto(address)
        said.add(page.locator("#view").inner_text()[:40])
        for width, height in {"board": BOARDS, "phone": PHONES, "console": CONSOLES}[kind]:
            page.set_viewport_size({"width": width, "height": height})
            found = measured(page)
            where = f"{name} at {width} × {height}"
            assert found["texts"] >= 2, where
            assert found["dim"] == [], where
            assert found["unnamed"] == [], where
            assert found["clipped"] == [], where
            assert found["covered"] == [], where
            assert found["wider"] <= 0, where
            assert found["language"] == "vi", where
            if kind == "board":
                assert found["higher"] <= 0, where
            else:
                assert found["small"] == [], where
            assert found["headings"] == (0 if name == "gone" else 1), where
    assert len(said) >= len(morning) - 2
    context.close()


def test_the_newest_call_is_read_from_eight_metres(
    browser: Browser, morning: dict[str, str]
) -> None:
    """Five millimetres of capital for each metre, on a screen of 43 inches (952 mm wide)."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(morning["board"])
    for part in (".newest .number", ".newest strong"):
        pixels = page.evaluate(
            f"parseFloat(getComputedStyle(document.querySelector('{part}')).fontSize)"
        )
        capital = 0.7  # Of Be Vietnam Pro's letters, as a share of the font's size.
        assert pixels * capital * 952 / 1920 >= 40
    page.close()


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, morning: dict[str, str]) -> None:
    moving = {}
    for motion in ("reduce", "no-preference"):
        page = browser.new_page(reduced_motion="reduce" if motion == "reduce" else "no-preference")
        page.goto(morning["board"])
        page.evaluate("document.querySelector('.newest').classList.add('fresh')")
        moving[motion] = page.evaluate("document.getAnimations().length > 0")
        page.close()
    assert moving == {"reduce": False, "no-preference": True}
