"""The espeak-ng driver, against a stand-in program that writes down what it was given."""

import asyncio
import shutil
import time
from pathlib import Path

import pytest

from kiosk.devices.speech.base import Speaker
from kiosk.devices.speech.espeak import LONGEST_TEXT, Espeak
from kiosk.errors import DeviceError


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard"


def program(folder: Path, body: str) -> str:
    path = folder / "voice"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_hands_the_text_over_by_standard_input_only(tmp_path: Path, heard: Path) -> None:
    voice: Speaker = Espeak(program(tmp_path, f'echo "$@" > {heard}.arguments; cat > {heard}'), 120)
    asyncio.run(voice.say("Mời ông đến phòng 205", "vi"))
    assert heard.read_text(encoding="utf-8") == "Mời ông đến phòng 205"
    assert Path(f"{heard}.arguments").read_text().split() == [
        *("-v", "vi"),
        *("-s", "120"),
        *("-b", "1"),
        "--stdin",
    ]


def test_says_no_more_than_a_page_and_no_control_characters(tmp_path: Path, heard: Path) -> None:
    voice = Espeak(program(tmp_path, f"cat > {heard}"))
    asyncio.run(voice.say("a\x1b[2J\nb" + "x" * 10_000, "en"))
    said = heard.read_text(encoding="utf-8")
    assert said.startswith("a [2J b")
    assert len(said) == LONGEST_TEXT


def test_says_nothing_for_an_empty_text(tmp_path: Path, heard: Path) -> None:
    asyncio.run(Espeak(program(tmp_path, f"cat > {heard}")).say(" \n", "vi"))
    assert not heard.exists()


def alive(pid_file: Path) -> bool:
    pid = pid_file.read_text().strip()
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and " Z " not in state.read_text()


async def until(path: Path) -> None:
    def wait() -> None:
        end = time.monotonic() + 3
        while not (path.exists() and path.read_text().strip()) and time.monotonic() < end:
            time.sleep(0.01)

    await asyncio.to_thread(wait)


def test_cancelling_silences_at_once(tmp_path: Path, heard: Path) -> None:
    voice = Espeak(program(tmp_path, f"echo $$ > {heard}; exec sleep 30"))

    async def run() -> float:
        saying = asyncio.create_task(voice.say("long", "vi"))
        await until(heard)
        started = time.monotonic()
        saying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saying
        return time.monotonic() - started

    assert asyncio.run(run()) < 1
    assert not alive(heard)


def test_the_next_text_silences_the_one_before(tmp_path: Path, heard: Path) -> None:
    voice = Espeak(program(tmp_path, f"echo $$ >> {heard}; read text; sleep 0.$text"))

    async def run() -> None:
        first = asyncio.create_task(voice.say("99", "vi"))
        await until(heard)
        await asyncio.wait_for(voice.say("01", "vi"), 2)
        await asyncio.wait_for(first, 2)  # returns quietly

    asyncio.run(run())
    assert len(heard.read_text().split()) == 2


def test_stop_silences_and_silence_can_be_silenced(tmp_path: Path, heard: Path) -> None:
    voice = Espeak(program(tmp_path, f"echo $$ > {heard}; exec sleep 30"))

    async def run() -> None:
        await voice.stop()
        saying = asyncio.create_task(voice.say("long", "vi"))
        await until(heard)
        await voice.stop()
        async with asyncio.timeout(15):  # of the thirty that it would go on
            await saying

    asyncio.run(run())
    assert not alive(heard)


def test_a_voice_that_hangs_is_ended(
    tmp_path: Path, heard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.devices.speech.espeak.LONGEST_TIME", 0.2)
    voice = Espeak(program(tmp_path, f"echo $$ > {heard}; exec sleep 30"))
    with pytest.raises(DeviceError, match="did not end"):
        asyncio.run(voice.say("long", "vi"))
    assert not alive(heard)


@pytest.mark.parametrize(
    ("body", "language", "message"),
    [("exit 3", "vi", "ended with 3"), ("cat", "fr", "no voice for language 'fr'")],
)
def test_troubles_are_device_errors(tmp_path: Path, body: str, language: str, message: str) -> None:
    with pytest.raises(DeviceError, match=message):
        asyncio.run(Espeak(program(tmp_path, body)).say("x", language))


def test_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    voice = Espeak(str(tmp_path / "none"))
    assert not voice.available
    with pytest.raises(DeviceError, match="cannot start"):
        asyncio.run(voice.say("x", "vi"))


def test_available_needs_a_sound_device_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = Espeak(program(tmp_path, "cat"))
    sound = tmp_path / "snd"
    monkeypatch.setattr("kiosk.devices.speech.espeak._SOUND", sound)
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    seen = [voice.available]
    sound.mkdir()
    (sound / "pcmC0D0p").touch()
    seen.append(voice.available)
    (sound / "pcmC0D0p").unlink()
    seen.append(voice.available)
    (tmp_path / "run" / "pulse").mkdir(parents=True)
    (tmp_path / "run" / "pulse" / "native").touch()
    seen.append(voice.available)
    assert seen == [False, True, False, True]


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_real_program_takes_our_arguments_and_has_our_voices(
    tmp_path: Path, language: str
) -> None:
    sound = tmp_path / "said.wav"
    voice = Espeak(program(tmp_path, f'exec espeak-ng -w {sound} "$@"'))
    asyncio.run(voice.say("Mời ông đến phòng hai trăm linh năm", language))
    # 16-bit mono at 22,050 Hz: more than a second of it.
    assert sound.stat().st_size > 44_100
