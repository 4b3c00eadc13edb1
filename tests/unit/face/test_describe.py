"""128 numbers that are near for one person, and those of the field's usual package."""

import subprocess
import sys

import numpy as np
import pytest

from kiosk.app.heads.head import Pose
from kiosk.face.compare import (
    IDENTIFY,
    SAME_VISIT,
    VERIFY,
    as_bytes,
    distance,
    from_bytes,
    mean,
)
from kiosk.face.describe import MOST_JITTERS, describe
from kiosk.face.detect import detect
from tests.unit.face.people import alone, hall, stand


def test_one_person_is_near_and_another_is_far() -> None:
    one, other = alone(1), alone(4)
    turned = stand(hall(grey=90), 1, Pose(yaw=10, mouth=0.3))
    mine, mine_again, theirs = (describe(image, detect(image)[0]) for image in (one, turned, other))

    assert mine.shape == (128,) and mine.dtype == np.float32
    assert distance(mine, mine_again) < VERIFY
    # Drawn faces are more alike than real ones: what is tried is which is nearer, and clearly.
    assert distance(mine, theirs) > distance(mine, mine_again) + 0.1


def test_a_stricter_threshold_among_many() -> None:
    assert 0 < IDENTIFY < VERIFY <= SAME_VISIT < 0.6


@pytest.mark.parametrize("jitters", [-1, MOST_JITTERS + 1])
def test_jitters_are_bounded(jitters: int) -> None:
    with pytest.raises(ValueError, match="jitters"):
        describe(alone(1), detect(alone(1))[0], jitters=jitters)


def test_descriptors_cross_the_wire_as_little_endian_floats() -> None:
    numbers = np.linspace(-1, 1, 128, dtype=np.float32)

    assert as_bytes(numbers)[:4] == b"\x00\x00\x80\xbf"
    assert from_bytes(as_bytes(numbers)).tolist() == numbers.tolist()


@pytest.mark.parametrize(
    "data", [b"", bytes(511), bytes(513), bytes(508) + b"\x00\x00\xc0\x7f", b"\xff" * 512]
)
def test_other_bytes_are_no_descriptor(data: bytes) -> None:
    with pytest.raises(ValueError, match="a descriptor has"):
        from_bytes(data)


def test_the_mean_of_descriptors_is_between_them() -> None:
    assert mean([np.zeros(128, np.float32), np.ones(128, np.float32)]).tolist() == [0.5] * 128


ELSEWHERE = """
import sys
import numpy as np
from face_recognition import face_encodings

with np.load(sys.argv[1]) as given:
    for number in range(len(given["boxes"])):
        left, top, right, bottom = given["boxes"][number].tolist()
        theirs = face_encodings(
            np.ascontiguousarray(given["images"][number][:, :, ::-1]),
            [(top, right, bottom, left)],
            model="small",
        )
        print(float(np.abs(theirs[0] - given["ours"][number]).max()))
"""
"""In a process of its own: the package loads 160 MB, and warns of what it imports."""


@pytest.mark.slow
def test_the_numbers_are_those_of_face_recognition(tmp_path: object) -> None:
    images = [alone(1), alone(2), stand(hall(), 3, Pose(yaw=-15, roll=8)), alone(4)]
    seen = [detect(image)[0] for image in images]
    boxes = [(each.box.left, each.box.top, each.box.right, each.box.bottom) for each in seen]
    ours = [describe(image, each) for image, each in zip(images, seen, strict=True)]
    given = f"{tmp_path}/given.npz"
    np.savez(given, boxes=np.array(boxes), ours=np.array(ours), images=np.array(images))

    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ELSEWHERE, given],
        capture_output=True,
        timeout=60,
        check=True,
        text=True,
    )

    differences = [float(line) for line in ran.stdout.split()]
    assert len(differences) == len(images)
    assert max(differences) <= 1e-6


ALONE = """
import sys
import numpy as np
from kiosk.face import models

models.load_all()
assert "face_recognition_models" not in sys.modules
assert "pkg_resources" not in sys.modules
before, after = (line.split()[1] for line in open("/proc/self/status") if "VmHWM" in line
                 or "VmRSS" in line)
print(max(int(before), int(after)))
"""


@pytest.mark.slow
def test_the_models_are_loaded_without_the_package_around_them_and_without_its_largest() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, timeout=60, check=True, text=True
    )

    assert int(ran.stdout) < 140_000, "kB; the 68-point model alone has 100,000"
