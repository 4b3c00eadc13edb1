"""An endless queue of invented patients with their cards in their hands."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np

from kiosk.checkin.screens import ChooseService, OtherService, ReprintTicket, Screen
from kiosk.checkin.scripted import Answers, willing_patient
from kiosk.frontdesk.generate import bookings, people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.ui.dock.pictures import DOTS, code_on_card
from kiosk.vision.hand import SimulatedHand


class Queue:
    """Patients without an appointment, one after another; each time round for another service.

    So no two visits ask for the same place, and each gets a number of its own, up to
    the number of patients times that of services (above 3,000).
    """

    def __init__(self, hand: SimulatedHand, today: date) -> None:
        booked = {booking.patient for booking in bookings(Premises.load(), today)}
        patients = [p for p in people() if p.card_issued and p.id not in booked]
        self._hand = hand
        # One pixel a module: whole pictures would weigh more than the kiosk that is weighed.
        self._cards = [
            code_on_card(cccd_qr(person))[::DOTS, ::DOTS, 0].copy() for person in patients
        ]
        self._visits: Iterator[int] = itertools.count()
        self._round = 0

    def step_up(self) -> None:
        """The next patient holds up their card."""
        self._round, index = divmod(next(self._visits), len(self._cards))
        dot = np.ones((DOTS, DOTS), np.uint8)
        self._hand.hold(np.kron(self._cards[index], dot))

    @property
    def answers(self) -> Answers:
        """Says yes to everything, and takes the service whose turn it is."""
        script: dict[type[Screen[Any]], Callable[[Any], Any]] = dict(willing_patient())
        script[ReprintTicket] = lambda screen: OtherService.OTHER
        script[ChooseService] = self._choose
        return script

    def _choose(self, screen: ChooseService) -> object:
        offered = [service for service in screen.services if service.open_rooms]
        return offered[self._round % len(offered)]
