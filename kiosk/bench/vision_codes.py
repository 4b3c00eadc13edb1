"""Codes: how many are read, how soon, and whether the text is right.

The same frames are shown to each decoder alone, as its makers meant it to be called, and to
:class:`~kiosk.devices.camera.codes.CodeSearch`: once, and for a second as a camera would.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import cv2
import numpy as np
import zxingcpp

from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.vision_codes_frames import FRAMES, CodeFrame, code_frames
from kiosk.bench.vision_codes_held import Pose, Taken, carrier, exposed, in_front
from kiosk.bench.vision_codes_hints import empty_frame, troubled_frames
from kiosk.bench.vision_codes_hour import HOUR, MOST_GROWN_MB, memory_grown_mb
from kiosk.bench.vision_codes_scene import Image, background
from kiosk.bench.vision_codes_symbols import qr, vietnamese_payloads
from kiosk.devices.camera import zbar
from kiosk.devices.camera.codes import BUDGET_S, CodeSearch, Found
from kiosk.model.guidance import CodeHint
from kiosk.vision.process.limits import hold_little

PAYLOADS = 5000
EMPTY = 1000
HELD = 30
"""Frames of a second."""
HINTED = 20
"""Cards held up wrongly, for each hint."""
_SWEPT = 40
"""Frames, after which what holds itself is swept away: invented people, of ten megabytes each."""
_TOLD = 70
"""Percent; a promise of our own."""
OURS = "the kiosk, held for a second"

Decoder = Callable[[Image], set[bytes]]
Took = tuple[float, float]
"""Milliseconds: by the clock, and of the processor's time, which others' work leaves as it is."""


def code_figures(
    frames: int = FRAMES,
    payloads: int = PAYLOADS,
    empty: int = EMPTY,
    hinted: int = HINTED,
    looked: int = HOUR,
) -> Iterator[Figure]:
    """Read rates beside those of others, times, texts, hints, memory. Takes about twenty
    minutes."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # As in the eyes' process …
    hold_little()  # … which pays for each picture's memory anew.
    try:
        yield from _figures(frames, payloads, empty, hinted, looked)
    finally:
        cv2.setNumThreads(threads)


def _figures(frames: int, payloads: int, empty: int, hinted: int, looked: int) -> Iterator[Figure]:
    yield from _rates(code_frames(frames))
    yield from _empty(empty)
    yield from _hints(hinted)
    right = sum(
        _text_right(payload, turn) for turn, payload in enumerate(vietnamese_payloads(payloads))
    )
    share = 100 * right / payloads
    yield Figure(f"texts right, of {payloads:,} Vietnamese ones", share, "%", least=100)
    grown = memory_grown_mb(looked)
    yield Figure(f"memory grown in {looked:,} frames with a code", grown, "MB", MOST_GROWN_MB)


def _rates(frames: Iterable[CodeFrame]) -> Iterator[Figure]:
    read: dict[str, list[bool]] = defaultdict(list)
    of_kind: dict[str, list[bool]] = defaultdict(list)
    took: list[Took] = []
    for frame in frames:
        wanted = {symbol.data for symbol in frame.symbols}
        for name, decoder in OTHERS.items():
            read[name].append(wanted <= decoder(frame.image))
        found, frames_needed, times = _held(frame.image, wanted)
        read[OURS].append(found)
        read["the kiosk, first frame"].append(found and frames_needed == 1)
        of_kind[frame.kind].append(found)
        took += times
    rates = {name: 100 * sum(seen) / len(seen) for name, seen in read.items()}
    best = max(rates[name] for name in OTHERS)
    for name, rate in rates.items():
        yield Figure(f"codes read, {name}", rate, "%", least=best if name == OURS else None)
    for kind, seen in of_kind.items():
        yield Figure(f"  {kind}, {OURS}", 100 * sum(seen) / len(seen), "%")
    yield from _times("a frame with a code", took, 5)


def _times(what: str, took: list[Took], limit: float) -> Iterator[Figure]:
    whole, own = zip(*took, strict=True)
    yield Figure(f"{what}, median", median(whole), "ms", limit)
    yield Figure(f"{what}, p95", percentile(whole, 0.95), "ms")
    yield Figure(f"{what}, median of the processor's time", median(own), "ms")


def _timed(search: CodeSearch, image: Image) -> tuple[Found, Took]:
    began, worked = time.perf_counter(), time.thread_time()
    found = search.search(image, BUDGET_S)
    own = (time.thread_time() - worked) * 1000
    return found, ((time.perf_counter() - began) * 1000, own)


def _held(image: Image, wanted: set[bytes]) -> tuple[bool, int, list[Took]]:
    """Whether all was read within a second, in how many frames; and what each frame took in which
    something was."""
    search = CodeSearch()
    seen: set[bytes] = set()
    times = []
    for turn in range(HELD):
        found, took = _timed(search, image)
        if found.codes:
            times.append(took)
        seen |= {code.data for code in found.codes}
        if wanted <= seen:
            return True, turn + 1, times
    return False, HELD, times


def _empty(count: int) -> Iterator[Figure]:
    """Each frame for a third of a second, as hints take some."""
    took: list[Took] = []
    hinted = invented = 0
    for number in range(count):
        image = empty_frame(number)
        search = CodeSearch()
        hint = False
        for _ in range(HELD // 3):
            found, spent = _timed(search, image)
            took.append(spent)
            hint |= found.hint is not None
            invented += len(found.codes)
        hinted += hint
        if number % _SWEPT == 0:
            gc.collect()
    yield from _times("a frame without a code", took, 12)
    yield Figure("hints where there is no code", 100 * hinted / count, "%", 1)
    yield Figure("codes where there is none", invented, "", 0)


def _hints(count: int) -> Iterator[Figure]:
    """Of cards that are held up wrongly and cannot be read: how many are told the right thing."""
    for hint in CodeHint:
        right = unread = 0
        for number in range(count):
            search = CodeSearch()
            found = [search.search(image, BUDGET_S) for image in troubled_frames(hint, number)]
            if not any(frame.codes for frame in found):
                unread += 1
                right += found[-1].hint is hint
        share = 100 * right / max(1, unread)
        yield Figure(f"told {hint.value}, of {unread} unread", share, "%", least=_TOLD)


def _text_right(payload: bytes, turn: int) -> bool:
    """Of a card in good light, each in another pose: nothing but its bytes may come out."""
    rng = np.random.default_rng([5, turn])
    symbol = qr(payload, "LM"[turn % 2], turn % 8)
    module, turned, tilt = (float(rng.uniform(*span)) for span in ((3.5, 5.5), (0, 360), (0, 20)))
    pose = Pose(module, turned, tilt)
    view = background("desk", turn)
    frame = exposed(in_front(view, carrier(symbol, rng, module), pose), Taken(), rng)
    search = CodeSearch()
    for _ in range(HELD):
        codes = search.search(frame, BUDGET_S).codes
        if codes:
            return all(one.data == payload and one.text == payload.decode() for one in codes)
    return False


def _zxing(image: Image) -> set[bytes]:
    return {seen.bytes for seen in zxingcpp.read_barcodes(image)}


def _zbar(image: Image) -> set[bytes]:
    """With its binary setting, without which half of the Vietnamese texts come out wrong."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return {seen.data for seen in zbar.look(grey)}


def _opencv(image: Image) -> set[bytes]:
    """Its better detector of QR codes, and its detector of linear ones."""
    found: set[bytes] = set()
    for read in (_ARUCO.detectAndDecodeMulti, _BARS.detectAndDecodeMulti):
        texts = read(image)[1]
        found |= {text.encode("utf-8", "surrogateescape") for text in texts}
    return found


_ARUCO = cv2.QRCodeDetectorAruco()
_BARS = cv2.barcode.BarcodeDetector()
OTHERS: dict[str, Decoder] = {"zxing-cpp": _zxing, "pyzbar": _zbar, "OpenCV": _opencv}
