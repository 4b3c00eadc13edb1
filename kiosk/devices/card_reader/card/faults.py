"""What can be wrong with a simulated card."""

from dataclasses import dataclass


class Pulled(Exception):
    """The card was taken away in the middle of a command: there is no answer."""


@dataclass(frozen=True, slots=True)
class Faults:
    """A card's faults; the default is a sound one."""

    pulled_at_apdu: int = 0
    """Taken away when this command comes, counted from 1 since power-on. Happens once: laid
    again, the card stays."""
    flipped_bit_at: int = 0
    """One bit of the answer to this command is wrong, counted from 1 since power-on; once."""
    expired_dsc: bool = False
    """The document signer's certificate ended years ago."""
    missing_dg13: bool = False
    wrong_hash: int = 0
    """The number of a data group that was changed after it was signed; 0 for none."""
    largest_le: int | None = None
    """The longest answer, without its status word, that the chip's buffer holds: it refuses to
    read more at once (224, 160 and 128 are seen)."""
    tells_largest_le: bool = False
    """Refuses with 6Cxx, which tells the length, instead of 6700."""
    refuses_select_mf: bool = False
    """Answers 6D00 to SELECT of the master file, as some cards do."""
    foreign_signer: bool = False
    """Signed under another CSCA of the same name: a forgery."""
    copied: bool = False
    """A clone: all files right, the chip's private keys not."""
    bank_card: bool = False
    """No identity card: there is no eMRTD application."""
    wrong_can: bool = False
    """The CAN is not the last six digits of the personal number."""
    mute: bool = False
    """Does not answer to reset: it lies the wrong way round."""
