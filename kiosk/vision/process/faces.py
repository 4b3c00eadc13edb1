"""What the process knows of faces, for as long as it is told to."""

import secrets
from contextlib import suppress

from kiosk.devices.camera.base import Frame
from kiosk.errors import DeviceError
from kiosk.face.check import FaceCheck
from kiosk.face.describe import run_by
from kiosk.face.descriptor import Descriptor
from kiosk.face.liveness import Liveness
from kiosk.face.models import detector, landmark_predictor
from kiosk.face.reference import template
from kiosk.model.face import FaceGuide, FaceOutcome, FaceUnreadable, FaceVerdict
from kiosk.vision.process.describing import Describer
from kiosk.vision.wire.messages import Check, Guided, Judged, Refer, Referred

MOST_REFERENCES = 4
"""Kept at once; the oldest goes. A visit needs one."""
AWAY_S = 3.0
"""Without a picture for so long, a try has ended."""
LEAST_STEP = 0.02
"""Of a try's share: smaller ones are not told."""


class Faces:
    """For the worker's thread alone, but for :attr:`checking`."""

    def __init__(self, threshold: float, describer: Describer, *, lit: bool) -> None:
        """``lit``: the page gives the light that a try asks for."""
        self._threshold = threshold
        self._lit = lit
        self._describer = describer
        run_by(describer)
        self._references: dict[int, Descriptor] = {}
        self._check: FaceCheck | None = None
        self._number = 0
        self._told: Guided | None = None
        self._looked = 0.0

    @property
    def checking(self) -> bool:
        """Whether a face is looked at now."""
        return self._check is not None

    def load(self) -> None:
        """The models, before the first patient waits for them. Raises
        :class:`~kiosk.errors.DeviceError` where they are missing or damaged, and ``OSError`` where
        the process that describes has ended."""
        detector()
        landmark_predictor()
        self._describer.load()

    def refer(self, order: Refer) -> Referred:
        """Describe the face of a picture, and keep the description."""
        try:
            described = template(order.picture)
        except FaceUnreadable as error:
            return Referred(order.number, error.reason)
        except DeviceError:
            return Referred(order.number, "away")
        self._references[order.number] = described
        while len(self._references) > MOST_REFERENCES:
            del self._references[next(iter(self._references))]
        return Referred(order.number, "")

    def begin(self, order: Check, now: float) -> Judged | None:
        """A new try, in place of the one before; or its end at once, where nothing is known of
        its reference."""
        self.end(self._number)
        reference = self._references.get(order.reference)
        if order.reference and reference is None:
            return Judged(order.number, FaceOutcome.AWAY, None, b"")
        self._number, self._looked = order.number, now
        self._check = FaceCheck(
            reference,
            Liveness(secrets.SystemRandom(), lit=self._lit),
            want_descriptor=order.descriptor,
            threshold=self._threshold,
        )
        return None

    def end(self, number: int) -> None:
        """No more of this try, if it is the present one."""
        if number == self._number:
            self._check = self._told = None

    def forget(self) -> None:
        """All of it."""
        self._references.clear()
        self.end(self._number)
        with suppress(DeviceError):  # without weights nothing was described
            self._describer.forget()

    def look(self, frame: Frame) -> Guided | Judged | None:
        """What to tell of the try after this picture, if anything new."""
        if self._check is None:
            return None
        self._looked = frame.taken
        try:
            sight = self._check.look(frame.image, frame.taken)
        except DeviceError:
            return self._ended(FaceVerdict(FaceOutcome.AWAY))
        if isinstance(sight, FaceVerdict):
            return self._ended(sight)
        return self._changed(sight)

    def wait(self, now: float) -> Judged | None:
        """The end of a try that gets no pictures."""
        if self._check is None or now - self._looked < AWAY_S:
            return None
        return self._ended(FaceVerdict(FaceOutcome.AWAY))

    def _ended(self, verdict: FaceVerdict) -> Judged:
        number = self._number
        self.end(number)
        return Judged(number, verdict.outcome, verdict.distance, verdict.descriptor)

    def _changed(self, guide: FaceGuide) -> Guided | None:
        word = Guided(self._number, guide.hint, guide.share, guide.light)
        told = self._told
        if told and (told.hint, told.light) == (word.hint, word.light):
            word = told if abs(told.share - word.share) < LEAST_STEP else word
        if word is told:
            return None
        self._told = word
        return word
