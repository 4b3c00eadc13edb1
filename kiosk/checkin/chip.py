"""The bridge between card readers, which wait and block, and visits, which must not."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from kiosk.checkin.card_errors import Faulty, TooSlow, code_of
from kiosk.checkin.cards import CardState, Laid
from kiosk.checkin.conversation import Begin, Conversation, Stopped
from kiosk.devices.card_reader.base import CardReader, Slot, SlotState
from kiosk.emrtd.errors import EmrtdError, NotAnEmrtd
from kiosk.emrtd.identity import Identity, Portrait
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import CardGone, DeviceError
from kiosk.log import log, unexpected
from kiosk.log.values import LONGEST

T = TypeVar("T")

READ_S = 30.0
"""A reading that takes longer is given up. The slowest link needs a third of it."""
PROBE_S = 5.0
"""The same for finding out what kind of card it is."""
MUTE_S = 0.6
"""Something must be silent for so long before it counts as mute: a card is laid by a hand."""
PROBES = 2
"""Tries to find out what lies there, as the first may meet a card that still moves."""
AGAIN_S = 0.6
"""A card that was gone in the middle and that the reader still shows after this time is looked at
anew: readers are asked a few times a second what lies there, and miss a card that only jumped."""
CLOSE_S = 5.0
"""At the end the worker has so long to let go of the card."""

_FIRST = (Laid.ID_CARD, Laid.LOOKING, Laid.OTHER, Laid.MUTE)
"""Of several things on several readers, the one that a visit hears of."""


class _Lying:
    """One thing on one reader, from when it is laid to when it is taken away."""

    def __init__(self, slot: Slot, look: Callable[["_Lying"], Coroutine[Any, Any, None]]) -> None:
        self.slot = slot
        self.laid = Laid.LOOKING
        self.aside = False
        self.gone = asyncio.Event()
        self.conversation: Conversation | None = None
        self.looking = asyncio.create_task(look(self))


class Chips:
    """Watches card readers and reads the ID cards on them; a
    :class:`~kiosk.checkin.cards.Cards`.

    Owns the reader from the first :meth:`changed` to :meth:`close`. Whatever is laid is looked
    at at once, without keys, so that a card that is none is told before anything is asked. All
    talking to cards is done in one worker thread.
    """

    def __init__(
        self, reader: CardReader, begin: Begin, *, forget: Callable[[], None] = lambda: None
    ) -> None:
        """``begin`` makes a reading of the chip, see
        :data:`~kiosk.checkin.conversation.Begin`. ``forget`` is called when cards are set aside,
        as at the end of every visit: what ``begin`` keeps of them is of no use any more."""
        self._reader = reader
        self._begin = begin
        self._forget = forget
        self._worker = ThreadPoolExecutor(1, "card")
        self._watching: asyncio.Task[None] | None = None
        self._there = False
        self._lying: dict[Slot, _Lying] = {}
        self._read: Conversation | None = None
        self._changed = asyncio.Event()

    @property
    def state(self) -> CardState:
        in_question = self._in_question()
        lies = any(not one.gone.is_set() for one in self._lying.values())
        if not in_question:
            return CardState(self._there, lies=lies)
        first = min(in_question, key=lambda one: (_FIRST.index(one.laid), -one.slot.serial))
        return CardState(self._there, first.laid, first.slot.serial, lies)

    async def changed(self, seen: CardState) -> CardState:
        """Wait until :attr:`state` differs from ``seen``. Begins to watch when called first."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="card reader")
            self._watching.add_done_callback(self._ended)
        while self.state == seen:
            await self._changed.wait()
        return self.state

    async def read(self, keys: AccessKeys, on_progress: Callable[[float], None]) -> Identity:
        readable = [one for one in self._in_question() if one.laid is Laid.ID_CARD]
        if not readable:
            raise CardGone("no ID card lies on the card reader")
        lying = max(readable, key=lambda one: one.slot.serial)
        conversation = lying.conversation = lying.conversation or self._conversation_with(lying)
        identity = await self._hearing(
            lying, conversation, on_progress, lambda hear: conversation.identify(keys, hear)
        )
        self._read = conversation
        log(
            "card-read",
            protocol=identity.access,
            apdus=conversation.commands,
            ms=round(sum(identity.seconds.values()) * 1000),
            verdict=identity.authenticity.state.value,
            reason=identity.authenticity.reason,
            problems=tuple(f"{one.file}:{one.code}" for one in identity.problems[:LONGEST]),
        )
        return identity

    async def portrait(self, on_progress: Callable[[float], None]) -> Portrait:
        conversation = self._read
        lying = next((one for one in self._in_question() if one.conversation is conversation), None)
        if conversation is None or lying is None:
            raise CardGone("the card that was read does not lie there any more")
        portrait = await self._hearing(lying, conversation, on_progress, conversation.face)
        log(
            "card-face-read",
            ms=round(portrait.seconds * 1000),
            bytes=len(portrait.face.image),
            verdict=portrait.verdict.state.value,
            reason=portrait.verdict.reason,
        )
        return portrait

    async def _hearing(
        self,
        lying: _Lying,
        conversation: Conversation,
        on_progress: Callable[[float], None],
        what: Callable[[Callable[[float], None]], T],
    ) -> T:
        """Talk, and let ``on_progress`` hear of it in the event loop until that ends."""
        loop = asyncio.get_running_loop()
        listening = True

        def heard(share: float) -> None:
            if listening:
                on_progress(share)

        def hear(share: float) -> None:
            loop.call_soon_threadsafe(heard, share)

        try:
            return await self._talk(lying, lambda: what(hear), READ_S)
        except (DeviceError, EmrtdError) as error:
            log("card-failed", code=code_of(error), apdus=conversation.commands)
            raise
        finally:
            listening = False

    def set_aside(self) -> None:
        self._forget()
        for lying in self._lying.values():
            lying.aside = True
            self._end(lying)
        self._notify()

    def take_again(self) -> None:
        for slot, lying in list(self._lying.items()):
            if lying.aside:
                lying.looking.cancel()
                self._lying[slot] = _Lying(slot, self._look)
        self._notify()

    async def close(self) -> None:
        """Stop whatever goes on, let go of the cards and close the reader."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._be(())
        last = asyncio.get_running_loop().run_in_executor(self._worker, lambda: None)
        await asyncio.wait({last}, timeout=CLOSE_S)
        self._worker.shutdown(wait=False, cancel_futures=True)
        await self._reader.close()

    async def _watch(self) -> None:
        seen: tuple[Slot, ...] = ()
        while (slots := await self._reader.changed(seen)) != seen:
            self._be(slots)
            seen = slots

    def _ended(self, watching: asyncio.Task[None]) -> None:
        """A fault in a driver takes the card reader away, and nothing else from the visits."""
        if not watching.cancelled() and (error := watching.exception()):
            unexpected(error)
            self._be(())

    def _be(self, slots: tuple[Slot, ...]) -> None:
        for slot in [slot for slot in self._lying if slot not in slots]:
            lying = self._lying.pop(slot)
            lying.gone.set()
            lying.looking.cancel()
            self._end(lying)
        for slot in slots:
            if slot.state is not SlotState.EMPTY and slot not in self._lying:
                self._lying[slot] = _Lying(slot, self._look)
        self._there = bool(slots)
        self._notify()

    async def _look(self, lying: _Lying) -> None:
        """Find out what was laid."""
        if lying.slot.state is SlotState.CARD:
            lying.laid = await self._probed(lying)
        else:
            await asyncio.sleep(MUTE_S)
            lying.laid = Laid.MUTE
        if lying.aside:
            self._end(lying)
        self._notify()

    def _look_again(self, lying: _Lying) -> None:
        if self._lying.get(lying.slot) is lying and not lying.aside:
            self._lying[lying.slot] = _Lying(lying.slot, self._look)
            self._notify()

    async def _probed(self, lying: _Lying) -> Laid:
        for _ in range(PROBES):
            conversation = lying.conversation = self._conversation_with(lying)
            try:
                await self._talk(lying, conversation.probe, PROBE_S)
            except NotAnEmrtd:
                return Laid.OTHER
            except (CardGone, Stopped):
                break
            except (DeviceError, EmrtdError) as error:
                log("card-failed", code=code_of(error), apdus=conversation.commands)
            else:
                return Laid.ID_CARD
        return Laid.MUTE

    def _conversation_with(self, lying: _Lying) -> Conversation:
        return Conversation(self._reader, lying.slot, self._begin)

    async def _talk(self, lying: _Lying, what: Callable[[], T], seconds: float) -> T:
        """Do this in the worker, unless the card goes, it takes too long or is cancelled: then
        the conversation is over."""
        work = asyncio.get_running_loop().run_in_executor(self._worker, what)
        gone = asyncio.ensure_future(lying.gone.wait())
        went_well = False
        try:
            either: set[asyncio.Future[Any]] = {work, gone}
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                result = work.result()
                went_well = True
                return result
            if gone.done():
                raise CardGone("the card was taken away")
            raise TooSlow("the chip takes too long")
        except CardGone:
            lying.gone.set()  # the reader itself will notice in a moment
            self._notify()
            asyncio.get_running_loop().call_later(AGAIN_S, self._look_again, lying)
            raise
        except (DeviceError, EmrtdError):
            raise
        except Exception as error:  # what no card should provoke must not end a visit
            unexpected(error)
            raise Faulty("a fault in reading the card; see the log") from error
        finally:
            gone.cancel()
            if not went_well:
                work.add_done_callback(_heard)
                self._end(lying)

    def _end(self, lying: _Lying) -> None:
        """Stop the conversation; the worker closes it when the card has answered."""
        conversation, lying.conversation = lying.conversation, None
        if conversation is not None:
            conversation.stop()
            self._worker.submit(conversation.close)

    def _in_question(self) -> list[_Lying]:
        return [one for one in self._lying.values() if not one.aside and not one.gone.is_set()]

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _heard(work: "asyncio.Future[Any]") -> None:
    """Nobody waits for it any more, and asyncio would complain of an error that nobody saw."""
    if not work.cancelled():
        work.exception()
