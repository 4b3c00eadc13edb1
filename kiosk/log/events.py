"""Every event that the kiosk may write, with its fields, declared once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Event:
    meaning: str
    """For the hospital's IT: what happened, and what to look at."""
    fields: frozenset[str] = frozenset()
    level: str = "info"
    """``debug``, ``info``, ``warning`` or ``error``."""


def _fields(*names: str) -> frozenset[str]:
    return frozenset(names)


EVENTS: Mapping[str, Event] = MappingProxyType(
    {
        "kiosk-started": Event(
            "The kiosk is up; ms is the time from process start to the first page.",
            _fields("version", "kiosk", "ms"),
        ),
        "kiosk-stopped": Event("The kiosk ends in order.", _fields("kiosk")),
        "visit-started": Event("A document was presented, or a number is being typed."),
        "visit-ended": Event(
            "A visit is over: its outcome, the failure's code if it failed, and its length.",
            _fields("outcome", "code", "ms"),
        ),
        "step": Event("A step of a visit and how long it took.", _fields("name", "ms")),
        "device-state": Event(
            "A device or the link to the hospital changed its state, for example printer and "
            "paper-out, or hospital and away (docs/hospital-away.md); poor is a camera that sees, "
            "but less well than it should. Of a camera that does not see as it should, reason "
            "says why, once in a state; vision.md has for each what to do.",
            _fields("device", "state", "reason"),
        ),
        "eyes-ended": Event(
            "The process of camera, codes and faces ended and is started again: why (ended, "
            "broke, hung, memory, garbled, not-started), for a fault its type and place, and how "
            "often within a minute; at the third time the kiosk works on without a camera.",
            _fields("why", "kind", "where", "times"),
            "warning",
        ),
        "card-read": Event(
            "The chip of an ID card was read: how it was opened, the number of commands, the "
            "time, whether it was found genuine and, if not, why; files that could not be read.",
            _fields("protocol", "apdus", "ms", "verdict", "reason", "problems"),
        ),
        "card-failed": Event(
            "A chip could not be read to the end: why, and the number of commands until then.",
            _fields("code", "apdus"),
            "warning",
        ),
        "card-face-read": Event(
            "The picture of the holder's face was read from a chip: the time, its size, and "
            "whether it is the one that was signed.",
            _fields("ms", "bytes", "verdict", "reason"),
        ),
        "face-checked": Event(
            "A face was looked at, for verification (with the chip's picture) or identification: "
            "how the last try ended, or without-face where the patient went on, and how many "
            "tries there were.",
            _fields("purpose", "outcome", "tries"),
        ),
        "face-skipped": Event(
            "A face was not compared with the chip's picture: why (the camera is away, the "
            "picture could not be read or decoded, is not the signed one, or the card was taken "
            "away).",
            _fields("reason"),
        ),
        "face-kept": Event(
            "The hospital keeps a patient's face from now on (kept true), or keeps it no more.",
            _fields("kept"),
        ),
        "consents-unrecorded": Event(
            "So many consents to a face being compared are not on record at the hospital, and will "
            "not be: why (refused, too-old: it did not take them, or know the patient, in a day, "
            "too-many, ended: the kiosk did while the hospital was away).",
            _fields("count", "why"),
            "warning",
        ),
        "hospital-error": Event(
            "The hospital API did not do what was asked: away, garbled or refused, in this step.",
            _fields("kind", "step"),
            "warning",
        ),
        "print-job-kept": Event(
            "The print server does not let the kiosk erase its tickets, which have names in them, "
            "or take one back; said once. PreserveJobFiles is to be No (docs/printers.md).",
            level="warning",
        ),
        "journal-state": Event(
            "How the journal of check-ins is: ok, full, read-only, memory-only (new check-ins are "
            "in memory until the disk takes them), key-missing or unreadable-entries, of which "
            "there are so many (docs/journal.md).",
            _fields("state", "unreadable"),
            "warning",
        ),
        "journal-unwritten": Event(
            "The kiosk ends, and so many check-ins are not on disk as they are: it was full, "
            "read-only, or did not answer within 5 s (docs/journal.md).",
            _fields("count"),
            "error",
        ),
        "journal-set-aside": Event(
            "The journal's file was no journal any more and is kept as journal-TIME.broken beside "
            "a fresh one: why (damaged, not-ours, newer).",
            _fields("why"),
            "error",
        ),
        "numbers-ahead": Event(
            "The hospital lets the kiosk have so many numbers, to give them while it is away "
            "(docs/hospital-away.md).",
            _fields("count"),
        ),
        "journal-rejected": Event(
            "The hospital refused a check-in or what followed it, by this code; it is kept for "
            "staff (kiosk journal list).",
            _fields("reason"),
            "warning",
        ),
        "watchdog-silent": Event(
            "A part of the kiosk does not answer: ui (screen and pages), engine (visits) or "
            "journal. No sign of life goes to systemd meanwhile, which restarts the kiosk "
            "(docs/readiness.md).",
            _fields("part"),
            "error",
        ),
        "watchdog-answers": Event(
            "A part of the kiosk that was silent answers again.", _fields("part"), "warning"
        ),
        "out-of-order": Event(
            "The kiosk can serve nobody and says so: nothing-holds (hospital away, journal not on "
            "disk, no paper), visits-fail (one patient after the other was sent to the desk).",
            _fields("cause"),
            "error",
        ),
        "in-service": Event(
            "The kiosk serves again, after so many seconds out of order.",
            _fields("seconds"),
            "warning",
        ),
        "status-not-served": Event(
            "Nobody can ask this kiosk how it is: status.listen cannot be opened, mostly as "
            "another program has it. Patients are served all the same.",
            _fields("why"),
            "warning",
        ),
        "staff-page": Event(
            "Staff at the kiosk's own screen (docs/staff.md): what they did (asked, wrong-pin, "
            "locked, opened, left, idle, or a deed such as retry, show or test-print), with which "
            "part or check-in (the last six characters of its key), and how it ended.",
            _fields("what", "about", "result"),
        ),
        "staff-called": Event(
            "A patient called staff from this page, or the kiosk did as its camera failed (page "
            "camera); sent says whether the hospital took the call.",
            _fields("page", "sent"),
        ),
        "unexpected-error": Event(
            "A fault in the program: the exception's type, where it arose, the calls that led "
            "there (outermost first), and the type of what caused it. Send this line to the "
            "developers.",
            _fields("kind", "where", "trace", "cause"),
            "error",
        ),
        "library-message": Event(
            "A library warns. Its words are withheld, as they may quote a patient's data; "
            "the place in its code tells what it was.",
            _fields("library", "severity", "where"),
            "warning",
        ),
        "native-crash": Event(
            "The kiosk's process was ended by a fault below Python, before this start: the signal, "
            "where the program was, and the calls that led there (innermost first). The whole "
            "report is in the crashes folder of the state folder (docs/logs.md).",
            _fields("kind", "where", "trace"),
            "error",
        ),
        "log-left-out": Event(
            "So many lines of this event, from this place, were left out since this was told last: "
            "they came too fast.",
            _fields("name", "where", "lines"),
            "warning",
        ),
        "log-dropped": Event(
            "So many lines could not be written: the disk did not take them (why disk), or not "
            "fast enough (why queue).",
            _fields("why", "lines"),
            "warning",
        ),
        "log-undeclared": Event(
            "A fault in the program: it tried to log an event, a field or a value that is not "
            "allowed, which was left out.",
            _fields("name", "field"),
            "warning",
        ),
    }
)


def document() -> str:
    """``docs/log-events.md``: the table for the hospital's IT."""
    rows = "".join(
        f"| `{name}` | {event.level} | {_names(event)} | {event.meaning} |\n"
        for name, event in EVENTS.items()
    )
    return f"""\
# Log events

The kiosk writes one JSON object on a line to standard error or to the file that `log.file`
names: `time` (UTC), `level`, `event`, and the event's fields. There are no other events and no
other fields; values are numbers, true or false, short codes, or lists of these. Nothing in it
tells who a patient is. How to read it, and its bounds: [logs.md](logs.md).

| event | level | fields | meaning |
|---|---|---|---|
{rows}
Written from `kiosk/log/events.py`.
"""


def _names(event: Event) -> str:
    return ", ".join(f"`{field}`" for field in sorted(event.fields)) or "–"
