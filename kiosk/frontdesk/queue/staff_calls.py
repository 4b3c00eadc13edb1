"""Kiosks that called for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.store.store import Store

SHOWN_FOR = timedelta(hours=1)
"""Then somebody has been there, or nobody will go any more."""
_MOST = 200
"""Calls that are looked through, so that a kiosk gone mad costs no time."""


@dataclass(frozen=True, slots=True)
class StaffCall:
    kiosk: str
    page: str
    """The page that the patient saw; ``camera`` where no patient called but the kiosk itself, as
    its camera has failed."""
    minutes: int
    """Since then."""


def recent_calls(store: Store, now: datetime) -> tuple[StaffCall, ...]:
    """The newest first; of the same page of one kiosk the last."""
    return tuple(
        StaffCall(
            kiosk, page, max(0, int((now - datetime.fromisoformat(at)).total_seconds() // 60))
        )
        for kiosk, page, at in store.staff_calls(stamp(now - SHOWN_FOR), _MOST)
    )
