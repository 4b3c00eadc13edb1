"""The screen while the eyes work: whole visits with a chip card, a code and a face.

The kiosk is a process of its own that holds nothing but what ``kiosk run`` does, and its camera
another, from which it has Motion JPEG over HTTP: all that a USB camera would cost it, and the
network on top.
"""

import subprocess
import sys

import msgspec

from kiosk.bench.figures import Figure, percentile
from kiosk.bench.vision_screen_kiosk import DECODERS, Measured

VISITS = 6
SMOOTH_MS = 33
LONGEST_MS = 100
_START_S, _VISIT_S = 120.0, 100.0


def screen_figures(visits: int = VISITS) -> list[Figure]:
    """All pages drawn by Qt at 1080×1920; about half a minute for each visit."""
    seen = _measured(visits)
    smooth = 100 * sum(one <= SMOOTH_MS for one in seen.frames) / len(seen.frames)
    return [
        Figure("visits with chip, code and face", float(seen.visits), "", least=visits),
        Figure("of these, the face was the chip's", float(seen.faces), ""),
        Figure("hands told what to do with a code", float(seen.hints), ""),
        Figure(f"pictures of the screen within {SMOOTH_MS} ms", smooth, "%", least=99),
        Figure("picture of the screen, p99", percentile(seen.frames, 0.99), "ms"),
        Figure("picture or stall, longest", max(*seen.frames, *seen.stalls), "ms", LONGEST_MS),
        Figure("pictures a second, while the face is live", _live(seen), "/s"),
        Figure("resident memory of the kiosk process", seen.resident_mb, "MB", 250),
        Figure(f"of {', '.join(DECODERS)} in it", float(len(seen.decoders)), "", 0),
    ]


def _live(seen: Measured) -> float:
    return seen.live_frames / seen.live_s if seen.live_s else 0.0


def _measured(visits: int) -> Measured:
    """Raises ``RuntimeError`` if the kiosk did not get to the end of them."""
    command = [sys.executable, "-m", "kiosk.bench.vision_screen_kiosk", str(visits)]
    try:
        done = subprocess.run(  # noqa: S603  # our own command, no shell
            command, stdout=subprocess.PIPE, timeout=_START_S + visits * _VISIT_S, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise RuntimeError("the kiosk whose screen is measured did not end") from error
    return msgspec.json.decode(done.stdout, type=Measured)
