"""What a face of nobody is like: numbers drawn from a person's number."""

import enum
import random
from dataclasses import dataclass

_GREY_FROM, _WHITE_FROM = 45, 75
_GROWN = 15


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


def traits_of(number: str, sex: str, age: int) -> Traits:
    """The face of this person at this age: the same features, more or less wrinkled and grey.

    ``sex`` is ``M`` or ``F``. Any ``number`` will do; it is only what tells people apart.
    """
    rng = random.Random(f"head {number} {sex}")
    male = sex == "M"

    def any_() -> float:
        return rng.uniform(-1, 1)

    named = (
        "tone", "warmth", "width", "length", "jaw", "chin", "cheekbone", "cheek", "forehead",
        "eye_size", "eye_open", "eye_gap", "eye_tilt", "eye_depth", "lid", "brow_height",
        "brow_thick", "brow_tilt", "brow_arch", "brow_gap", "nose_length", "nose_width",
        "nose_bridge", "nose_tip", "mouth_width", "mouth_height", "upper_lip", "lower_lip",
        "mouth_curve", "frown", "socket", "bag", "muzzle", "hollow",
    )  # fmt: skip
    values = {name: any_() for name in named}
    styles = (
        (Hair.SHORT, Hair.CREW, Hair.SIDE, Hair.FRINGE, Hair.RECEDING, Hair.BALD)
        if male
        else (Hair.LONG, Hair.BOB, Hair.BUN, Hair.FRINGE, Hair.SIDE)
    )
    hair = rng.choice(styles)
    glasses = rng.choice((Glasses.NONE, Glasses.NONE, *Glasses))
    beard = rng.choice(tuple(Beard))
    grey_at = rng.uniform(_GREY_FROM, _WHITE_FROM)
    rest = {
        "hair_line": any_(),
        "hair_colour": rng.uniform(0, 0.3),
        "parting": any_(),
        "rim": rng.random(),
        "freckles": max(0.0, any_()),
        "lip_red": rng.uniform(0.0, 0.4) if male else rng.uniform(0.1, 1.0),
    }
    mole = (rng.uniform(-5, 5), rng.uniform(2, 9)) if rng.random() < 0.3 else (99.0, 99.0)
    clothes, seed = rng.randrange(6), rng.randrange(1 << 30)
    if age < _GROWN:
        beard = Beard.NONE
        hair = Hair.SHORT if hair in (Hair.RECEDING, Hair.BALD) else hair
    if age < 40 and hair is Hair.BALD:
        hair = Hair.CREW
    return Traits(
        age=age,
        male=male,
        child=min(max((_GROWN - age) / _GROWN, 0.0), 1.0),
        hair=hair,
        grey=min(max((age - grey_at) / 18, 0.0), 1.0),
        glasses=glasses if age >= 6 else Glasses.NONE,
        beard=beard if male else Beard.NONE,
        wrinkles=min(max((age - 32) / 45, 0.0), 1.0),
        mole=mole,
        clothes=clothes,
        seed=seed,
        **values,
        **rest,
    )
