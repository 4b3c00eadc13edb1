"""Reads one card, from nothing to who its holder is and whether it is genuine.

Access first, then DG1, EF.SOD and DG13; the face, ten times as large, only when somebody asks
for it. No command is sent that is not needed: EF.SOD is read before DG13 because it says what
else is on the card, and chip authentication is run before DG13 because whatever is read next
confirms its keys.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

from kiosk.emrtd import pace
from kiosk.emrtd.access import Access
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import (
    AccessNotGranted,
    CardRefused,
    EmrtdError,
    FileNotFound,
    Malformed,
    SecureMessagingError,
    Unsupported,
)
from kiosk.emrtd.files import File
from kiosk.emrtd.genuine import LONGEST_CARD_SECURITY, Proof, prove, prove_mapping
from kiosk.emrtd.identity import Identity, Portrait, Problem, Stage
from kiosk.emrtd.lds import dg1, dg2, dg13, dg14, sod
from kiosk.emrtd.lds.dg13 import VietnamPerson
from kiosk.emrtd.lds.sod import Sod
from kiosk.emrtd.pace_protocols import Mapping
from kiosk.emrtd.passive_authentication import check
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.read_binary import BlockSizes
from kiosk.emrtd.security_infos import SecurityInfos
from kiosk.emrtd.transport import Exchange
from kiosk.emrtd.trust import TrustStore
from kiosk.emrtd.verdict import Trust, Verdict

LIMITS = {
    File.CARD_ACCESS: 4096,
    File.DG1: 256,
    File.DG13: 8192,
    File.SOD: sod.LONGEST,
    File.DG14: 8192,
    File.DG15: 4096,
    File.CARD_SECURITY: LONGEST_CARD_SECURITY,
    File.DG2: dg2.LONGEST,
}
"""Bytes that a file may have: several times what any card is known to hold."""
LONGEST_OTHER = 65536

_SHARES = {
    File.DG1: (0.30, 0.38),
    File.SOD: (0.38, 0.66),
    File.DG13: (0.80, 0.99),
    File.DG2: (0.0, 1.0),
}
"""Where a file lies in the time that :meth:`ChipReading.identify` takes on a usual card."""
_OPENED = 0.30
_REOPENINGS = 4
"""Sessions that a card may end in one reading, for noise or for a block that was too long."""

Progress = Callable[[Stage, float], None]


class ChipReading:
    """One card on one reader. After an error begin anew with another one.

    Blocks in ``transmit``; whatever that raises (the card is gone) passes through.
    """

    def __init__(
        self,
        transmit: Callable[[bytes], bytes],
        *,
        atr: bytes = b"",
        trust: TrustStore,
        today: date,
        block_sizes: BlockSizes | None = None,
        on_progress: Progress | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """``transmit`` takes a command APDU and returns the response with its status word.

        ``atr`` is the answer to reset as the reader gives it, if it does; ``trust`` the
        certificates that cards are believed by; ``today`` what validity is judged at.
        ``block_sizes`` carries what was learned of this card's block size to the next reading.
        ``on_progress`` hears the stage and the share of :meth:`identify` or :meth:`face` that is
        done, 0 to 1; ``on_exchange`` hears sizes and times of each APDU, never its content.
        """
        self.chip = Chip(transmit, atr=atr, block_sizes=block_sizes, on_exchange=on_exchange)
        self._trust = trust
        self._today = today
        self._on_progress = on_progress
        self._random = random
        self._access: Access | None = None
        self._card_access: SecurityInfos | None = None
        self._probed = False
        self._reopenings = _REOPENINGS
        self._wants_proof = True
        self._mapped: Verdict | None = None
        self._sod: Sod | None = None
        self._groups: dict[int, bytes] = {}
        self._problems: list[Problem] = []
        self._seconds: dict[Stage, float] = {}

    @property
    def seconds(self) -> dict[Stage, float]:
        """What each stage has taken so far, also of a reading that failed."""
        return dict(self._seconds)

    def probe(self) -> None:
        """Whether this is a travel document at all, without any password.

        Raises :class:`~kiosk.emrtd.errors.NotAnEmrtd` if it is not: a bank card, a phone.
        """
        if self._probed:
            return
        try:
            content = self.chip.read_file(File.CARD_ACCESS, limit=LIMITS[File.CARD_ACCESS])
        except CardRefused:
            # A card without PACE has no EF.CardAccess; it must have the application then.
            self.chip.select_application()
        else:
            self._card_access = SecurityInfos.parse(content, File.CARD_ACCESS.label)
            self.chip.read_atr_info()
        self._probed = True

    def identify(self, keys: AccessKeys, *, proof: bool = True) -> Identity:
        """Who the holder is. ``proof=False`` leaves the chip's own proof out.

        Raises :class:`AccessDenied` for wrong passwords, other :class:`EmrtdError` for a card
        without readable DG1 or EF.SOD. What else cannot be read is a problem of the identity.
        """
        with self._timed(Stage.ACCESS):
            self.probe()
            offered = pace.choose(self._card_access) if self._card_access is not None else None
            self._wants_proof = proof
            self._access = Access(self.chip, offered, keys, self._random, self._after_pace)
            self._access.open()
        self._tell(Stage.ACCESS, _OPENED)
        with self._timed(Stage.PERSON):
            mrz = dg1.parse(self._read_group(File.DG1))
        with self._timed(Stage.GENUINE):
            self._sod = sod.parse(self._read(File.SOD, Stage.GENUINE))
            chip = self._prove(self._sod) if proof else Verdict.not_verified("not-asked")
        with self._timed(Stage.PERSON):
            person = self._person(self._sod)
        with self._timed(Stage.GENUINE):
            passive = check(self._sod, self._groups, self._trust, self._today).overall
        self._tell(Stage.GENUINE, 1.0)
        return Identity(
            mrz=mrz,
            person=person,
            passive=passive,
            chip=chip,
            access=self._access.protocol,
            problems=tuple(self._problems),
            seconds=dict(self._seconds),
        )

    def face(self) -> Portrait:
        """The face image, as the card holds it. Call :meth:`identify` before.

        Raises :class:`EmrtdError`, :class:`FileNotFound` among them.
        """
        assert self._sod is not None
        with self._timed(Stage.FACE):
            content = self._read(File.DG2, Stage.FACE)
            faces = dg2.parse(content)
            hashes = check(self._sod, {2: content}, self._trust, self._today)
        return Portrait(faces[0], hashes.overall, self._seconds[Stage.FACE])

    def content(self, file: File) -> bytes:
        """Any other file of the card, whole and not compared with its hash: EF.COM, DG11 …

        Call :meth:`identify` before; :mod:`kiosk.emrtd.lds` understands it. Raises
        :class:`EmrtdError`.
        """
        return self._read(file, Stage.PERSON)

    def _person(self, signed: Sod) -> VietnamPerson | None:
        if 13 not in signed.hashes:  # most countries' cards have none: no command is spent on it
            return None
        try:
            return dg13.parse(self._read_group(File.DG13))
        except FileNotFound as error:
            self._groups[13] = b""  # signed for and not there: the hash of nothing fails
            self._note(File.DG13, error)
        except EmrtdError as error:
            self._note(File.DG13, error)
        return None

    def _prove(self, signed: Sod) -> Verdict:
        """Chip authentication, or what else the card has to show that it is no copy.

        A mapping that proves nothing is not the last word: it hangs on EF.CardAccess and
        EF.CardSecurity, which a copy may have from anywhere, while EF.SOD names this card's keys.
        """
        mapped = self._mapped
        if mapped is not None and mapped.is_verified:
            if self._is_mapping_signed_for(signed):
                return mapped
            mapped = None
        assert self._access is not None
        proof = Proof(
            self.chip,
            signed,
            self._read_group,
            self._random,
            self._confirm,
            self._access.open_again,
        )
        try:
            proven = prove(proof)
        except (Malformed, Unsupported) as error:
            of_dg15 = isinstance(error, Malformed) and error.where == File.DG15.label
            self._note(File.DG15 if of_dg15 else File.DG14, error)
            proven = Verdict.not_verified(error.code)
        return proven if mapped is None or proven.state is not Trust.NOT_VERIFIED else mapped

    def _is_mapping_signed_for(self, signed: Sod) -> bool:
        """Whether EF.SOD, by DG14, says that this card has the mapping (Doc 9303-11, 9.2).

        EF.CardSecurity has no tie to EF.SOD: with the key of any one chip that was broken, it
        would prove copies of all cards, those without the mapping included.
        """
        if 14 not in signed.hashes:
            return False
        try:
            return dg14.parse(self._read_group(File.DG14)).names_mapping
        except (FileNotFound, Malformed):  # what that means is for the proof to say
            return False

    def _after_pace(self, result: pace.PaceResult) -> None:
        """PACE with chip authentication mapping has proven the chip by the way, if its static
        key is the one in EF.CardSecurity, and that is signed (Doc 9303-11, 4.4.3.5)."""
        if result.info.protocol.mapping is not Mapping.CHIP_AUTHENTICATION or not self._wants_proof:
            return
        try:
            content = self._read_once(File.CARD_SECURITY, Stage.ACCESS)
            self._mapped = prove_mapping(result, content, self._trust, self._today)
        except (CardRefused, Malformed, Unsupported) as error:
            self._note(File.CARD_SECURITY, error)  # DG14 may have a proof all the same

    def _confirm(self) -> None:
        """Read what is to be read next anyway; a protected "there is none" is an answer too."""
        assert self._sod is not None
        file = File.DG13 if 13 in self._sod.hashes else File.DG14
        with suppress(FileNotFound):
            content = self._read_once(file, Stage.PERSON)
            # Whose key was in DG14 is judged by the DG14 that it was read from, not by this one.
            self._groups.setdefault(int(file.number or 0), content)

    def _read_group(self, file: File) -> bytes:
        """A data group, read once: what is used is what its hash is compared of."""
        number = file.number
        assert number is not None
        if number not in self._groups:
            stage = Stage.PERSON if number in (1, 13) else Stage.GENUINE
            self._groups[number] = self._read(file, stage)
        return self._groups[number]

    def _read(self, file: File, stage: Stage) -> bytes:
        """The whole file; a session that the card has ended is opened anew."""
        assert self._access is not None
        while True:
            try:
                return self._read_once(file, stage)
            except (SecureMessagingError, AccessNotGranted):
                if not self._reopenings:
                    raise
                self._reopenings -= 1
                self._access.open_again()

    def _read_once(self, file: File, stage: Stage) -> bytes:
        begin, end = _SHARES.get(file, (0.66, 0.80))

        def progress(done: int, total: int) -> None:
            self._tell(stage, begin + (end - begin) * min(1.0, done / max(1, total)))

        limit = LIMITS.get(file, LONGEST_OTHER)
        return self.chip.read_file(file, limit=limit, progress=progress)

    def _note(self, file: File, error: EmrtdError) -> None:
        self._problems.append(Problem(file.label, error.code))

    def _tell(self, stage: Stage, share: float) -> None:
        if self._on_progress is not None:
            self._on_progress(stage, share)

    @contextmanager
    def _timed(self, stage: Stage) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self._seconds[stage] = self._seconds.get(stage, 0.0) + took
