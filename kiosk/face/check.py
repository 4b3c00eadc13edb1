"""One try to see whose face it is: guidance, comparison, and whether it is alive."""

import enum
from collections.abc import Sequence

from kiosk.face.compare import SAME_VISIT, VERIFY, as_bytes, distance, mean
from kiosk.face.describe import describe
from kiosk.face.descriptor import Descriptor
from kiosk.face.detect import detect
from kiosk.face.guidance import goodness, hint_for
from kiosk.face.liveness.base import LivenessCheck, LivenessState
from kiosk.face.portrayal import Portrayal
from kiosk.face.seen import Image, SeenFace
from kiosk.face.steady import SteadyHint
from kiosk.face.track import Track
from kiosk.model.face import FaceGuide, FaceOutcome, FaceSight, FaceVerdict
from kiosk.model.guidance import FaceHint

TRY_S = 12.0
"""Without a face that can be compared, the try ends."""
MOST_S = 20.0
"""And also with one, if faces come and go."""
CHALLENGE_S = 60.0
"""The check for attacks bounds itself; this is for one that does not."""
END_S = 5.0
"""After the last movement, until the face looks straight again."""
BETWEEN_S = 0.4
"""Between two looks at whether the moving face is still the same."""
BETWEEN_BLINKS_S = 0.7
"""The same while a blink is awaited: a look takes 60 ms, a blink as little as 150."""
MOST_TURNED = 22.0
"""Degrees of yaw at which a face is still described well enough to know it again."""
FAR_EVERY = 5
"""Without a face, each so many frames faces farther away are looked for, to call them nearer."""
CLEARLY = 0.1
"""So far below the threshold a distance stays below it in every frame."""
MATCHING_SHARE, MOVING_SHARE = 0.3, 0.6
"""Of the progress that is shown."""


class _Stage(enum.Enum):
    COMPARING = enum.auto()
    MOVING = enum.auto()
    ENDING = enum.auto()


class FaceCheck:
    """Looks at frames until there is a verdict; not for two threads.

    First the face is compared, in the best of several frames, then asked to move. Whoever moves
    must be the one that was compared: the face may not leave its place, it is described again
    while it moves, and at the end once more. A face that is not like the reference is not asked
    to move at all.
    """

    def __init__(
        self,
        reference: Descriptor | None,
        liveness: LivenessCheck,
        *,
        want_descriptor: bool = False,
        threshold: float = VERIFY,
    ) -> None:
        self._reference = reference
        self._liveness = liveness
        self._want_descriptor = want_descriptor
        self._threshold = threshold
        self._stage = _Stage.COMPARING
        self._since: float | None = None
        self._hint = SteadyHint()
        self._track = Track()
        self._first = Portrayal()
        self._last = Portrayal()
        self._described = 0.0
        self._strange = 0
        self._empty = 0
        self._verdict: FaceVerdict | None = None

    def look(self, image: Image, taken: float) -> FaceSight:
        """``taken``: seconds on one clock that does not go back, when the frame left the camera.

        Blocks for 20 to 90 ms. After the verdict nothing is looked at any more.
        """
        if self._verdict is not None:
            return self._verdict
        if self._since is None:
            self._since = taken
        faces = self._faces(image)
        if self._stage is _Stage.COMPARING:
            sight = self._compare(image, faces, taken)
        else:
            sight = self._watch(image, faces, taken)
        if isinstance(sight, FaceVerdict):
            self._verdict = sight
            self._first, self._last, self._reference = Portrayal(), Portrayal(), None
        return sight

    def _faces(self, image: Image) -> tuple[SeenFace, ...]:
        """While the face moves only it matters, and it is looked at more often."""
        if self._stage is not _Stage.COMPARING:
            return detect(image, near=self._track.place) or detect(image)
        faces = detect(image)
        self._empty = 0 if faces else self._empty + 1
        if self._empty % FAR_EVERY == FAR_EVERY - 1:
            return detect(image, far=True)
        return faces

    def _compare(self, image: Image, faces: Sequence[SeenFace], taken: float) -> FaceSight:
        hint = self._hint.of(hint_for(image, faces), taken)
        usable = hint is FaceHint.GOOD and bool(faces)
        if usable:
            face = faces[0]
            if not self._track.follows(face, taken):
                self._first = Portrayal()
            self._first.add(describe(image, face), goodness(face))
            if self._compared():
                self._enter(_Stage.MOVING, taken)
                return self._watch(image, faces, taken)
            if self._first.full:
                return FaceVerdict(FaceOutcome.NOT_MATCHED, self._apart(self._first.portrait))
        if taken - self._began > (MOST_S if usable else TRY_S):
            return FaceVerdict(FaceOutcome.NO_FACE)
        return FaceGuide(hint, _rounded(MATCHING_SHARE * self._first.share))

    def _compared(self) -> bool:
        """Whether the face is like the reference. Two frames are enough where it is clear."""
        if not self._first.some:
            return False
        apart = self._apart(self._first.portrait)
        clear = apart is not None and apart <= self._threshold - CLEARLY
        return clear or (self._first.enough and (apart is None or apart <= self._threshold))

    def _watch(self, image: Image, faces: Sequence[SeenFace], taken: float) -> FaceSight:
        face = self._track.same(faces, taken)
        if face is None:
            return self._missed(image, faces, taken)
        if self._stage is _Stage.MOVING:
            return self._move(image, face, taken)
        return self._end(image, face, taken)

    def _missed(self, image: Image, faces: Sequence[SeenFace], taken: float) -> FaceSight:
        if self._track.lost(taken):
            return FaceVerdict(FaceOutcome.NO_FACE)
        hint = self._liveness.hint if self._stage is _Stage.MOVING else FaceHint.STRAIGHT
        return FaceGuide(hint or hint_for(image, faces), self._moved, self._liveness.light)

    def _move(self, image: Image, face: SeenFace, taken: float) -> FaceSight:
        self._liveness.look(image, face, taken)
        state = self._liveness.state
        late = taken - self._began > CHALLENGE_S
        if state is LivenessState.NOT_LIVE or late or self._exchanged(image, face, taken):
            return FaceVerdict(FaceOutcome.NOT_LIVE)
        if state is LivenessState.LIVE:
            self._enter(_Stage.ENDING, taken)
            return self._end(image, face, taken)
        return FaceGuide(self._liveness.hint or FaceHint.GOOD, self._moved, self._liveness.light)

    def _exchanged(self, image: Image, face: SeenFace, taken: float) -> bool:
        """Whether another one moves than was compared: a photograph for the comparison, and
        one's own face for the movements. Two looks must say so, as one may be blurred."""
        between = BETWEEN_BLINKS_S if self._liveness.hint is FaceHint.BLINK else BETWEEN_S
        if abs(face.yaw) > MOST_TURNED or taken - self._described < between:
            return False
        self._described = taken
        near = distance(describe(image, face), self._first.portrait) <= SAME_VISIT
        self._strange = 0 if near else self._strange + 1
        return self._strange >= 2

    def _end(self, image: Image, face: SeenFace, taken: float) -> FaceSight:
        hint = hint_for(image, (face,))
        if hint in (FaceHint.GOOD, FaceHint.COVERED):
            self._last.add(describe(image, face), goodness(face))
            sight = self._judged()
            if sight is not None:
                return sight
        if taken - self._began > END_S:
            return FaceVerdict(FaceOutcome.NO_FACE)
        return FaceGuide(self._hint.of(hint, taken), self._moved)

    def _judged(self) -> FaceVerdict | None:
        """The verdict on the face that moved; None where another picture may help it."""
        first, last = self._first.portrait, self._last.portrait
        apart = self._apart(last)
        same = distance(first, last) <= SAME_VISIT
        if same and (apart is None or apart <= self._threshold):
            whole = mean([first, last])
            return FaceVerdict(
                FaceOutcome.CAPTURED if self._reference is None else FaceOutcome.MATCHED,
                self._apart(whole),
                as_bytes(whole) if self._want_descriptor else b"",
            )
        if not self._last.enough:
            return None
        return FaceVerdict(FaceOutcome.NOT_MATCHED if same else FaceOutcome.NOT_LIVE, apart)

    def _apart(self, portrait: Descriptor) -> float | None:
        return None if self._reference is None else distance(portrait, self._reference)

    def _enter(self, stage: _Stage, taken: float) -> None:
        self._stage = stage
        self._since = self._described = taken

    @property
    def _began(self) -> float:
        """When the present stage did."""
        assert self._since is not None
        return self._since

    @property
    def _moved(self) -> float:
        share = 1.0 if self._stage is _Stage.ENDING else self._liveness.share
        return _rounded(MATCHING_SHARE + MOVING_SHARE * share)


def _rounded(share: float) -> float:
    """So that a guide is told anew only when something is seen to change."""
    return round(min(1.0, max(0.0, share)) * 20) / 20
