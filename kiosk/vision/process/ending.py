"""How the process ends: at once, as threads of it may stand still in a driver."""

import os
from collections.abc import Callable

from kiosk.log.places import place, type_name
from kiosk.vision.wire.framing import Channel, KioskGone
from kiosk.vision.wire.messages import Broke

GONE, BROKEN, STUCK = 0, 70, 75
"""Exit statuses: the kiosk is gone; a fault in the program; a camera that does not let go."""


def guarded(channel: Channel, work: Callable[[], None]) -> None:
    """Work that ends the process if it ends: a part of it alone would be of no use.

    What nobody expected is told without its words, which may hold what was seen.
    """
    try:
        work()
    except KioskGone:
        os._exit(GONE)
    except BaseException as error:  # an exit or an interrupt in a thread, too, is its end
        _last_words(channel, error)
    os._exit(BROKEN)


def _last_words(channel: Channel, error: BaseException) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = place(trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ""
    try:
        channel.tell(Broke(type_name(error), where))
    except KioskGone:
        os._exit(GONE)
