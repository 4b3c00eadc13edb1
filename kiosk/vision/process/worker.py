"""The thread that looks: for codes and at faces in turn, always in the newest picture."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.devices.camera.base import Frame
from kiosk.devices.camera.codes import BUDGET_S, CodeSearch
from kiosk.errors import DeviceError
from kiosk.vision.process.limits import give_back
from kiosk.vision.sight import MOST_CODES
from kiosk.vision.wire.messages import (
    Check,
    Code,
    Guided,
    Judged,
    Loading,
    Refer,
    Referred,
    Saw,
)

if TYPE_CHECKING:
    from kiosk.vision.process.describing import Describer
    from kiosk.vision.process.faces import Faces
    from kiosk.vision.process.no_faces import NoFaces

LOOK_S = 0.2
"""One look takes no longer; after that it counts as hanging."""
STILL_EMPTY_S = 0.25
"""So often it is told that nothing is seen; in between, silence says so."""
WAIT_S = 0.5
LOADING_S = 30.0
"""Loading the models from a slow disk takes so long at most."""
REFERRING_S = 5.0
"""Decoding and describing a chip's picture."""

Job = Refer | Check | int | None
"""A picture to describe, a try to begin, the number of one to end, or to forget all."""


class Worker:
    """Start :meth:`run` in a thread; everything else is for other threads."""

    def __init__(
        self,
        second_opinion: bool,
        threshold: float,
        describer: "Describer",
        tell: Callable[[Saw | Referred | Guided | Judged | Loading], None],
        wake: Callable[[float], None],
        *,
        load: bool,
        lit: bool,
    ) -> None:
        """``threshold``, ``describer`` and ``lit`` are for faces. ``wake`` is called with the time,
        when more pictures should be looked at than move. ``load``: take the models of faces into
        memory as soon as there is nothing else to do."""
        self._search = CodeSearch(second_opinion=second_opinion)
        self._threshold = threshold
        self._describer = describer
        self._lit = lit
        self._faces: Faces | NoFaces | None = None
        self._has_searched = False
        self._tell = tell
        self._wake = wake
        self._load = load
        self._news = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._for_codes: Frame | None = None
        self._for_faces: Frame | None = None
        self._turn = False
        self._watch = 0
        self._check = 0
        self._told: Saw | None = None
        self._until = 0.0

    @property
    def watching(self) -> bool:
        """Whether codes are looked for."""
        return self._watch != 0

    @property
    def checking(self) -> bool:
        """Whether a face is looked at, or will be in a moment."""
        return self._check != 0

    def busy(self, now: float) -> float:
        """For how many seconds the present work has taken longer than it may, 0.0 for not."""
        until = self._until
        return max(0.0, now - until) if until else 0.0

    def watch(self, number: int) -> None:
        """Look for codes, for the watch of this number; 0 ends it."""
        with self._news:
            self._watch, self._told, self._for_codes = number, None, None

    def offer(self, frame: Frame, *, search: bool) -> None:
        """The newest picture; ``search``: codes are worth looking for in it."""
        with self._news:
            if search and self._watch:
                self._for_codes = frame
            if self._check:
                self._for_faces = frame
            self._news.notify()

    def order(self, job: Job) -> None:
        """To be done before the next picture is looked at."""
        with self._news:
            if isinstance(job, Check):
                self._check, self._for_faces = job.number, None
            elif job is None or job == self._check:
                self._check, self._for_faces = 0, None
            self._jobs.append(job)
            self._news.notify()

    def run(self) -> None:
        """Until the process ends."""
        while True:
            with self._news:
                if not (self._jobs or self._for_codes or self._for_faces):
                    self._news.wait(WAIT_S)
                jobs = tuple(self._jobs)
                self._jobs.clear()
                codes, face = self._next()
            for job in jobs:
                if self._faces is not None or isinstance(job, Refer | Check):
                    self._do(job, self._loaded())
                    give_back()
            if codes is not None:
                self._look_first_or_again(*codes)
            elif face is not None:
                self._take(LOOK_S, self._look_at_face, face, self._loaded())
            elif self._load:
                self._loaded()
            if self._faces is not None:
                self._judge(self._faces.wait(time.monotonic()))

    def _loaded(self) -> "Faces | NoFaces":
        """The faces, with their models. After the first picture, as importing them takes a
        while, and codes come first."""
        if self._faces is None:
            self._take_loading(self._load_faces)
        assert self._faces is not None
        return self._faces

    def _load_faces(self) -> None:
        try:
            from kiosk.vision.process.faces import Faces

            faces = Faces(self._threshold, self._describer, lit=self._lit)
            faces.load()
        except (ImportError, DeviceError, OSError):
            # Missing, damaged, or the end of the process that describes: codes go on.
            from kiosk.vision.process.no_faces import NoFaces

            self._faces = NoFaces()
        else:
            self._faces = faces
        give_back()

    def _next(self) -> tuple[tuple[Frame, int] | None, Frame | None]:
        """The picture to look at, for codes or for a face: in turn, where both are wanted."""
        codes, face = self._for_codes, self._for_faces
        self._turn = not self._turn if codes and face else face is not None
        if self._turn:
            self._for_faces = None
            return None, face
        self._for_codes = None
        return (codes, self._watch) if codes and self._watch else None, None

    def _take(self, seconds: float, work: Callable[..., None], *what: object) -> None:
        """Do it, and say from when on it takes too long."""
        self._until = time.monotonic() + seconds
        try:
            work(*what)
        finally:
            self._until = 0.0

    def _take_loading(self, work: Callable[..., None], *what: object) -> None:
        """The same for what loads libraries or models: some of that lets no other thread go on,
        so that the kiosk must know before."""
        self._tell(Loading(True))
        try:
            self._take(LOADING_S, work, *what)
        finally:
            self._tell(Loading(False))

    def _do(self, job: Job, faces: "Faces | NoFaces") -> None:
        if isinstance(job, Refer):
            self._take(REFERRING_S, lambda: self._tell(faces.refer(job)))
        elif isinstance(job, Check):
            self._judge(faces.begin(job, time.monotonic()))
        elif job is None:
            self._take(LOOK_S, faces.forget)
        else:
            faces.end(job)

    def _look_first_or_again(self, frame: Frame, watch: int) -> None:
        """The first search imports the second decoder, and more."""
        if self._has_searched:
            self._take(LOOK_S, self._look_for_codes, frame, watch)
        else:
            self._has_searched = True
            self._take_loading(self._look_for_codes, frame, watch)

    def _look_for_codes(self, frame: Frame, watch: int) -> None:
        found = self._search.search(frame.image, BUDGET_S)
        nearest = sorted(found.codes, key=lambda code: code.area, reverse=True)[:MOST_CODES]
        codes = tuple(Code(one.symbology, one.data, one.area, one.corners) for one in nearest)
        saw, told = Saw(watch, frame.taken, codes, found.hint), self._told
        if told is None or saw.hint is not told.hint:
            self._wake(frame.taken)
        elif not (saw.codes or told.codes) and saw.taken - told.taken < STILL_EMPTY_S:
            return
        self._told = saw
        self._tell(saw)

    def _look_at_face(self, frame: Frame, faces: "Faces | NoFaces") -> None:
        told = faces.look(frame)
        if isinstance(told, Guided):
            self._tell(told)
        else:
            self._judge(told)

    def _judge(self, judged: Judged | None) -> None:
        if judged is None:
            return
        with self._news:
            if judged.check == self._check:
                self._check, self._for_faces = 0, None
        self._tell(judged)
