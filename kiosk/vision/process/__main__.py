"""``python -m kiosk.vision.process SOCKET MEMORY``: two descriptors that the kiosk handed down."""

import os
import socket
import sys
from functools import partial

from kiosk.vision.process.ending import GONE, guarded
from kiosk.vision.process.limits import hold_little, keep_within, write_no_file
from kiosk.vision.wire.framing import Channel
from kiosk.vision.wire.messages import Begin


def _serve(channel: Channel, memory: int) -> None:
    """Until the kiosk is gone, or ends us."""
    keep_within()
    hold_little()
    # Imported here, so that a library that is missing is told as any other fault.
    from kiosk.vision.process.describing import forked
    from kiosk.vision.process.main import Process

    def close() -> None:
        channel.close()
        os.close(memory)

    write_no_file()
    describer = forked(close)
    plan = channel.order()
    if not isinstance(plan, Begin):
        os._exit(GONE)
    process = Process(channel, memory, plan, describer)
    process.start()
    while (order := channel.order()) is not None:
        process.hear(order)
    os._exit(GONE)


def _main() -> None:
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    guarded(channel, partial(_serve, channel, int(sys.argv[2])))


_main()
