"""An endless queue of invented patients with their cards in their hands."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
import qrcode

from kiosk.devices.camera.base import Image
from kiosk.frontdesk.generate import bookings, people
from kiosk.frontdesk.premises import load_premises
from kiosk.frontdesk.sample_documents import cccd_qr


@dataclass(frozen=True, slots=True)
class Arrival:
    """One patient who comes for one service; no two arrivals of a day are the same pair."""

    card: Image
    round: int
    """How often this patient came before: each time for the next service."""


def arrivals(today: date) -> Iterator[Arrival]:
    """Everybody with an identity card and without an appointment, again and again."""
    booked = {booking.patient for booking in bookings(today, load_premises())}
    walking_in = [p for p in people() if p.card_issued and p.id not in booked]
    cards = [qr_picture(cccd_qr(person)) for person in walking_in]
    for visit in itertools.count():
        turn, index = divmod(visit, len(cards))
        yield Arrival(cards[index], turn)


def qr_picture(text: str, pixels: int = 5) -> Image:
    """A QR code as it is printed, with its quiet zone, ``pixels`` for each module."""
    code = qrcode.QRCode(box_size=1, border=4)
    code.add_data(text.encode())
    modules = np.array(code.get_matrix())
    grey = np.where(modules, 0, 255).astype(np.uint8)
    large = np.kron(grey, np.ones((pixels, pixels), np.uint8))
    return cv2.cvtColor(large, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
