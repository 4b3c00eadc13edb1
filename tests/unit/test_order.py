"""The order in which files of tests are begun."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.order import HERE, LONGEST, put_in_order


def test_every_long_file_is_there_and_named_once() -> None:
    assert [name for name in LONGEST if not (HERE / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_long_files_come_first_and_those_that_others_pause_for_last() -> None:
    def test(file: str, *marks: str) -> pytest.Item:
        found = SimpleNamespace(
            path=HERE / file, get_closest_marker=lambda name: name in marks or None, file=file
        )
        return cast(pytest.Item, found)

    items = [
        test("end2end/test_watched.py", "slow", "alone"),
        test("end2end/test_mixed.py", "slow", "alone"),
        test("end2end/test_mixed.py", "slow"),
        test("unit/test_quick.py"),
        test("unit/test_quick.py"),
        test("unit/test_slow.py", "slow"),
        test(LONGEST[1]),
        test(LONGEST[0], "slow"),
    ]
    put_in_order(items)
    files = list(dict.fromkeys(cast(Any, item).file for item in items))
    assert files == [
        LONGEST[0],
        LONGEST[1],
        "unit/test_slow.py",
        "unit/test_quick.py",
        "end2end/test_mixed.py",
        "end2end/test_watched.py",
    ]
