"""Speech by espeak-ng (https://github.com/espeak-ng/espeak-ng), a program of its own.

A process of its own for each utterance: silence is then one kill away, and a voice that
hangs on a sound device cannot take the kiosk with it. The text goes in by standard input,
never by the command line, where every user of the machine could read a patient's name.
"""

import asyncio
import contextlib
import os
import shutil
from pathlib import Path

from kiosk.errors import DeviceError

PROGRAM = "espeak-ng"
LONGEST_TEXT = 1200
"""Characters; a page read aloud has about 300."""
LONGEST_TIME = 120.0
"""Seconds that one utterance may take."""

_VOICES = {"vi": "vi", "en": "en-gb"}
_SOUND = Path("/dev/snd")
_PULSE = "pulse/native"


class Espeak:
    """Speaks through espeak-ng on the machine's default sound device.

    What it does not know: whether a loudspeaker is connected, and how loud it is.
    """

    def __init__(self, program: str = PROGRAM, words_per_minute: int = 145) -> None:
        """``program`` is a name on the path, or a path. The default speed is a little under
        espeak-ng's own (175): older listeners follow better."""
        self._program = program
        self._speed = words_per_minute
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def available(self) -> bool:
        """The program is installed, and ALSA or a PulseAudio-compatible server is there."""
        return shutil.which(self._program) is not None and _sound()

    async def say(self, text: str, language: str) -> None:
        """See :class:`~kiosk.devices.speech.base.Speaker`.

        Says the first ``LONGEST_TEXT`` characters; a language without a voice raises
        ``DeviceError``.
        """
        voice = _VOICES.get(language)
        if voice is None:
            raise DeviceError(f"no voice for language {language!r}")
        spoken = "".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT]).strip()
        if not spoken:
            return
        # Starting a process takes a moment: without turns, two could start and both speak.
        async with self._turn:
            await self.stop()
            process = self._process = await self._start(voice)
        try:
            async with asyncio.timeout(LONGEST_TIME):
                await process.communicate(spoken.encode())
        except TimeoutError:
            raise DeviceError(f"{self._program} did not end in {LONGEST_TIME:g} s") from None
        finally:
            await _end(process)
        if self._process is not process:
            return  # silenced: its exit code is our own kill
        self._process = None
        if process.returncode:
            raise DeviceError(f"{self._program} ended with {process.returncode}")

    async def stop(self) -> None:
        """See :class:`~kiosk.devices.speech.base.Speaker`."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)

    async def _start(self, voice: str) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                self._program,
                *("-v", voice, "-s", str(self._speed), "-b", "1", "--stdin"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            raise DeviceError(f"{self._program} cannot start: {error.strerror}") from None


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _sound() -> bool:
    if os.environ.get("PULSE_SERVER") or any(_SOUND.glob("pcm*p")):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and (Path(runtime or "") / _PULSE).exists()
