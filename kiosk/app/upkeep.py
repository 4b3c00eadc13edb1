"""What staff see of the kiosk's parts on its own screen, and do with them."""

import asyncio
from collections.abc import Iterator

from kiosk.app.kiosk import Kiosk
from kiosk.app.printers import Station
from kiosk.app.readiness.board import Seen
from kiosk.app.readiness.parts import parts_now
from kiosk.app.sample_ticket import sample_ticket
from kiosk.checkin.cards import CardState, Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.staff_journal import listed
from kiosk.checkin.staff_screens import Deed, Listed, Part, Said, Standing
from kiosk.devices.card_reader.base import CardReader, Served, ServiceState
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import HospitalAway, HospitalError, HospitalRefused
from kiosk.hospital.base import NOT_OFFERED
from kiosk.log import log, unexpected
from kiosk.ticket import render
from kiosk.vision.camera_state import CameraState

CAMERA_S = 8.0
"""So long it is waited for what comes of a camera that was started anew."""
TEST = "test"
"""Named in a call for staff that is only a test."""
_WELL = (PrinterState.READY, PrinterState.UNKNOWN)
_ON_PRINTERS = (Deed.TEST_PRINT, Deed.NEW_ROLL)


class KioskUpkeep:
    """:class:`~kiosk.checkin.staff_upkeep.Upkeep` of a kiosk that serves."""

    def __init__(self, kiosk: Kiosk, equipment: Equipment) -> None:
        self._kiosk = kiosk
        self._equipment = equipment

    async def standings(self) -> tuple[Standing, ...]:
        """In the order in which staff are asked for help with them."""
        stations = self._kiosk.printers.stations
        printers = await asyncio.gather(*(self._printer(one) for one in stations))
        return (*printers, *self._quick(), await self._journal())

    async def do(self, part: Part, deed: Deed) -> Said:
        """Raises nothing for a device, and nothing for the hospital."""
        match deed:
            case Deed.TEST_PRINT:
                return await self._test_print(self._station(part))
            case Deed.NEW_ROLL:
                self._station(part).counted.new_roll()
                return Said.DONE
            case Deed.RESTART_CAMERA:
                return await self._restart_camera()
            case Deed.TEST_CALL:
                return await self._test_call()

    def _station(self, part: Part) -> Station:
        return next(one for one in self._kiosk.printers.stations if one.part == part.value)

    async def _printer(self, station: Station) -> Standing:
        # The driver: the count takes each look at it for a sign of a new roll.
        status = await station.driver.status()
        roll_mm = self._kiosk.printers.roll_mm
        left = station.counted.count.tickets_left(roll_mm) if roll_mm else None
        return Standing(
            Part(station.part),
            status.state.value,
            status.state in _WELL,
            station.driver.name,
            status.detail,
            left,
            deeds=_ON_PRINTERS if roll_mm else (Deed.TEST_PRINT,),
            cause=status.reason.value if status.reason else "",
        )

    def _quick(self) -> Iterator[Standing]:
        """Those that need not be asked."""
        now = self._now()
        eyes, reader = self._kiosk.eyes, self._kiosk.card_reader
        if eyes is not None:
            poor = eyes.state is CameraState.SEEING and bool(eyes.trouble)
            code = "poor" if poor else eyes.state.value
            yield Standing(
                Part.CAMERA,
                code,
                now["camera"].well,
                eyes.report.name,
                eyes.trouble,
                deeds=(Deed.RESTART_CAMERA,),
                cause=eyes.reason.value if eyes.reason else "",
            )
        if reader is not None:
            code = _card_reader_code(reader, self._equipment.cards.state)
            yield Standing(Part.CARD_READER, code, code in ("ready", "starting"), reader.name)
        if self._kiosk.scanner is not None:
            seen = now["scanner"]
            yield Standing(Part.SCANNER, seen.state, seen.well, self._kiosk.scanner.name)
        link = now["hospital"]
        yield Standing(Part.HOSPITAL, link.state, link.well, deeds=(Deed.TEST_CALL,))

    def _now(self) -> dict[str, Seen]:
        return {one.device: one for one in parts_now(self._kiosk, self._equipment)}

    async def _journal(self) -> Standing:
        seen = self._now().get("journal")
        rejected = len(await listed(self._equipment, Listed.REJECTED))
        return Standing(
            Part.JOURNAL,
            seen.state if seen else "ok",
            (seen is None or seen.well) and not rejected,
            owed=len(self._equipment.journal.owed()),
            rejected=rejected,
        )

    async def _test_print(self, station: Station) -> Said:
        slip = sample_ticket(self._equipment.clock.now())
        try:
            bitmap = await asyncio.to_thread(render, slip, station.counted.width)
            status = await station.counted.print(bitmap)
        except Exception as error:  # a fault in a driver is to be seen here, too, as no paper
            unexpected(error)
            return Said.NOT_PRINTED
        return Said.PRINTED if status.state.prints else Said.NOT_PRINTED

    async def _restart_camera(self) -> Said:
        eyes = self._kiosk.eyes
        assert eyes is not None
        await eyes.restart()
        try:
            async with asyncio.timeout(CAMERA_S):
                while eyes.state is CameraState.OPENING:
                    await eyes.state_changed()
        except TimeoutError:
            return Said.ON_ITS_WAY
        return Said.DONE if eyes.state is CameraState.SEEING else Said.ON_ITS_WAY

    async def _test_call(self) -> Said:
        said = Said.DONE
        try:
            await self._equipment.hospital.call_staff(self._equipment.rules.kiosk, TEST)
        except HospitalRefused as refused:
            said = Said.NOT_OFFERED if refused.reason == NOT_OFFERED else Said.REFUSED
        except HospitalAway:
            said = Said.NO_ANSWER
        except HospitalError:
            said = Said.GARBLED
        log("staff-called", page=TEST, sent=said is Said.DONE)
        return said


def _card_reader_code(reader: CardReader, cards: CardState) -> str:
    service = reader.state if isinstance(reader, Served) else ServiceState.READY
    if service is ServiceState.READY and not cards.reader:
        service = ServiceState.NO_READER
    mute = service is ServiceState.READY and cards.laid is Laid.MUTE
    return Laid.MUTE.value if mute else service.value
