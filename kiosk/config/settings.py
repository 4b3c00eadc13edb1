"""Every setting of a kiosk: name, type, default, meaning and bounds, declared once.

A section of the settings file is a class here, a key is a field. The defaults make a
complete kiosk with simulated devices and the embedded hospital.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.config import form
from kiosk.config.form import setting
from kiosk.config.hospital import Hospital
from kiosk.config.insurance import Insurance
from kiosk.config.journal import Journal
from kiosk.config.staff import Staff
from kiosk.config.status import Status


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Who this kiosk is."""

    id: str = setting(
        "kiosk-1",
        "This kiosk's name at the hospital: on check-ins, in calls for staff, in the log.",
        form.matching(r"[A-Za-z0-9._-]{1,64}", "1 to 64 of A-Z a-z 0-9 . _ -"),
    )
    hospital_name_vi: str = setting(
        "Bệnh viện Đa khoa Hồ Sen",
        "The hospital's name on screen and ticket, Vietnamese.",
        form.words(80),
    )
    hospital_name_en: str = setting("Ho Sen General Hospital", "The same, English.", form.words(80))
    languages: tuple[str, ...] = setting(
        ("vi", "en"), "What the kiosk speaks; it starts in the first.", form.languages()
    )
    desk_vi: str = setting(
        "quầy tiếp đón",
        'The desk that helps when the kiosk cannot, as in "Mời quý khách đến …".',
        form.words(60),
    )
    desk_en: str = setting(
        "the reception desk", 'The same, as in "Please go to …".', form.words(60)
    )
    elsewhere_vi: str = setting(
        "",
        "Where another kiosk stands, for the page of one that is out of order.",
        form.words(60, empty=True),
    )
    elsewhere_en: str = setting("", "The same, English.", form.words(60, empty=True))


@dataclass(frozen=True, slots=True)
class Display:
    """The touchscreen."""

    width_mm: float = setting(
        0.0,
        "Width of the visible picture, measured with a ruler: sizes of text and buttons follow it.",
        form.zero_or_between("unknown: ask the screen", 50, 3000, "mm"),
    )
    window: str = setting(
        "", "A window of this size in pixels instead of the full screen.", form.window()
    )
    renderer: str = setting(
        "auto",
        "Who draws the pages; auto takes the hardware where there is a graphics processor.",
        form.one_of("auto", "software", "hardware"),
    )
    reduced_motion: bool = setting(False, "Pages change without moving.", form.switch())

    @property
    def window_size(self) -> tuple[int, int] | None:
        """Width and height in pixels; ``None`` is the full screen."""
        if not self.window:
            return None
        width, _, height = self.window.partition("x")
        return int(width), int(height)


@dataclass(frozen=True, slots=True)
class Camera:
    """The camera that reads codes."""

    source: str = setting(
        "simulated",
        "Where pictures come from. Without camera (none) patients type their number.",
        form.camera_source(),
    )
    width: int = setting(1280, "Width asked of the camera.", form.between(320, 4096, "pixels"))
    height: int = setting(720, "Height asked of the camera.", form.between(240, 4096, "pixels"))


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner that reads codes by itself, beside the camera or in its place."""

    source: str = setting(
        "none",
        "Where scans come from: a serial line (9600 bits a second unless a RATE is given), or the "
        "keys that a scanner types (keyboard), which damages names: see docs/scanners.md.",
        form.scanner_source(),
    )


@dataclass(frozen=True, slots=True)
class Face:
    """The patient's face. Patients are asked each time, and who declines loses nothing."""

    verify: bool = setting(
        True,
        "Compare the face with the picture in the chip of the card; otherwise the desk looks.",
        form.switch(),
    )
    identify: bool = setting(
        False,
        "Recognise returning patients without a card, if they agreed to it; the hospital keeps "
        "descriptions of their faces and must offer it.",
        form.switch(),
    )
    threshold: float = setting(
        0.5,
        "Largest distance of a face from the chip's picture that counts as the same person: at "
        "0.5 about 1 stranger in 4,000 passes, at 0.6 about 1 in 180 (docs/faces.md).",
        form.between(0.3, 0.6),
    )
    light: bool = setting(
        True,
        "Tell screens from faces by the page's own light, which changes softly while a face is "
        "looked at. Without it, films on a screen that stands still are taken for faces "
        "(docs/presentation-attacks.md).",
        form.switch(),
    )


@dataclass(frozen=True, slots=True)
class CardReader:
    """The reader of chip ID cards."""

    source: str = setting(
        "simulated",
        "Which readers are listened to: all that PC/SC (pcscd) knows, or those with this in "
        "their name.",
        form.card_reader_source(),
    )
    trust: str = setting(
        "",
        "A folder with the certificates of the country's signers (CSCA; .cer .crt .der .pem, "
        "master lists .ml). Without it no real card is shown as verified.",
        form.path(),
    )
    required: bool = setting(
        False,
        "The code on an ID card is not enough: its chip must be read before the visit goes on.",
        form.switch(),
    )


@dataclass(frozen=True, slots=True)
class Printer:
    """The ticket printer."""

    target: str = setting(
        "simulated",
        "Where tickets go. png and pdf write pictures, file writes what the printer would get.",
        form.printer_target(),
    )
    spare: str = setting(
        "",
        "A second printer with paper of the same width. It prints what the first one does not.",
        form.printer_target(empty=True),
    )
    paper_mm: int = setting(80, "Width of the paper in mm.", form.one_of(80, 58))
    roll_m: float = setting(
        80.0,
        "Length of a new roll in metres; how many tickets are left is reckoned from it.",
        form.zero_or_between("unknown: nothing is reckoned", 5, 500, "m"),
    )


@dataclass(frozen=True, slots=True)
class Documents:
    """The codes that only this hospital knows. What matches none of them is tried as
    CCCD and BHYT."""

    patient_code: str = setting(
        r"^(?:BN[:-]?)?(?P<code>\d{8})$",
        "The hospital's patient code, as a code or typed.",
        form.pattern("code"),
    )
    appointment: str = setting(
        r"^HEN[:-](?P<appointment>[A-Za-z0-9.-]{1,64})$",
        "The code on an appointment slip.",
        form.pattern("appointment"),
    )
    vneid: str = setting(
        "",
        "The code of the VNeID app, where it is not the one of the card.",
        form.pattern("number", empty=True),
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """The pace of a visit. Times may be lengthened; patients lose nothing by it."""

    idle_s: int = setting(
        60, 'Silence before "are you still there?".', form.between(30, 600, "seconds")
    )
    warning_s: int = setting(30, "Time to answer that question.", form.between(20, 300, "seconds"))
    done_s: int = setting(
        60,
        "How long the ticket's page stays if nobody touches it.",
        form.between(10, 600, "seconds"),
    )
    confirm: bool = setting(
        True,
        "Ask one tap to confirm. Without it, who has one appointment and valid insurance gets "
        "the ticket at once.",
        form.switch(),
    )


@dataclass(frozen=True, slots=True)
class Log:
    """What the kiosk writes about itself; never anything about a patient."""

    level: str = setting(
        "info",
        "The least important events written.",
        form.one_of("debug", "info", "warning", "error"),
    )
    file: str = setting("", "Where to; empty is standard error, which systemd keeps.", form.path())
    file_mb: int = setting(
        10, "The file is put aside, as FILE.1, before it is larger.", form.between(1, 1000, "MB")
    )
    files: int = setting(
        10, "So many files at most, the one being written included.", form.between(2, 100)
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set on one kiosk."""

    kiosk: Kiosk = field(default_factory=Kiosk)
    display: Display = field(default_factory=Display)
    camera: Camera = field(default_factory=Camera)
    scanner: Scanner = field(default_factory=Scanner)
    face: Face = field(default_factory=Face)
    card_reader: CardReader = field(default_factory=CardReader)
    printer: Printer = field(default_factory=Printer)
    hospital: Hospital = field(default_factory=Hospital)
    insurance: Insurance = field(default_factory=Insurance)
    documents: Documents = field(default_factory=Documents)
    visit: Visit = field(default_factory=Visit)
    journal: Journal = field(default_factory=Journal)
    staff: Staff = field(default_factory=Staff)
    log: Log = field(default_factory=Log)
    status: Status = field(default_factory=Status)

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Settings that are right alone but not together: dotted key, and what is wrong."""
        yield from self.hospital.conflicts()
        if self.card_reader.required and self.card_reader.source == "none":
            yield "card_reader.required", "needs a reader: card_reader.source is none"
        if self.printer.spare == self.printer.target != "simulated":
            yield "printer.spare", "is the same printer as printer.target"
