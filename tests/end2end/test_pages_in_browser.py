"""Boards, consoles and phone pages in a real browser, in front of a real server."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.end2end.pages_server import CHROMIUM, CHROMIUM_OPTIONS, EYES, KIOSK, Frontdesk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium is installed"),
]

HEAR = """
window.said = [];
window.voices = [{ lang: "en-US" }, { lang: "vi-VN" }];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: function () { return window.voices; },
  cancel: function () {},
  speak: function (utterance) {
    window.said.push(utterance.text);
    setTimeout(function () { utterance.onend({}); }, 10);
  }
} });
navigator.vibrate = function (pattern) { window.vibrated = pattern; return true; };
"""
"""Keeps what a board says and that a phone trembles, in place of doing it."""


SHOW_CALLS = """function (calls) {
  var page = document.implementation.createHTMLDocument("");
  page.body.setAttribute("data-now", live.now() / 1000);
  page.body.innerHTML = '<main id="view"></main>';
  var view = page.getElementById("view");
  view.setAttribute("data-events", live.view.getAttribute("data-events"));
  calls.forEach(function (call) {
    var line = page.createElement("p");
    line.setAttribute("data-call", call[1]);
    line.setAttribute("data-say", call[1]);
    line.setAttribute("data-at", live.now() / 1000 - call[0]);
    view.insertBefore(line, view.firstChild);
  });
  live.take(page);
}"""
"""Shows a board calls of so many seconds ago, the oldest first, as if the server had sent them."""

TAKE_FOREIGN = """function () {
  var proxy = document.implementation.createHTMLDocument("");
  var gone = document.implementation.createHTMLDocument("");
  gone.body.innerHTML = '<main id="view"></main>';
  return [live.take(proxy), live.take(gone)];
}"""
"""Shows a page somebody else's answer, and ours that follows nothing."""


@pytest.fixture
def frontdesk(tmp_path: Path) -> Iterator[Frontdesk]:
    running = Frontdesk(tmp_path / "data")
    try:
        yield running
    finally:
        running.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open pages that fail the test if their scripts do, or if they break their own policy."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def listen(message: Any) -> None:
        # A line that is lost is said by the browser itself, and expected by who cuts it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    def opened(address: str, clock: bool = False, **options: Any) -> Page:
        context = browser.new_context(**options)
        if clock:
            context.clock.install()
        context.set_default_timeout(5000)
        contexts.append(context)
        context.add_init_script(HEAR)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", listen)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for text in wrong if "ERR_" not in text] == []


def heard(board: Page, count: int) -> list[str]:
    """What a board has said, as soon as it has said so much."""
    deadline = time.monotonic() + 5
    while True:
        said: list[str] = board.evaluate("window.said")
        if len(said) >= count:
            return said
        assert time.monotonic() < deadline
        board.wait_for_timeout(20)


@pytest.mark.alone
def test_a_call_is_shown_spoken_and_felt_within_a_second(
    frontdesk: Frontdesk, open_page: Open
) -> None:
    first = frontdesk.arrive()
    behind = next(t for _ in range(9) if (t := frontdesk.arrive())["room"] == first["room"])
    board = open_page(f"{frontdesk.home}/board?service={EYES}")
    console = open_page(f"{frontdesk.home}/console/{first['room']}")
    phone, other = open_page(first["page"]), open_page(behind["page"])
    expect(phone.locator(".state")).to_contain_text("Sắp đến lượt")
    expect(other.locator(".state")).to_contain_text("Còn 1 người phía trước")
    console.wait_for_timeout(700)  # Streams are open, and the last reading is some time ago.
    began = time.monotonic()
    console.get_by_role("button", name="Gọi tiếp").click()
    expect(board.locator(".newest .number")).to_have_text(first["number"])
    expect(phone.locator(".state.turn")).to_contain_text(f"Mời vào phòng {first['room']}")
    assert time.monotonic() - began < 1
    expect(console.locator(".inside .number")).to_have_text(first["number"])
    expect(other.locator(".state")).to_contain_text("Sắp đến lượt")
    expect(phone).to_have_title(f"● Mời vào! {first['number']}")
    assert phone.evaluate("window.vibrated.length") == 5
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    number = " ".join(digits[int(sign)] for sign in first["number"][2:])
    room = " ".join(digits[int(sign)] for sign in first["room"])
    assert heard(board, 1) == [f"Mời số M {number} vào phòng {room}"]


def test_keys_and_double_clicks(frontdesk: Frontdesk, open_page: Open) -> None:
    tickets = [frontdesk.arrive() for _ in range(8)]
    room = tickets[0]["room"]
    line = [ticket["number"] for ticket in tickets if ticket["room"] == room]
    console = open_page(f"{frontdesk.home}/console/{room}")
    number = console.locator(".inside .number")
    console.keyboard.press("F8")
    expect(number).to_have_text(line[0])
    console.get_by_role("button", name="Gọi tiếp").dblclick()
    expect(number).to_have_text(line[1])
    console.wait_for_timeout(700)
    expect(number).to_have_text(line[1])
    console.keyboard.press("F10")
    expect(console.locator(".inside")).to_contain_text("Chưa có ai trong phòng.")
    expect(console.get_by_role("button", name="Vắng mặt")).to_be_disabled()


def test_what_a_doctor_types_outlives_a_change(frontdesk: Frontdesk, open_page: Open) -> None:
    ticket = frontdesk.arrive()
    console = open_page(f"{frontdesk.home}/console/{ticket['room']}")
    field = console.get_by_label("Bác sĩ trong phòng")
    field.fill("BS. Lý Th")
    console.locator("summary").click()
    field.focus()
    frontdesk.press(ticket["room"], "next")
    expect(console.locator(".inside .number")).to_have_text(ticket["number"])
    console.keyboard.type("ử")
    expect(field).to_have_value("BS. Lý Thử")
    expect(console.locator("details")).to_have_attribute("open", "")
    console.get_by_role("button", name="Lưu").click()
    expect(field).not_to_have_attribute("data-touched", "")
    console.reload()
    expect(field).to_have_value("BS. Lý Thử")


def test_closing_a_room_asks_first_and_moves_who_waits(
    frontdesk: Frontdesk, open_page: Open
) -> None:
    ticket = frontdesk.arrive()
    phone, board = open_page(ticket["page"]), open_page(f"{frontdesk.home}/board")
    console = open_page(f"{frontdesk.home}/console/{ticket['room']}")
    closing = console.get_by_role("button", name="Đóng phòng")
    expect(closing).to_be_hidden()
    console.locator("summary").click()
    closing.click()
    expect(console.locator(".inside")).to_contain_text("Phòng đang đóng.")
    moved = phone.locator(".state.moved")
    expect(moved).to_contain_text(f"không phải phòng {ticket['room']} nữa")
    room = phone.locator(".where dd").first.inner_text()
    assert room != ticket["room"]
    expect(board.locator(".moves li")).to_have_text(f"{ticket['number']}: phòng {room}")
    assert phone.evaluate("window.vibrated.length") == 5


@pytest.mark.alone
def test_a_lost_server_is_marked_and_comes_back(frontdesk: Frontdesk, open_page: Open) -> None:
    tickets = [frontdesk.arrive() for _ in range(2)]
    board, phone = open_page(f"{frontdesk.home}/board"), open_page(tickets[1]["page"])
    frontdesk.press(tickets[0]["room"], "next")
    assert len(heard(board, 1)) == 1
    expect(board.locator("#lost")).to_be_hidden()
    assert frontdesk.stop() < 1.5
    expect(board.locator("#lost")).to_be_visible()
    expect(phone.locator("#lost")).to_be_visible()
    frontdesk.start()
    frontdesk.press(tickets[1]["room"], "next")
    expect(board.locator("#lost")).to_be_hidden(timeout=15000)
    expect(phone.locator("#lost")).to_be_hidden(timeout=15000)
    # What was missed is shown and spoken, what was spoken before is shown only.
    expect(board.locator(".newest .number")).to_have_text(tickets[1]["number"])
    expect(board.locator(".calls li b").first).to_have_text(tickets[0]["number"])
    expect(phone.locator(".state.turn")).to_be_visible()
    assert len(heard(board, 2)) == 2
    board.wait_for_timeout(1000)
    assert len(set(heard(board, 2))) == len(heard(board, 2)) == 2


def test_a_call_older_than_a_minute_is_not_spoken(frontdesk: Frontdesk, open_page: Open) -> None:
    board = open_page(f"{frontdesk.home}/board")
    expect(board.locator(".newest")).to_contain_text("Chưa gọi số nào")
    board.evaluate(f"({SHOW_CALLS})([[61, 'old'], [59, 'recent'], [1, 'new']])")
    assert heard(board, 2) == ["recent", "new"]
    board.wait_for_timeout(1000)
    assert heard(board, 2) == ["recent", "new"]


def test_a_foreign_voice_keeps_silent(frontdesk: Frontdesk, open_page: Open) -> None:
    board = open_page(f"{frontdesk.home}/board")
    board.evaluate("window.voices = [{ lang: 'en-US' }, { lang: 'vie-x' }]")
    board.evaluate(f"({SHOW_CALLS})([[1, 'foreign']])")
    board.wait_for_timeout(1000)
    board.evaluate("window.voices = [{ lang: 'vi_VN' }]")
    board.evaluate(f"({SHOW_CALLS})([[0, 'ours']])")
    assert heard(board, 1) == ["ours"]
    silent = open_page(f"{frontdesk.home}/board?sound=off")
    silent.evaluate(f"({SHOW_CALLS})([[1, 'never']])")
    silent.wait_for_timeout(1000)
    assert heard(silent, 0) == []


def test_a_television_never_leaves_its_board(frontdesk: Frontdesk, open_page: Open) -> None:
    """Nobody stands by to bring it back from a proxy's error page."""
    board = open_page(f"{frontdesk.home}/board")
    expect(board.locator(".newest")).to_contain_text("Chưa gọi số nào")
    took = board.evaluate(f"({TAKE_FOREIGN})()")
    assert took == [False, False]
    board.wait_for_timeout(300)
    expect(board.locator(".newest")).to_contain_text("Chưa gọi số nào")
    phone = open_page(frontdesk.arrive()["page"])
    with phone.expect_navigation():
        assert phone.evaluate(f"({TAKE_FOREIGN})()") == [False, True]


def test_the_pages_of_a_board_take_turns(frontdesk: Frontdesk, open_page: Open) -> None:
    board = open_page(f"{frontdesk.home}/board", clock=True)
    pages = board.locator(".rooms")
    expect(pages.nth(0)).to_be_visible()
    expect(pages.nth(1)).to_be_hidden()
    board.clock.fast_forward(12_000)
    expect(pages.nth(1)).to_be_visible()
    expect(pages.nth(0)).to_be_hidden()


SHOW_MOVES = """function (moves) {
  var page = document.implementation.createHTMLDocument("");
  page.body.innerHTML = '<main id="view"><section class="moves"></section></main>';
  page.getElementById("view").setAttribute("data-events", live.view.getAttribute("data-events"));
  moves.forEach(function (move, at) {
    var list = page.createElement("ul");
    list.hidden = at > 0;
    list.appendChild(page.createElement("li")).textContent = move;
    page.querySelector(".moves").appendChild(list);
  });
  live.take(page);
}"""
"""Shows a board room changes, each a page, the newest first, as if the server had sent them."""


def test_a_new_room_change_does_not_wait_for_its_turn(
    frontdesk: Frontdesk, open_page: Open
) -> None:
    board = open_page(f"{frontdesk.home}/board?service={EYES}", clock=True)
    shown = board.locator(".moves li:visible")
    board.wait_for_timeout(700)  # The stream is open, and has said what there is.
    board.evaluate(f"({SHOW_MOVES})(['second', 'first'])")
    expect(shown).to_have_text("second")
    for _ in range(2):
        board.clock.fast_forward(12_000)
    expect(shown).to_have_text("first")
    board.evaluate(f"({SHOW_MOVES})(['second', 'first'])")
    expect(shown).to_have_text("first")
    board.evaluate(f"({SHOW_MOVES})(['third', 'second', 'first'])")
    expect(shown).to_have_text("third")
    board.clock.fast_forward(12_000)
    expect(shown).to_have_text("third")


def test_who_finds_no_stream_asks_again(open_page: Open, tmp_path: Path) -> None:
    crowded = Frontdesk(tmp_path / "data", "--streams", "1")
    try:
        ticket = crowded.arrive()
        first = open_page(f"{crowded.home}/board")
        expect(first.locator(".newest")).to_contain_text("Chưa gọi số nào")
        first.wait_for_timeout(300)
        phone = open_page(ticket["page"])
        expect(phone.locator("#lost")).to_be_visible()
        crowded.press(ticket["room"], "next")
        expect(phone.locator(".state.turn")).to_be_visible(timeout=20000)
        expect(phone.locator("#lost")).to_be_hidden()
    finally:
        crowded.end()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_staff_log_in_and_call(open_page: Open, tmp_path: Path, javascript: bool) -> None:
    guarded = Frontdesk(tmp_path / "data")
    try:
        subprocess.run(
            [*KIOSK, "staff", "add", "thu.ha", "--data", str(tmp_path / "data")],
            input="a long enough password\n",
            text=True,
            check=True,
            capture_output=True,
            timeout=20,
        )
        ticket = guarded.arrive()
        address = f"{guarded.home}/console/{ticket['room']}"
        console = open_page(address, java_script_enabled=javascript)
        assert console.url.startswith(f"{guarded.home}/console/login?")
        console.get_by_label("Tên đăng nhập").fill("thu.ha")
        console.get_by_label("Mật khẩu").fill("a long enough password")
        console.get_by_role("button", name="Đăng nhập").click()
        console.wait_for_url(address)
        console.get_by_role("button", name="Gọi tiếp").click()
        expect(console.locator(".inside .number")).to_have_text(ticket["number"])
    finally:
        guarded.end()


def test_without_javascript_all_of_it_works(frontdesk: Frontdesk, open_page: Open) -> None:
    ticket = frontdesk.arrive()
    console = open_page(f"{frontdesk.home}/console", java_script_enabled=False)
    console.get_by_role("link", name=ticket["room"]).click()
    stale = open_page(console.url, java_script_enabled=False)
    console.get_by_role("button", name="Gọi tiếp").click()
    expect(console.locator(".inside .number")).to_have_text(ticket["number"])
    stale.get_by_role("button", name="Gọi tiếp").click()
    expect(stale.locator("#note")).to_contain_text("Vừa có thay đổi trong phòng")
    expect(stale.locator(".inside .number")).to_have_text(ticket["number"])
    board = open_page(f"{frontdesk.home}/board", java_script_enabled=False)
    expect(board.locator(".newest .number")).to_have_text(ticket["number"])
    phone = open_page(ticket["page"], java_script_enabled=False)
    expect(phone.locator(".state.turn")).to_contain_text("Đến lượt!")
    assert phone.locator("noscript meta").get_attribute("content") == "20"
    console.locator("summary").click()
    console.get_by_role("button", name="Đóng phòng").click()
    expect(console.locator(".inside")).to_contain_text("Phòng đang đóng.")
