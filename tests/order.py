"""In which order files of tests are begun where they run in several processes.

pytest-xdist hands a file to whichever process is free (``--dist loadfile``), and begins with those
that hold the most tests unless ``--no-loadscope-reorder`` leaves the order to us: files of few and
long tests would come last, and one process would wait for the other.
"""

from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONGEST = (
    "unit/face/liveness/test_presentations.py",
    "contract/frontdesk/test_fuzz_api.py",
    "ui/test_pages_fit.py",
    "end2end/test_face_at_the_kiosk.py",
    "end2end/test_eyes_camera.py",
    "end2end/test_eyes_again.py",
    "unit/devices/camera/test_codes_hints.py",
    "end2end/test_pages_in_browser.py",
    "contract/gnuhealth/test_gnuhealth_contract.py",
    "end2end/test_film_on_a_stand.py",
    "flow/privacy/test_privacy.py",
    "unit/face/test_whole_try.py",
    "contract/test_printer_troubles.py",
    "unit/bench/test_vision_codes.py",
    "contract/card_readers/test_pcscd.py",
    "end2end/test_numbers_after_deaths.py",
    "end2end/test_check_in.py",
    "contract/gnuhealth/test_gnuhealth_queue.py",
    "contract/plain_fhir/test_crowd.py",
    "contract/test_camera_contract.py",
    "contract/frontdesk/test_rooms_mornings.py",
    "contract/test_printer_troubles_cups.py",
    "end2end/test_privacy_on_screen.py",
    "contract/card_readers/test_card_reader_contract.py",
    "end2end/test_away_and_back.py",
    "end2end/test_check_in_deaths.py",
)
"""Files of more than a quarter of a minute, the longest first."""


def put_in_order(items: list[pytest.Item]) -> None:
    """The longest files first, then those with the most slow tests, then those with the most.

    Files with tests that have the machine to themselves come last, those of nothing else at the
    end: whoever waits for the machine waits for the test that the other process is at, and there
    are only short ones then.
    """
    alone = Counter(item.path for item in items if item.get_closest_marker("alone"))
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    tests = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[object, ...]:
        path = item.path
        name = path.relative_to(HERE).as_posix()
        nth = LONGEST.index(name) if name in LONGEST else len(LONGEST)
        return (alone[path] / tests[path], nth, -slow[path], -tests[path], name)

    items.sort(key=place)
