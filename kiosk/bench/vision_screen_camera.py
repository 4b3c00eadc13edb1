"""A network camera with invented patients before it, as a process of its own.

All pictures are drawn and compressed before it says where it is; from then on it costs what
sending them costs. So the kiosk that is measured has a camera like any other, and neither draws
what it sees nor keeps it.

Lines on its standard input say what it sees: ``desk``, or a patient's number after ``far`` (a card
held too far away), ``card``, ``stand``, ``turn-left``, ``turn-right``, ``blink`` or ``nod``; and in
which light: ``light`` and red, green and blue of the page, 0 to 255.
"""

import sys
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, islice

import cv2
import msgspec

from kiosk.app.cards import holder_of
from kiosk.app.dock_faces import AFTER_S, MOVEMENTS, STAND, STAND_S, somebody
from kiosk.app.painter.films import film
from kiosk.app.painter.orders import FPS as DRAWN_FPS
from kiosk.app.painter.orders import Film, Manner
from kiosk.bench.vision_screen_orders import LIGHT, Ready, Seen
from kiosk.devices.camera.base import Image
from kiosk.devices.camera.desk import TAKES, desks, held_up, played
from kiosk.devices.camera.page_shine import lit
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.generate import Person, people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.model.page_light import PageLight
from kiosk.ui.dock.pictures import code_on_card

SIZE = (1280, 720)
FPS = 30.0
_TIMES = round(FPS / DRAWN_FPS)
"""Each picture of a film is sent so often."""
_NEAR, _FAR = 0.6, 0.07
"""Shares of the view's height that a code takes: easily read, and not at all."""
_AGES = range(20, 70)
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 85]
_BOUNDARY = "picture"
_OTHER = 100
"""Grey levels, of all three together: a page that is so unlike a light has none."""

Clip = Sequence[bytes]
"""JPEG pictures, shown one after another and then again."""


class View:
    """What the camera sees. :meth:`show` from one thread, :meth:`clip` from others."""

    def __init__(self, clips: dict[str, Clip]) -> None:
        self._clips = clips
        self._now = self._next = str(Seen.DESK)
        self._light = ""

    def show(self, order: str) -> None:
        """From the next picture on; a movement that has begun ends before. Raises ``KeyError``
        for what was not drawn."""
        what, _, rest = order.partition(" ")
        if what == LIGHT:
            self._light = _nearest([int(level) for level in rest.split()])
            return
        self._clips[order]
        self._next = order

    def clip(self, shown: int) -> tuple[Clip, int]:
        """The pictures, and the place of the next one, after ``shown`` of the last clip."""
        now = self._clips[self._now]
        moving = self._now.partition(" ")[0] in _MOVING
        if self._next != self._now and (not moving or shown >= len(now)):
            self._now, shown = self._next, 0
        clip = self._clips.get(self._now + self._light) or self._clips[self._now]
        return clip, shown % len(clip)


_IN = {light: f" {light.value}" for light in PageLight}
"""At the end of the name of a clip in this light. A page that fades has the light that is nearer:
pictures are compressed beforehand."""


def _nearest(page: list[int]) -> str:
    """The end of a clip's name, ``""`` for a page that lights nobody."""

    def apart(light: PageLight) -> int:
        return sum(abs(a - b) for a, b in zip(page, light.colour, strict=True))

    nearest = min(PageLight, key=apart)
    return _IN[nearest] if apart(nearest) < _OTHER else ""


_MOVING = frozenset(name for name, _ in MOVEMENTS.values())


def main() -> None:
    """Serve one kiosk until standard input ends; its argument is the number of patients."""
    cv2.setNumThreads(1)
    patients = _patients(int(sys.argv[1]))
    clips: dict[str, Clip] = {str(Seen.DESK): [_jpeg(desk) for desk in desks(*SIZE)]}
    for number, person in enumerate(patients):
        for name, clip in _clips(person).items():
            what, _, light = name.partition(" ")
            clips[f"{what} {number}" + (light and f" {light}")] = clip
    view = View(clips)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(view))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready = Ready(
        f"http://127.0.0.1:{server.server_port}/", [holder_of(person) for person in patients]
    )
    sys.stdout.buffer.write(msgspec.json.encode(ready) + b"\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin:
        view.show(line.strip())


def _patients(wanted: int) -> list[Person]:
    year = hospital_now().year
    grown_up = (one for one in people() if one.card_issued and year - one.born.year in _AGES)
    return list(islice(grown_up, wanted))


def _clips(person: Person) -> dict[str, Clip]:
    code = code_on_card(cccd_qr(person))
    clips: dict[str, Clip] = {
        str(name): [_jpeg(held_up(code, scale, 0.0, take, SIZE)) for take in range(TAKES)]
        for name, scale in ((Seen.FAR, _FAR), (Seen.CARD, _NEAR))
    }
    films = {STAND: STAND_S, **{name: lasting + AFTER_S for name, lasting in MOVEMENTS.values()}}
    who = somebody(person, hospital_now().date())
    for movement, seconds in films.items():
        drawn, _ = film(Film(who, [], None, Manner.ALIVE, "normal", movement, seconds))
        seen = _noisy(list(drawn))
        clips[movement] = [_jpeg(one) for one in seen]
        for light in PageLight:
            clips[movement + _IN[light]] = [_jpeg(lit(one.copy(), light.colour)) for one in seen]
    return clips


def _noisy(images: Sequence[Image]) -> list[Image]:
    """At the camera's size and rate, each with a sensor's noise."""
    sent = [image for image in images for _ in range(_TIMES)]
    return [played(image, take % TAKES, SIZE) for take, image in enumerate(sent)]


def _jpeg(image: Image) -> bytes:
    done, data = cv2.imencode(".jpg", image, _JPEG)
    assert done
    return bytes(data)


def _handler(view: View) -> type[BaseHTTPRequestHandler]:
    class Pictures(BaseHTTPRequestHandler):
        """Motion JPEG as network cameras send it: parts of one endless answer."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
            self.end_headers()
            began, place = time.monotonic(), 0
            try:
                for sent in count(1):
                    clip, place = view.clip(place)
                    self.wfile.write(_part(clip[place]))
                    place += 1
                    time.sleep(max(0.0, began + sent / FPS - time.monotonic()))
            except OSError:
                return  # the kiosk looks no more

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: who is told of requests is nobody."""

    return Pictures


def _part(picture: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
    return head.encode() + picture + b"\r\n"


if __name__ == "__main__":
    main()
