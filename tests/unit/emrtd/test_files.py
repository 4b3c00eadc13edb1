"""The files of an eMRTD by their identifiers."""

import pytest

from kiosk.emrtd.files import File

TAGS = "61 75 63 76 65 66 67 68 69 6A 6B 6C 6D 6E 6F 70"
"""Of data groups 1 to 16 (Doc 9303 part 10, table 34)."""


def test_data_groups_by_number() -> None:
    groups = [File.group(number) for number in range(1, 17)]
    assert [group.number for group in groups] == list(range(1, 17))
    assert [group.sfi for group in groups] == list(range(1, 17))
    assert [group.fid for group in groups] == list(range(0x0101, 0x0111))
    assert [f"{group.tag:02X}" for group in groups] == TAGS.split()
    assert File.group(13) is File.DG13


@pytest.mark.parametrize("number", [0, 17, -1])
def test_there_are_16_data_groups(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        File.group(number)


def test_other_files_are_no_data_groups() -> None:
    others = [file for file in File if file.number is None]
    assert {(file.fid, file.sfi) for file in others} == {
        (0x2F01, 0x01),
        (0x011C, 0x1C),
        (0x011D, 0x1D),
        (0x011E, 0x1E),
    }
    assert [file.label for file in others] == [
        "EF.ATR/INFO",
        "EF.CardAccess",
        "EF.CardSecurity",
        "EF.COM",
        "EF.SOD",
    ]
    assert File.DG2.label == "DG2"
