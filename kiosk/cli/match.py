"""``kiosk match``: whether two pictures show one person's face."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kiosk.cli.told import told
from kiosk.devices.camera.pictures import LARGEST_FILE, MOST_PIXELS, load_picture, may_be_read
from kiosk.devices.camera.sources import quiet
from kiosk.face.compare import IDENTIFY, VERIFY, distance
from kiosk.face.describe import describe
from kiosk.face.descriptor import Descriptor
from kiosk.face.reference import only_face
from kiosk.face.seen import SeenFace
from kiosk.model.face import FaceUnreadable

LONGEST_SIDE = 4096
"""Pixels; larger pictures are shrunk."""
DIFFERENT = 3
"""Exit status where the faces are two people's."""
UNUSABLE = 1
"""Exit status where a file gives no face to compare."""

_SENTENCES = {
    "missing": "there is no such file, or it may not be read",
    "not-a-picture": f"this is no picture that can be read, or not a whole one, or has more than "
    f"{MOST_PIXELS // 1_000_000} million pixels",
    "too-large": f"this file is larger than {LARGEST_FILE // (1024 * 1024)} MB",
    "no-face": "no face is found in this picture; it must look into the camera, and be large",
    "several-faces": "there are several faces in this picture; cut out the one to compare",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    seen: SeenFace
    descriptor: Descriptor


@click.command()
@click.argument("one", metavar="A", type=click.Path(path_type=Path))
@click.argument("other", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--threshold",
    type=click.FloatRange(0.0, 2.0, min_open=True),
    default=VERIFY,
    show_default=True,
    help="Largest distance of two faces that are one person's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def match(one: Path, other: Path, threshold: float, as_json: bool) -> None:
    """Compare the faces in pictures A and B.

    Says what was detected in each, how far apart they are, and whether that is one person. Two
    pictures alone cannot tell a face from a photograph of it. Exit status 0 for one person, 3
    for two, 1 where a picture has no face that can be compared.
    """
    quiet()
    shown: list[_Shown] = []
    answers: list[dict[str, Any]] = []
    with told():
        for path in (one, other):
            try:
                shown.append(_shown(path))
                answers.append(_detected(path, shown[-1].seen))
            except FaceUnreadable as error:
                answers.append({"file": click.format_filename(path), "reason": error.reason})
    apart = distance(shown[0].descriptor, shown[1].descriptor) if len(shown) == 2 else None
    answer = {
        "distance": None if apart is None else round(apart, 4),
        "threshold": threshold,
        "same": None if apart is None else apart <= threshold,
        "pictures": answers,
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    sys.exit(UNUSABLE if apart is None else 0 if apart <= threshold else DIFFERENT)


def _shown(path: Path) -> _Shown:
    """Raises :class:`FaceUnreadable` with a key of the sentences above."""
    if not may_be_read(path):
        raise FaceUnreadable("missing")
    if path.stat().st_size > LARGEST_FILE:
        raise FaceUnreadable("too-large")
    image = load_picture(path, LONGEST_SIDE)
    if image is None:
        raise FaceUnreadable("not-a-picture")
    image, seen = only_face(image)
    return _Shown(seen, describe(image, seen))


def _detected(path: Path, seen: SeenFace) -> dict[str, Any]:
    """What was detected, for people and for programs."""
    box = seen.box
    return {
        "file": click.format_filename(path),
        "reason": None,
        "box": [box.left, box.top, box.width, box.height],
        "score": round(seen.score, 2),
        "sharpness": round(seen.sharpness, 2),
        "brightness": round(seen.brightness, 2),
        "yaw": round(seen.yaw),
        "pitch": round(seen.pitch),
        "roll": round(seen.roll),
    }


def _print(answer: dict[str, Any]) -> None:
    for picture in answer["pictures"]:
        if picture["reason"] is not None:
            click.echo(f"{picture['file']}: {_SENTENCES[picture['reason']]}", err=True)
            continue
        left, top, width, height = picture["box"]
        click.echo(
            f"{picture['file']}: a face of {width}×{height} pixels at {left}, {top}; "
            f"score {picture['score']}, sharpness {picture['sharpness']}, "
            f"brightness {picture['brightness']}; yaw {picture['yaw']}°, "
            f"pitch {picture['pitch']}°, roll {picture['roll']}°"
        )
    if answer["distance"] is not None:
        verdict = "one person" if answer["same"] else "two people"
        click.echo(
            f"distance {answer['distance']:.3f}: {verdict} "
            f"(threshold {answer['threshold']:g}; among many, {IDENTIFY:g})"
        )
