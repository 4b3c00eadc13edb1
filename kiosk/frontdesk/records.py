"""What the store keeps, as values. Structs, not dataclasses: these become rows at C speed, where
``dataclasses.astuple`` copies deeply, in every check-in."""

import msgspec

PERSONAL = "personal"
"""Kind of identifier: the 12-digit personal number (CCCD)."""
INSURANCE = "insurance"
"""Kind of identifier: ten-digit social-insurance number, or the old 15-character card."""
CODE = "code"
"""Kind of identifier: the hospital's patient code."""


DOCUMENT = "document"
"""How a patient was seen: by a code or a typed number, which prove nothing."""
CHIP = "chip"
"""How a patient was seen: their card's chip is genuine."""
FACE = "face"
"""How a patient was seen: the chip is genuine, and the face is its holder's."""
DESK = "desk"
"""How a patient was seen: not well enough. Staff compare the card with who holds it, once."""

VERIFICATION = "face-verification"
"""Purpose of a consent: compare the face with the chip's once, and keep nothing."""
IDENTIFICATION = "face-identification"
"""Purpose of a consent: keep a description of the face, to be known again."""

LEASED = "leased"
"""State of a number that a kiosk has ahead: it may be on paper by now."""
USED = "used"
"""State of such a number: a check-in was told with it."""
RETURNED = "returned"
"""State of such a number: its kiosk gave it back, or its service closed."""
NOT_USED = "not-used"
"""State of such a number: its day is over, and no check-in was told with it."""


class Identifier(msgspec.Struct, frozen=True):
    kind: str
    value: str


class Patient(msgspec.Struct, frozen=True):
    id: str
    name: str
    gender: str
    birth: str
    """A year, or an ISO date."""
    address: str
    phone: str
    identifiers: tuple[Identifier, ...]
    face_enrolled: bool = False
    """Whether the hospital knows them by their face."""


class Coverage(msgspec.Struct, frozen=True):
    id: str
    result: str
    """Result code of the insurer's gateway."""
    percent: int
    valid_to: str


class Appointment(msgspec.Struct, frozen=True):
    id: str
    patient: str
    start: str
    """ISO 8601 with +07:00."""
    service: str
    room: str
    status: str
    encounter: str | None
    """The check-in that kept it."""


class Encounter(msgspec.Struct, frozen=True):
    """A ticket and the visit behind it."""

    seq: int
    """Order of arrival."""
    id: str
    patient: str
    service: str
    day: str
    number: str
    room: str
    coverage: str | None
    kiosk: str
    reasons: str
    """Codes of the law's priority groups, with spaces between."""
    priority: int
    """1 for who goes ahead by law, 0 for the others."""
    status: str
    paper: str
    issued: str
    token: str
    """Opaque and random: the address of the follow-up page."""
    queue: str
    """The service in whose line it stands now: another one while it is transferred."""
    place: float
    """Order in a line, the earlier the smaller; of arrival, unless it was absent."""
    absences: int = 0
    called: str | None = None
    """When it was called into the room that it is in."""
    back_to: str | None = None
    """The room to go back to after a transfer."""
    moved_from: str | None = None
    """The room before the last move."""
    bound: int = 0
    """1 if an appointment bound it to its room."""
    identity: str = DOCUMENT
    """How it was seen at the kiosk that the patient is who the document names."""
    provisional: str = ""
    """The numbers that kiosks gave by themselves while this server was away, as printed, with
    spaces between; or of a block, where this ticket was the patient's already."""
    arrival: float | None = None
    """Where it stands in the order of arrival; ``None``: at :attr:`seq`."""

    @property
    def arrived(self) -> float:
        """Its place in the order of arrival."""
        return float(self.seq) if self.arrival is None else self.arrival


class Present(msgspec.Struct, frozen=True):
    """What is shown of a ticket that waits or is inside: so much of its :class:`Encounter`. Boards
    and phones read all of them at a time."""

    id: str
    token: str
    number: str
    queue: str
    room: str
    status: str
    priority: int
    moved_from: str | None
    back_to: str | None
    day: str
    place: float
    seq: int


class Consent(msgspec.Struct, frozen=True):
    """What a patient agreed to at a kiosk."""

    id: str
    key: str
    """A UUID, the same for the same consent sent twice."""
    patient: str
    purpose: str
    wording: str
    """Which text was read, with its version."""
    language: str
    """Of that text, BCP 47."""
    given: str
    """When, ISO 8601 with +07:00."""
    kiosk: str
    withdrawn: str | None = None
    """Since when it holds no more."""


class Request(msgspec.Struct, frozen=True):
    """A check-in that was answered, under its key."""

    digest: bytes
    encounter: str
    reissued: bool


class Known(msgspec.Struct, frozen=True):
    """What a check-in needs to know first."""

    given: Request | None
    """How its key was answered before."""
    birth: str | None
    """The patient's birth date; ``None`` if there is no such patient."""
    covered: bool
    """Whether the coverage is the patient's."""
    held: str | None
    """The ticket that the patient holds for the service."""


class LeaseBlock(msgspec.Struct, frozen=True):
    """Numbers that a kiosk was given ahead with one request."""

    key: str
    digest: bytes
    """Of the request: tells it from another one under the same key."""
    kiosk: str
    who: str
    """Who asked, as the audit has it."""
    at: str


class LeaseCount(msgspec.Struct, frozen=True):
    """How many numbers ahead of a service, of one day, are so that one client asked for."""

    service: str
    who: str
    """As the audit has it."""
    state: str
    count: int


class Lease(msgspec.Struct, frozen=True):
    """One number that a kiosk was given ahead."""

    day: str
    number: str
    service: str
    room: str
    """Where it leads."""
    kiosk: str
    who: str
    block: str
    at: str
    """When it was given to the kiosk; as all times, ISO 8601 with +07:00."""
    ends: str
    """Until when the kiosk may give it to a patient."""
    state: str
    encounter: str | None = None
    """The ticket that its holder has."""


class Waiting(msgspec.Struct, frozen=True):
    """How many wait in a room now."""

    ordinary: int = 0
    priority: int = 0

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(self.ordinary + other.ordinary, self.priority + other.priority)

    @property
    def all(self) -> int:
        return self.ordinary + self.priority
