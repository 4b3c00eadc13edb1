"""What a face of nobody is like: numbers drawn from a person's number."""

import enum
import math
import random
from dataclasses import dataclass, replace

from kiosk.app.heads.chosen import NAMES, Look, chosen

_GREY_FROM, _WHITE_FROM = 45, 75
_GROWN, _GLASSES_FROM, _BALD_FROM = 15, 10, 40


class Hair(enum.Enum):
    """How the hair is worn."""

    SHORT = "short"
    CREW = "crew"
    SIDE = "side"
    """Parted at the side, swept across the forehead."""
    FRINGE = "fringe"
    LONG = "long"
    """Parted in the middle, over the shoulders."""
    BOB = "bob"
    BUN = "bun"
    RECEDING = "receding"
    BALD = "bald"


class Glasses(enum.Enum):
    NONE = "none"
    ROUND = "round"
    SQUARE = "square"
    HALF = "half"
    """A rim above only."""
    WIDE = "wide"


class Beard(enum.Enum):
    NONE = "none"
    STUBBLE = "stubble"
    MOUSTACHE = "moustache"
    GOATEE = "goatee"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Traits:
    """A face. Unless said otherwise, each runs from -1 to 1 and 0 is the middle of people."""

    age: int
    male: bool
    child: float
    """0 for adults, 1 for a baby."""
    tone: float
    warmth: float
    width: float
    length: float
    jaw: float
    chin: float
    cheekbone: float
    cheek: float
    """How full the cheeks are."""
    forehead: float
    eye_size: float
    eye_open: float
    eye_gap: float
    eye_tilt: float
    eye_depth: float
    lid: float
    """How much of the upper lid shows above the lashes."""
    brow_height: float
    brow_thick: float
    brow_tilt: float
    brow_arch: float
    brow_gap: float
    nose_length: float
    nose_width: float
    nose_bridge: float
    nose_tip: float
    mouth_width: float
    mouth_height: float
    """How far below the nose."""
    upper_lip: float
    lower_lip: float
    mouth_curve: float
    frown: float
    """How dark it is between the brows; below 0 it is light."""
    socket: float
    """How dark it is around the eyes."""
    bag: float
    """How dark it is below them."""
    muzzle: float
    """How dark it is around the mouth."""
    hollow: float
    """How dark it is below the cheekbones."""
    lip_red: float
    """0 to 1."""
    hair: Hair
    hair_line: float
    hair_colour: float
    """0 black, 0.3 brown."""
    grey: float
    """Share of grey hair, 0 to 1."""
    parting: float
    glasses: Glasses
    rim: float
    """0 light metal, 1 black and thick."""
    beard: Beard
    wrinkles: float
    """0 to 1."""
    freckles: float
    """0 to 1."""
    mole: tuple[float, float]
    """Where, in centimetres from between the eyes; far off for none."""
    clothes: int
    seed: int


_HAIR_OF_MEN = (Hair.SHORT, Hair.CREW, Hair.SIDE, Hair.FRINGE, Hair.RECEDING, Hair.BALD)
_HAIR_OF_WOMEN = (Hair.LONG, Hair.BOB, Hair.BUN, Hair.FRINGE, Hair.SIDE)
_LIMITS = {"tone": 1.2, "warmth": 1.0, "eye_open": 1.2, "lid": 1.2, "mouth_curve": 1.3}
_LIMIT, _MIDDLE = 1.5, 0.3
_OPPOSITE = 0.5
"""Of a trait; more of it, and one face in twenty is no longer found as one."""


def traits_of(number: str, sex: str, age: int, look: Look | None = None) -> Traits:
    """The face of this person at this age: the same features, more or less wrinkled and grey.

    ``sex`` is ``M`` or ``F``. Any ``number`` will do; it is only what tells people apart. With
    a ``look``, that instead of the person's own.
    """
    rng = random.Random(f"head {number} {sex}")
    male = sex == "M"
    by_lot = look_by_lot(rng, male=male)
    grey_at = rng.uniform(_GREY_FROM, _WHITE_FROM)
    parting, rim, freckles = rng.uniform(-1, 1), rng.random(), max(0.0, rng.uniform(-1, 1))
    mole = (rng.uniform(-5, 5), rng.uniform(2, 9)) if rng.random() < 0.3 else (99.0, 99.0)
    clothes, seed = rng.randrange(6), rng.randrange(1 << 30)
    look = look or chosen(number) or by_lot
    hair, glasses, beard = _worn(look, male, age)
    return Traits(
        age=age,
        male=male,
        child=min(max((_GROWN - age) / _GROWN, 0.0), 1.0),
        hair=hair,
        hair_colour=look.hair_colour,
        grey=min(max((age - grey_at) / 18, 0.0), 1.0),
        parting=parting,
        glasses=glasses,
        rim=rim,
        beard=beard,
        lip_red=look.lip_red,
        wrinkles=min(max((age - 32) / 45, 0.0), 1.0),
        freckles=freckles,
        mole=mole,
        clothes=clothes,
        seed=seed,
        **look.values,
    )


def traits_unlike(number: str, sex: str, age: int) -> Traits:
    """The face of somebody else of this sex and age, as unlike this person as people are."""
    theirs = traits_of(number, sex, age)
    other = random.Random(f"unlike {number} {sex}")
    look = look_by_lot(other, male=sex == "M")
    values = {name: -_OPPOSITE * getattr(theirs, name) for name in NAMES}
    return traits_of(f"unlike {number}", sex, age, replace(look, values=values))


def limit_of(name: str) -> float:
    """How far this trait goes, either way."""
    return _LIMITS.get(name, _LIMIT)


def trait_by_lot(rng: random.Random, name: str) -> float:
    """Rather from the ends than from the middle: that tells faces apart."""
    drawn = rng.uniform(-1, 1)
    return math.copysign(_MIDDLE + (1 - _MIDDLE) * abs(drawn), drawn) * limit_of(name)


def look_by_lot(rng: random.Random, *, male: bool) -> Look:
    """Any face, with each trait near one of its ends: a stranger to all others, and a caricature
    now and then. One in ten is hardly found as a face."""
    return _look(rng, {name: trait_by_lot(rng, name) for name in NAMES}, male=male)


def ordinary_look(rng: random.Random, *, male: bool) -> Look:
    """A face as most are, with each trait anywhere between those of people."""
    return _look(rng, {name: rng.uniform(-1, 1) for name in NAMES}, male=male)


def _look(rng: random.Random, values: dict[str, float], *, male: bool) -> Look:
    hair = rng.choice(_HAIR_OF_MEN if male else _HAIR_OF_WOMEN)
    glasses = rng.choice((Glasses.NONE, Glasses.NONE, *Glasses))
    beard = rng.choice(tuple(Beard))
    red = rng.uniform(0.0, 0.4) if male else rng.uniform(0.1, 1.0)
    return Look(
        values,
        red,
        rng.uniform(0, 0.3),
        tuple(Hair).index(hair),
        tuple(Glasses).index(glasses),
        tuple(Beard).index(beard),
    )


def _worn(look: Look, male: bool, age: int) -> tuple[Hair, Glasses, Beard]:
    """What goes with this age."""
    hair, glasses = tuple(Hair)[look.hair], tuple(Glasses)[look.glasses]
    beard = tuple(Beard)[look.beard] if male else Beard.NONE
    if age < _GROWN:
        beard = Beard.NONE
        hair = Hair.SHORT if hair in (Hair.RECEDING, Hair.BALD) else hair
    if age < _BALD_FROM and hair is Hair.BALD:
        hair = Hair.CREW
    return hair, glasses if age >= _GLASSES_FROM else Glasses.NONE, beard
