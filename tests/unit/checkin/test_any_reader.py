import asyncio

from kiosk.checkin.any_reader import SAME_S, AnyReader
from kiosk.checkin.blind import Blind
from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

FIRST, SECOND = (parse(code, Patterns()) for code in ("26012345", "26054321"))


class Told(Blind):
    """A reader that is told what it reads, and whether it can."""

    def __init__(self) -> None:
        self.available = True
        self.codes: asyncio.Queue[Document | NotADocument] = asyncio.Queue()
        self.changed = asyncio.Event()
        self.forgot = 0

    def be(self, available: bool) -> None:
        self.available = available
        self.changed.set()
        self.changed = asyncio.Event()

    async def availability_changed(self) -> None:
        await self.changed.wait()

    async def next(self) -> Document | NotADocument:
        return await self.codes.get()

    def forget(self) -> None:
        self.forgot += 1


class Both:
    def __init__(self) -> None:
        self.eye, self.scanner, self.time = Told(), Told(), 100.0
        self.reader = AnyReader(self.eye, self.scanner, now=lambda: self.time)

    async def quiet(self) -> bool:
        """Whether nothing comes of what was read so far."""
        waiting = asyncio.ensure_future(self.reader.next())
        await asyncio.sleep(0.02)
        quiet = not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return quiet


def test_whichever_reads_first() -> None:
    async def act() -> None:
        both = Both()
        both.scanner.codes.put_nowait(FIRST)
        assert await both.reader.next() == FIRST
        both.eye.frame_taken = 7.0
        both.eye.codes.put_nowait(SECOND)
        assert await both.reader.next() == SECOND
        assert both.reader.frame_taken == 7.0

    asyncio.run(act())


def test_the_same_code_from_both_is_one_for_a_second() -> None:
    async def act() -> None:
        both = Both()
        both.scanner.codes.put_nowait(FIRST)
        await both.reader.next()
        both.time += SAME_S / 2
        both.eye.codes.put_nowait(FIRST)
        assert await both.quiet()
        both.time += SAME_S * 2
        both.scanner.codes.put_nowait(FIRST)
        assert await both.reader.next() == FIRST

    asyncio.run(act())


def test_the_same_code_again_from_one_is_told_again() -> None:
    async def act() -> None:
        both = Both()
        for _ in range(2):
            both.scanner.codes.put_nowait(FIRST)
            assert await both.reader.next() == FIRST

    asyncio.run(act())


def test_a_document_rather_than_none_of_the_same_instant() -> None:
    async def act() -> None:
        both = Both()
        both.eye.codes.put_nowait(NotADocument("not-a-document", "no form of a document"))
        both.scanner.codes.put_nowait(FIRST)
        assert await both.reader.next() == FIRST

    asyncio.run(act())


def test_it_reads_while_one_of_them_does() -> None:
    async def act() -> None:
        both = Both()
        both.eye.be(available=False)
        assert both.reader.available
        changed = asyncio.ensure_future(both.reader.availability_changed())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        both.scanner.be(available=False)
        async with asyncio.timeout(5):
            await changed
        assert not both.reader.available

    asyncio.run(act())


def test_hints_are_the_eyes_own_and_both_forget() -> None:
    async def act() -> None:
        both = Both()
        both.eye.hint = CodeHint.NEARER
        assert both.reader.hint is CodeHint.NEARER
        both.reader.forget()
        assert (both.eye.forgot, both.scanner.forgot) == (1, 1)

    asyncio.run(act())
