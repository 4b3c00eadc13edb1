"""What the process does with each order."""

import os
import threading
import time
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from kiosk.devices.camera.base import Image, Source
from kiosk.devices.camera.simulator import SimulatedCamera
from kiosk.devices.camera.sources import quiet, source_of
from kiosk.vision.plan import SIMULATED
from kiosk.vision.preview import PreviewKind
from kiosk.vision.process.camera import GIVEN_UP_S, CameraThread
from kiosk.vision.process.describing import Describer
from kiosk.vision.process.ending import BROKEN, STUCK, guarded
from kiosk.vision.process.limits import own_memory, resident_bytes
from kiosk.vision.process.preview_writer import PreviewWriter
from kiosk.vision.process.worker import Worker
from kiosk.vision.wire.framing import Channel
from kiosk.vision.wire.messages import (
    MOST_NAME,
    Begin,
    Cable,
    Check,
    Forget,
    Hold,
    Lit,
    Order,
    Picture,
    Ping,
    Play,
    Played,
    Pong,
    Refer,
    Show,
    Stop,
    Watch,
)


class Process:
    """All that runs here. Make it in the thread that hears the orders, which may do nothing that
    takes long: it also answers whether the process is alive."""

    def __init__(self, channel: Channel, memory: int, plan: Begin, describer: Describer) -> None:
        """``memory`` is a descriptor as of :func:`kiosk.vision.preview.new_memory`."""
        quiet()
        cv2.setNumThreads(1)  # the other core is the screen's
        self._channel = channel
        self._describer = describer
        self._memory = own_memory()
        self._simulated: SimulatedCamera | None = None
        size = (plan.width, plan.height)
        source: Callable[[], Source] = partial(source_of, plan.source, *size)
        if plan.source == SIMULATED:
            self._simulated = simulated = SimulatedCamera(*size)
            source = lambda: simulated  # noqa: E731  # the same one, with what is held to it
        self._preview = PreviewWriter(memory)
        self._worker = Worker(
            plan.second_opinion,
            plan.threshold,
            describer,
            channel.tell,
            self._wake,
            load=plan.faces,
            lit=plan.light,
        )
        self._camera = CameraThread(source, size, self._worker, self._preview, channel.tell)
        self._frames: list[Image] = []
        self._playing = Play(0, 1, False, True)

    def start(self) -> None:
        for name, work in (("camera", self._camera.run), ("looking", self._worker.run)):
            threading.Thread(target=guarded, args=(self._channel, work), name=name).start()

    def hear(self, order: Order) -> None:
        """Do what is ordered; whatever takes long is done elsewhere."""
        match order:
            case Ping():
                self._answer(order)
            case Watch():
                self._wake(time.monotonic())
                self._worker.watch(order.number)
            case Show():
                self._preview.want(PreviewKind(order.kind) if order.kind else None)
            case Refer() | Check():
                self._worker.order(order)
            case Stop():
                self._worker.order(order.number)
            case Forget():
                self._worker.order(None)
            case Lit():
                if self._simulated is not None:
                    self._simulated.light(order.colour)
            case Hold() | Play() | Played() | Cable():
                if self._simulated is not None:
                    self._steer(self._simulated, order)
                    self._wake(time.monotonic())
            case Begin():
                raise ValueError("the plan is known")

    def _wake(self, now: float) -> None:
        self._camera.rest.wake(now)

    def _steer(self, camera: SimulatedCamera, order: Hold | Play | Played | Cable) -> None:
        match order:
            case Hold():
                picture = None if order.picture is None else _image(order.picture)
                camera.hold(picture, scale=order.scale, angle=order.angle)
            case Play():
                self._frames, self._playing = [], order
            case Played():
                self._frames.append(_image(order.picture))
            case Cable():
                camera.plug(order.plugged)
                camera.fault(order.fault)
                self._camera.retry()
        if isinstance(order, Play | Played) and len(self._frames) == self._playing.count:
            now = self._playing
            camera.play(self._frames, now.fps, loop=now.loop, lit=now.lit)
            self._frames = []

    def _answer(self, ping: Ping) -> None:
        now = time.monotonic()
        if self._camera.overdue(now) > GIVEN_UP_S:
            os._exit(STUCK)
        if self._describer.lost:
            os._exit(BROKEN)
        held = self._simulated.seen_bytes if self._simulated else 0
        memory = resident_bytes(self._memory) + self._describer.resident_bytes
        measured = self._camera.measured
        self._channel.tell(
            Pong(
                ping.number,
                self._worker.busy(now),
                max(0, memory - held),
                self._camera.name[:MOST_NAME],
                measured.width,
                measured.height,
                measured.fps,
                measured.light,
            )
        )


def _image(picture: Picture) -> Image:
    """Raises ``ValueError`` where the numbers do not fit the pixels."""
    shape = (picture.height, picture.width, picture.channels)
    return np.frombuffer(picture.pixels, dtype=np.uint8).reshape(shape)
