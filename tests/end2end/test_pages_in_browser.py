"""Boards, consoles and phone pages in a real browser, in front of a real server."""

import contextlib
import json
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kiosk.frontdesk.generate import people

CHROMIUM = Path("/usr/bin/chromium")
EYES = "MAT"

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


class Frontdesk:
    """``kiosk frontdesk serve``, which can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = "0"
        self._process: subprocess.Popen[str] | None = None
        self._patients = iter([one.id for one in people() if 18 <= one.age < 70])
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "kiosk", "frontdesk", "serve", "--always-open"]
        self._process = subprocess.Popen(
            [*command, "--data", str(self._folder), "--port", self._port],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        address = json.loads(self._process.stdout.readline())["address"]
        self.home = address.removesuffix("/fhir")
        self._port = self.home.rpartition(":")[2]

    def stop(self) -> float:
        """Ask it to end; answers the seconds that took."""
        assert self._process
        began = time.monotonic()
        self._process.terminate()
        assert self._process.wait(5) == 0
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None
        return time.monotonic() - began

    def end(self) -> None:
        if self._process:
            self.stop()

    def arrive(self, service: str = EYES) -> dict[str, str]:
        """Check the next patient in; answers number, room and the phone page's address."""
        parameters = [
            {"name": "patient", "valueReference": {"reference": f"Patient/{next(self._patients)}"}},
            {"name": "service", "valueReference": {"reference": f"HealthcareService/{service}"}},
            {"name": "kiosk", "valueString": "k1"},
            {"name": "key", "valueUuid": f"urn:uuid:{uuid.uuid4()}"},
        ]
        body = {"resourceType": "Parameters", "parameter": parameters}
        answer = httpx.post(f"{self.home}/fhir/$check-in", json=body, timeout=10)
        assert answer.status_code == 201
        parts = {part["name"]: part for part in answer.json()["parameter"]}
        found = {name: parts[name]["valueString"] for name in ("number", "room", "floor")}
        return found | {"page": parts["follow-up"]["valueUrl"]}

    def press(self, room: str, action: str, **fields: str) -> None:
        """A button of the console as it is now."""
        console = httpx.get(f"{self.home}/console/{room}", timeout=10).text
        [inside] = set(re.findall(r'name="inside" value="([^"]*)"', console))
        form = {"inside": inside, **fields}
        answer = httpx.post(f"{self.home}/console/{room}/{action}", data=form, timeout=10)
        assert answer.status_code == 303


@pytest.fixture
def frontdesk(tmp_path: Path) -> Iterator[Frontdesk]:
    running = Frontdesk(tmp_path / "data")
    with contextlib.closing(_Ending(running)):
        yield running


class _Ending:
    def __init__(self, running: Frontdesk) -> None:
        self.close = running.end


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
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

    def opened(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
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
    digits = "không một hai ba bốn năm sáu bảy tám chín".split()
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
    frontdesk.press(tickets[1]["room"], "next" if tickets[1]["room"] != tickets[0]["room"] else "done")
    expect(board.locator("#lost")).to_be_hidden(timeout=15000)
    expect(phone.locator("#lost")).to_be_hidden(timeout=15000)
    board.wait_for_timeout(1500)
    said = board.evaluate("window.said")
    assert len(said) == len(set(said))


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
