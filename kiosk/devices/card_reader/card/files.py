"""A card's files and who may read them (Doc 9303-10, 3.6 to 4.7; ISO/IEC 7816-4, 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.apdu import Answer, Command, Refused, Status

MASTER_FILE = 0x3F00
EMRTD = bytes.fromhex("a0000002471001")
"""Application identifier of the eMRTD application."""
ATR_INFO, CARD_ACCESS, CARD_SECURITY = 0x2F01, 0x011C, 0x011D
COM, SOD = 0x011E, 0x011D
_DO_OFFSET, _DO_DATA = 0x54, 0x53
_FCI, _FCP = 0x6F, 0x62


def data_group(number: int) -> int:
    """File identifier of a data group; the low five bits are its short one."""
    return 0x0100 | number


@dataclass(frozen=True, slots=True)
class Files:
    """What is stored; ``repr`` shows identifiers only."""

    master: Mapping[int, bytes] = field(repr=False)
    """Elementary files under the master file, by identifier; readable by everybody, except
    EF.CardSecurity."""
    application: Mapping[int, bytes] | None = field(repr=False)
    """Those of the eMRTD application, for who has passed access control; ``None`` if the card
    has no such application."""
    locked: frozenset[int] = frozenset()
    """Identifiers in the application that want extended access control: never readable here."""


class FileSystem:
    """What is selected since power-on, and reading it."""

    def __init__(self, files: Files, *, refuses_select_mf: bool, largest_refused: int) -> None:
        """``largest_refused``: the status word (6700 or 6C00) for a read that is too long."""
        self._files = files
        self._refuses_select_mf = refuses_select_mf
        self._too_long = largest_refused
        self._in_application = False
        self._current: int | None = None

    @property
    def in_application(self) -> bool:
        return self._in_application

    def select(self, command: Command) -> Answer:
        """SELECT by identifier or by name (ISO/IEC 7816-4, 11.1.1)."""
        if command.p2 not in (0x00, 0x04, 0x0C):
            raise Refused(Status.WRONG_P1_P2)
        if command.p1 == 0x04:
            return self._select_application(command)
        if command.p1 not in (0x00, 0x02):
            raise Refused(Status.WRONG_P1_P2)
        if len(command.data) not in (0, 2):
            raise Refused(Status.WRONG_LENGTH)
        fid = int.from_bytes(command.data) if command.data else MASTER_FILE
        if fid == MASTER_FILE and command.p1 == 0x00:
            return self._select_master(command)
        if fid not in self._directory:
            raise Refused(Status.FILE_NOT_FOUND)
        self._current = fid
        size = len(self._directory[fid]).to_bytes(2)
        return _control(command, _FCP, tlv.encode(0x80, size) + tlv.encode(0x83, fid.to_bytes(2)))

    def read(self, command: Command, room: int, *, authenticated: bool, limited: bool) -> Answer:
        """READ BINARY, even and odd (ISO/IEC 7816-4, 11.2.3).

        ``room`` bytes fit into the answer. ``limited``: asking for more than that is refused
        even where "all" is asked for, as the chip's buffer is too small.
        """
        odd = bool(command.ins & 1)
        fid, offset = self._odd_target(command) if odd else self._target(command)
        content = self._content(fid, authenticated)
        self._current = fid
        if not command.ne:
            raise Refused(Status.WRONG_LENGTH)
        if command.ne > room and (limited or not command.takes_all):
            exact = self._too_long == Status.EXACT_LENGTH and room < 256
            raise Refused(self._too_long | room if exact else Status.WRONG_LENGTH)
        if offset >= len(content):
            raise Refused(Status.OFFSET_BEYOND_END)
        wanted = min(command.ne, room)
        if odd:
            wanted -= 1 + len(tlv.length(wanted))
        if wanted <= 0:
            raise Refused(Status.WRONG_LENGTH)
        data = content[offset : offset + wanted]
        short = len(data) < wanted and not command.takes_all
        status = Status.END_OF_FILE if short else Status.OK
        return Answer(tlv.encode(_DO_DATA, data) if odd else data, status)

    @property
    def _directory(self) -> Mapping[int, bytes]:
        return (self._files.application or {}) if self._in_application else self._files.master

    def _select_application(self, command: Command) -> Answer:
        if command.data != EMRTD or self._files.application is None:
            raise Refused(Status.FILE_NOT_FOUND)
        self._in_application, self._current = True, None
        return _control(command, _FCI, tlv.encode(0x84, EMRTD))

    def _select_master(self, command: Command) -> Answer:
        if self._refuses_select_mf:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        self._in_application, self._current = False, None
        return _control(command, _FCP, tlv.encode(0x83, MASTER_FILE.to_bytes(2)))

    def _target(self, command: Command) -> tuple[int, int]:
        """File and offset of the even instruction."""
        if command.data:
            raise Refused(Status.WRONG_LENGTH)
        if not command.p1 & 0x80:
            return self._selected(), command.p1 << 8 | command.p2
        if command.p1 & 0x60:
            raise Refused(Status.WRONG_P1_P2)
        return self._by_short_identifier(command.p1 & 0x1F), command.p2

    def _odd_target(self, command: Command) -> tuple[int, int]:
        """File and offset of the odd instruction: P1-P2 name the file, a 54 object the offset."""
        try:
            objects = tlv.decode(command.data)
        except tlv.Garbled:
            raise Refused(Status.WRONG_DATA) from None
        offset = objects.get(_DO_OFFSET, b"")
        if set(objects) != {_DO_OFFSET} or not 1 <= len(offset) <= 4:
            raise Refused(Status.WRONG_DATA)
        fid = command.p1 << 8 | command.p2
        if not fid:
            fid = self._selected()
        elif fid < 0x1F:
            fid = self._by_short_identifier(fid)
        return fid, int.from_bytes(offset)

    def _selected(self) -> int:
        if self._current is None:
            raise Refused(Status.NO_CURRENT_FILE)
        return self._current

    def _by_short_identifier(self, short: int) -> int:
        for fid in self._directory:
            if fid & 0x1F == short:
                return fid
        raise Refused(Status.FILE_NOT_FOUND)

    def _content(self, fid: int, authenticated: bool) -> bytes:
        if fid not in self._directory:
            raise Refused(Status.FILE_NOT_FOUND)
        protected = self._in_application or fid == CARD_SECURITY
        if (protected and not authenticated) or (
            self._in_application and fid in self._files.locked
        ):
            raise Refused(Status.SECURITY_STATUS)
        return self._directory[fid]


def _control(command: Command, tag: int, value: bytes) -> Answer:
    """File control information, unless P2 says that none is wanted."""
    return Answer() if command.p2 == 0x0C else Answer(tlv.encode(tag, value))
