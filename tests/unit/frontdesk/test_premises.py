import re
from collections import Counter
from datetime import datetime
from math import inf
from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.premises import Premises
from kiosk.paths import SEEDS

SOURCE = (SEEDS / "hospital.toml").read_text("utf-8")
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=HOSPITAL_TIME)


def test_the_demonstration_hospital() -> None:
    hospital = Premises.load()
    assert hospital.name.vi == "Bệnh viện Đa khoa Hồ Sen"
    assert len(hospital.public()) == 12
    assert len(hospital.rooms) == 35
    assert set(Counter(room.floor for room in hospital.rooms.values())) == {"1", "2", "3", "4"}
    assert not {"I", "O"} & {service.letter for service in hospital.services.values()}
    texts = [room.way for room in hospital.rooms.values()]
    for service in hospital.services.values():
        texts += [service.name, service.plain]
    assert all(text.vi and text.en and text.vi != text.en for text in texts)
    assert all(room.number.startswith(room.floor) for room in hospital.rooms.values())


def test_rooms_keep_their_hours_unless_they_never_close() -> None:
    assert Premises.load().open_for("101", SUNDAY_NIGHT) == 0
    assert not Premises.load().opens_yet("101", SUNDAY_NIGHT)
    always = Premises.load(always_open=True)
    assert always.open_for("101", SUNDAY_NIGHT) == inf
    assert always.opens_yet("101", SUNDAY_NIGHT)
    assert not always.opens_yet("999", SUNDAY_NIGHT)


def test_what_the_file_names_no_more_has_a_stand_in_for_old_tickets() -> None:
    hospital = Premises.load()
    assert hospital.room_of("999").way.en == "Please ask at the information desk."
    assert hospital.service_of("XA-TRI").name.vi == "XA-TRI"
    assert hospital.room_of("101") is hospital.rooms["101"]
    assert hospital.service_of("MAT") is hospital.services["MAT"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('instead = ["MAT", "NOI-TONG-QUAT"]', ("MAT", "NOI-TONG-QUAT")),
        ("instead = []", ()),
    ],
)
def test_a_service_may_name_what_stands_in_for_it(
    tmp_path: Path, line: str, expected: tuple[str, ...]
) -> None:
    path = tmp_path / "hospital.toml"
    path.write_text(SOURCE.replace('letter = "T"', f'letter = "T"\n{line}'), "utf-8")
    hospital = Premises.load(path)
    assert hospital.in_place_of("TIM-MACH") == expected
    assert hospital.in_place_of("MAT") == tuple(one.code for one in hospital.public())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('letter = "T"', 'letter = "A"', "two services share a letter"),
        ('letter = "T"', 'letter = "TT"', "not one ASCII letter"),
        ('number = "102"', 'number = "101"', "is there twice"),
        ('service = "NHI"\ndoctor = { id = "bs-01"', 'service = "NHO"\ndoctor = { id = "1"', "NHO"),
        ("pace = 15", "pace = 0", "the pace is not above 0"),
        ("pace = 15", 'pace = "15"', "Expected `float`"),
        ('code = "MAT"', 'code = "GAN"', "service GAN has no room"),
        ("mon-fri 13:00", "mon-fri 17:00", "ends before it begins"),
        ('letter = "T"', 'letter = "T"\ninstead = ["GAN"]', "TIM-MACH: instead names GAN"),
        ('letter = "T"', 'letter = "T"\ninstead = ["TIM-MACH"]', "instead names TIM-MACH"),
        ('letter = "T"', 'letter = "T"\ninstead = ["X-QUANG"]', "instead names X-QUANG"),
        ('letter = "T"', 'letter = "T"\ninstead = ["MAT", "MAT"]', "names a service twice"),
        ('letter = "T"', 'letter = "T"\ninstead = "MAT"', "Expected `array | null`"),
        ("[hospital]", "[hospital", "hospital.toml"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_the_reason(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    path = tmp_path / "hospital.toml"
    path.write_text(SOURCE.replace(old, new), "utf-8")
    with pytest.raises(SettingsError, match=re.escape(why)) as caught:
        Premises.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=re.escape("nowhere.toml")):
        Premises.load(tmp_path / "nowhere.toml")
