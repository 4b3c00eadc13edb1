"""The nearest of many faces, found at once and one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.frontdesk.faces.candidate import AHEAD, NEAREST, candidate
from kiosk.frontdesk.faces.gallery import LENGTH, Gallery

RANDOM = np.random.default_rng(7)


def faces(count: int) -> NDArray[np.float32]:
    made = RANDOM.standard_normal((count, LENGTH))
    made *= 1.3 / np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32)


def by_hand(
    kept: dict[int, NDArray[np.float32]], asked: bytes, most: int
) -> list[tuple[str, float]]:
    place = np.frombuffer(asked, "<f4").astype(np.float64)
    distances = [
        (str(number), float(np.sqrt(((one.astype(np.float64) - place) ** 2).sum())))
        for number, one in kept.items()
    ]
    return sorted(distances, key=lambda one: one[1])[:most]


def test_it_finds_what_looking_at_each_finds() -> None:
    """Through many additions and removals, also of all that there are."""
    gallery, kept = Gallery(), {}
    made = faces(2000)
    for number, place in enumerate(made):
        gallery.add([(number, str(number), place.tobytes())])
        kept[number] = place
        if number % 4 == 0:
            gone = int(RANDOM.choice(list(kept)))
            gallery.remove(gone)
            del kept[gone]
    assert len(gallery) == len(kept)
    for at in range(0, 2000, 200):
        asked = (made[at] + faces(1)[0] / 8).tobytes()
        found, expected = gallery.nearest(asked, 4), by_hand(kept, asked, 4)
        assert [patient for patient, _ in found] == [patient for patient, _ in expected]
        assert [far for _, far in found] == pytest.approx([far for _, far in expected], abs=1e-9)
    for number in kept:
        gallery.remove(number)
    assert len(gallery) == 0
    assert gallery.nearest(made[0].tobytes(), 4) == []


def test_fewer_than_asked_for_are_all_told() -> None:
    gallery = Gallery()
    one, other = faces(2)
    gallery.add([(5, "a", one.tobytes()), (9, "b", other.tobytes())])
    assert [patient for patient, _ in gallery.nearest(other.tobytes(), 4)] == ["b", "a"]
    gallery.remove(77)
    gallery.remove(9)
    [(patient, distance)] = gallery.nearest(one.tobytes(), 4)
    assert (patient, distance) == ("a", 0.0)


@pytest.mark.parametrize(
    ("nearest", "found"),
    [
        ([], None),
        ([("a", NEAREST)], "a"),
        ([("a", NEAREST + 0.001)], None),
        ([("a", float("nan"))], None),
        ([("a", 0.2), ("b", float("nan"))], None),
        ([("a", 0.2), ("a", 0.21), ("a", 0.22)], "a"),
        ([("a", 0.2), ("b", 0.2 + AHEAD + 0.001)], "a"),
        ([("a", 0.2), ("b", 0.2 + AHEAD - 0.001)], None),
        ([("a", 0.2), ("a", 0.21), ("b", 0.22)], None),
        ([("a", 0.39), ("b", 0.39), ("c", 0.9)], None),
    ],
)
def test_a_face_is_one_patients_or_nobodys(
    nearest: list[tuple[str, float]], found: str | None
) -> None:
    assert candidate(nearest) == found
