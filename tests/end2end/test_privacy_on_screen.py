"""No patient is in anything that a kiosk on a screen leaves behind, though its pages fail."""

import json
from collections import Counter
from pathlib import Path

from tests.end2end.privacy_patients import SERVED, VISITS
from tests.flow.privacy.left import Kept, leaks
from tests.flow.privacy.search import Finder
from tests.flow.privacy.secrets import secrets_of


def test_pages_that_fail_leave_no_trace_of_who_stood_there(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    assert kept.run("-m", "tests.end2end.privacy_screen", str(tmp_path), within=120) == 0
    written = (kept.left / "kiosk.log").read_text().splitlines()
    lines = [json.loads(line) for line in written]
    events = Counter(line["event"] for line in lines)
    assert events["visit-ended"] == len(VISITS)
    assert events["card-read"] == VISITS.count("card")
    assert "ValueError" in [line.get("kind") for line in lines], "a page's values"
    assert "qt" in [line.get("library") for line in lines], "a page of QML"
    assert leaks(kept, Finder(s for one in SERVED for s in secrets_of(one))) == []
