"""Which password opens the card by which protocol: PACE first, BAC where PACE is not to be had.

Doc 9303-11, section 4.2: a card that offers PACE is opened by PACE. Some cards offer it and then
refuse it, and some open by BAC although they refuse a CAN, so BAC is tried after either.
"""

from collections.abc import Callable, Iterator
from functools import partial

from kiosk.emrtd import bac, pace
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import AccessDenied, CardRefused, EmrtdError, Unsupported
from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.passwords import AccessKeys, Can
from kiosk.emrtd.security_infos import PaceInfo

BAC = "BAC"
MOST_TRIES = 5
"""Passwords tried on one card: one by PACE, which counts wrong ones, and four by BAC."""


class Access:
    """Opens one card, and opens it again in the same way should the session be lost."""

    def __init__(
        self,
        chip: Chip,
        offered: PaceInfo | None,
        keys: AccessKeys,
        random: Callable[[int], bytes],
        after_pace: Callable[[pace.PaceResult], None],
    ) -> None:
        """``offered`` is what EF.CardAccess says, ``None`` for a card without PACE.

        ``after_pace`` is called once, between PACE and the selection of the application: the
        master file's EF.CardSecurity can be read then and never again.
        """
        self._chip = chip
        self._offered = offered
        self._keys = keys
        self._random = random
        self._after_pace = after_pace
        self._way: Callable[[], None] | None = None
        self.protocol = ""
        """What opened the card: ``BAC``, or ``PACE-ECDH-GM-AES-CBC-CMAC-128`` …."""

    def open(self) -> None:
        """Selects the application and protects everything that follows.

        Raises :class:`AccessDenied` when no password is the card's; ``retries`` then is what the
        card said of the CAN. Other errors of the card pass through.
        """
        if not self._keys.can and not self._keys.mrz:
            raise AccessDenied("no password")
        why: EmrtdError | None = None
        for protocol, way in self._ways():
            try:
                way()
            except (AccessDenied, CardRefused, Unsupported) as error:
                why = _clearer(why, error)
                self._chip.secure = None
            else:
                self.protocol, self._way = protocol, way
                return
        raise why or Unsupported("a CAN on a card that opens by BAC alone")

    def open_again(self) -> None:
        """The session was lost: the same way once more, with new keys."""
        assert self._way is not None
        self._chip.secure = None
        self._way()

    def _ways(self) -> Iterator[tuple[str, Callable[[], None]]]:
        if self._offered is not None:
            info, password = self._offered, self._keys.can or self._keys.mrz[0]
            yield info.name.removeprefix("id-"), lambda: self._by_pace(info, password)
        for key in self._keys.mrz[: MOST_TRIES - 1]:
            yield BAC, partial(self._by_bac, key)

    def _by_pace(self, info: PaceInfo, password: Can | MrzKey) -> None:
        again = self._way is not None
        if again:  # a lost session left the application selected
            self._chip.select_master_file()
        result = pace.authenticate(self._chip, info, password, random=self._random)
        if not again:
            self._after_pace(result)
        self._chip.select_application()

    def _by_bac(self, key: MrzKey) -> None:
        self._chip.select_application()
        bac.authenticate(self._chip, key, random=self._random)


def _clearer(before: EmrtdError | None, now: EmrtdError) -> EmrtdError:
    """The error that says most to who holds the card: a wrong password, and the tries left."""
    if before is None or (isinstance(now, AccessDenied) and not isinstance(before, AccessDenied)):
        return now
    return before
