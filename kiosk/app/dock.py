"""The tester's dock, wired to the simulators of one kiosk."""

from kiosk.app.dock_cabinet import cabinet_of
from kiosk.app.dock_faces import FacesAtTheDock, face_number
from kiosk.app.dock_files import FilesAtTheDock
from kiosk.app.kiosk import Kiosk
from kiosk.app.painter.client import Painter
from kiosk.devices.printer import simulator
from kiosk.frontdesk.generate import Booking, Person, bookings, newcomers, people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import appointment_qr, bhyt_qr, cccd_qr, patient_code_qr
from kiosk.hospital.link import LinkMode
from kiosk.ui.dock import CardTable, Controls, DockFeed, DockParts, DockPerson, Paper

_PAPER = {
    Paper.PRESENT: simulator.Paper.PRESENT,
    Paper.NEAR_END: simulator.Paper.NEAR_END,
    Paper.OUT: simulator.Paper.OUT,
}


class _Link:
    """The kiosk's link, which exists only while the engine runs."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    @property
    def modes(self) -> tuple[LinkMode, ...]:
        return tuple(LinkMode)  # what a kiosk puts before its hospital speaks TLS

    @property
    def mode(self) -> LinkMode:
        return self._kiosk.link.mode if self._kiosk.link else LinkMode.PASS

    @mode.setter
    def mode(self, mode: LinkMode) -> None:
        if self._kiosk.link is not None:
            self._kiosk.link.mode = mode


def dock_of(kiosk: Kiosk) -> DockParts:
    """What the dock needs to steer ``kiosk``; real devices have no part in it."""
    feed = DockFeed()
    camera = None if kiosk.eyes is None else kiosk.eyes.hand
    first = kiosk.printers.first
    printer = first if isinstance(first, simulator.SimulatedPrinter) else None
    if printer is not None:
        kiosk.on_ticket = feed.printed

    def paper(state: Paper) -> None:
        assert printer is not None
        if state is Paper.RUNS_OUT:
            printer.run_out_in_next_ticket()
        else:
            printer.set_paper(_PAPER[state])

    painter = Painter()
    faces: FacesAtTheDock | None = None
    files: FilesAtTheDock | None = None
    if camera is not None:
        files = FilesAtTheDock(camera, painter)
        faces = FacesAtTheDock(camera, painter, lambda: kiosk.clock.now().date())
        feed.guided.connect(faces.follow)
    controls = Controls(
        camera=camera,
        paper=paper if printer is not None else None,
        link=_Link(kiosk) if kiosk.embedded is not None else None,
        clock=kiosk.clock,
        cards=_cards(kiosk),
        faces=faces,
        files=files,
        bad_camera=camera,
        cabinet=cabinet_of(kiosk),
    )
    return DockParts(dock_people(kiosk), controls, feed)


def _cards(kiosk: Kiosk) -> CardTable | None:
    if kiosk.issuer is None:
        return None
    from kiosk.app.dock_cards import CardsAtTheDock
    from kiosk.devices.card_reader.simulator import SimulatedCardReader

    assert isinstance(kiosk.card_reader, SimulatedCardReader)
    return CardsAtTheDock(kiosk.card_reader, kiosk.issuer)


def dock_people(kiosk: Kiosk) -> tuple[DockPerson, ...]:
    """Whoever has an ID card and an appointment today first: theirs is the shortest visit. Then
    people whom the embedded hospital does not know, then all others whom it does."""
    now = kiosk.clock.now()
    booked: dict[str, list[Booking]] = {}
    for booking in bookings(Premises.load(), now.date(), around=now.time()):
        booked.setdefault(booking.patient, []).append(booking)
    known = [_person(person, booked.get(person.id, [])) for person in people()]
    expected = [one for one in known if one.appointments and "cccd" in one.documents]
    others = [one for one in known if one not in expected]
    return (*expected, *(_person(person, []) for person in newcomers()), *others)


def _person(person: Person, booked: list[Booking]) -> DockPerson:
    documents: dict[str, str] = {}
    if person.card_issued:
        documents["cccd"] = cccd_qr(person)
    if person.coverage:
        documents["bhyt"] = bhyt_qr(person)
    if booked:
        documents["appointment"] = appointment_qr(booked[0])
    if person.code:
        documents["patient-code"] = patient_code_qr(person)
    return DockPerson(
        " · ".join(part for part in (person.name, person.birth[:4], person.code) if part),
        documents,
        appointments=tuple(f"{booking.start:%H:%M}" for booking in booked),
        chip=person.personal_number if person.card_issued else "",
        face=face_number(person),
        new=not person.code,
    )
