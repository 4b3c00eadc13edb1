"""The files of an eMRTD (Doc 9303 part 10, 3.10 and 4.6): identifiers and tags."""

from enum import Enum

_LABELS = {
    "ATR_INFO": "EF.ATR/INFO",
    "CARD_ACCESS": "EF.CardAccess",
    "CARD_SECURITY": "EF.CardSecurity",
    "COM": "EF.COM",
    "SOD": "EF.SOD",
}


class File(Enum):
    """An elementary file: file id, short file id, tag of its content.

    ``ATR_INFO`` holds several objects beside each other and has the tag 0.
    """

    ATR_INFO = (0x2F01, 0x01, 0x00)
    CARD_ACCESS = (0x011C, 0x1C, 0x31)
    CARD_SECURITY = (0x011D, 0x1D, 0x30)
    COM = (0x011E, 0x1E, 0x60)
    SOD = (0x011D, 0x1D, 0x77)
    DG1 = (0x0101, 0x01, 0x61)
    DG2 = (0x0102, 0x02, 0x75)
    DG3 = (0x0103, 0x03, 0x63)
    DG4 = (0x0104, 0x04, 0x76)
    DG5 = (0x0105, 0x05, 0x65)
    DG6 = (0x0106, 0x06, 0x66)
    DG7 = (0x0107, 0x07, 0x67)
    DG8 = (0x0108, 0x08, 0x68)
    DG9 = (0x0109, 0x09, 0x69)
    DG10 = (0x010A, 0x0A, 0x6A)
    DG11 = (0x010B, 0x0B, 0x6B)
    DG12 = (0x010C, 0x0C, 0x6C)
    DG13 = (0x010D, 0x0D, 0x6D)
    DG14 = (0x010E, 0x0E, 0x6E)
    DG15 = (0x010F, 0x0F, 0x6F)
    DG16 = (0x0110, 0x10, 0x70)

    def __init__(self, fid: int, sfi: int, tag: int) -> None:
        self.fid = fid
        self.sfi = sfi
        self.tag = tag

    @property
    def label(self) -> str:
        """The name that the standard gives it: ``EF.SOD``, ``DG2``."""
        return _LABELS.get(self.name, self.name)

    @property
    def number(self) -> int | None:
        """1 to 16 of a data group, ``None`` of other files."""
        return int(self.name[2:]) if self.name.startswith("DG") else None

    @classmethod
    def group(cls, number: int) -> "File":
        """The file of data group 1 to 16; ``ValueError`` for other numbers."""
        if not 1 <= number <= 16:
            raise ValueError("data groups have the numbers 1 to 16")
        return cls[f"DG{number}"]
