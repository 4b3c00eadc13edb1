"""The settings of the section ``journal``: where it is, and for how long it keeps what."""

from dataclasses import dataclass

from kiosk.config import form
from kiosk.config.form import setting


@dataclass(frozen=True, slots=True)
class Journal:
    """The record of every check-in on this machine, by which nobody is lost."""

    folder: str = setting(
        "",
        "Where it is. Empty is journal in the kiosk's state folder ($STATE_DIRECTORY).",
        form.path(),
    )
    key_file: str = setting(
        "",
        "The key that patients' data in it is encrypted with: 32 bytes, or these in base64, "
        "readable by the kiosk alone. Empty takes systemd's credential journal-key, or else makes "
        "a key beside the journal.",
        form.path(),
    )
    erase_after_h: int = setting(
        24,
        "Patients' data is erased so long after the hospital confirmed the ticket, or staff dealt "
        "with it.",
        form.between(0, 720, "hours"),
    )
    keep_days: int = setting(
        30,
        "What is left of an entry then (times, states, numbers) is deleted after so long; of what "
        "still waits for staff, patients' data is erased.",
        form.between(1, 366, "days"),
    )
    hold_min: int = setting(
        15,
        "So long a number without paper waits for its patient, before it is given back.",
        form.between(1, 240, "minutes"),
    )
    prefix: str = setting(
        "",
        "What the kiosk's own numbers begin with, while the hospital is away: K1 gives K1-007. No "
        "two kiosks of a hospital may have the same. Empty makes it from kiosk.id: kiosk-1 has K1.",
        form.matching(r"[A-Z0-9]{0,6}", "up to six capital letters and digits"),
    )
