"""``kiosk camera``: what the camera gives, as the kiosk sees it."""

import asyncio
import json
import math
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.held import config_option, settings_of, start_log
from kiosk.cli.told import told

if TYPE_CHECKING:
    from kiosk.vision.eyes import Eyes

NOT_WELL = 3
_LINE_S = 0.5


@click.group()
def camera() -> None:
    """The kiosk's camera."""


@camera.command()
@config_option
@click.option("--source", help="Instead of the settings' camera.source.")
@click.option(
    "--seconds", type=click.FloatRange(1, 3600), default=5.0, show_default=True,
    help="How long it is looked at.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def test(config: Path | None, source: str | None, seconds: float, as_json: bool) -> None:
    """Open the camera as the kiosk does, and say what it gives: size, rate, light and codes.

    Hold a card up meanwhile: each line tells how many codes are seen and what the page would
    tell the hand. Of codes, only their kind and number of bytes are shown. Exit status 0 if the
    camera is well, 3 if not, 2 for wrong settings.
    """
    from kiosk.app.eyes import eyes_of
    from kiosk.config import override

    with told():
        settings = settings_of(config)
        if source is not None:
            settings = override(settings, {"camera.source": source})
        start_log(settings, "error")
        eyes = eyes_of(settings, lambda state, trouble, reason: None)
        if eyes is None:
            raise click.UsageError("camera.source is none: this kiosk has no camera")
        seen = asyncio.run(_look(eyes, seconds, quiet=as_json))
    click.echo(json.dumps(seen, ensure_ascii=False) if as_json else _summary(seen))
    raise SystemExit(0 if seen["state"] == "seeing" and not seen["trouble"] else NOT_WELL)


async def _look(eyes: "Eyes", seconds: float, *, quiet: bool) -> dict[str, Any]:
    codes: dict[str, int] = {}
    hint = ""

    async def count() -> None:
        nonlocal hint
        async with aclosing(eyes.sights()) as sights:
            async for sight in sights:
                hint = sight.hint.value if sight.hint else ""
                for code in sight.codes:
                    codes[code.symbology] = max(codes.get(code.symbology, 0), len(code.data))

    await eyes.start()
    counting = asyncio.create_task(count())
    try:
        end = time.monotonic() + seconds
        for _ in range(math.ceil(seconds / _LINE_S)):
            await asyncio.sleep(min(_LINE_S, max(0.0, end - time.monotonic())))
            if not quiet:
                click.echo(_line(eyes, codes, hint), err=True)
        report = eyes.report
        return {
            "state": eyes.state.value,
            "trouble": eyes.trouble,
            "reason": eyes.reason.value if eyes.reason is not None else "",
            "name": report.name,
            "width": report.width,
            "height": report.height,
            "fps": round(report.fps, 1),
            "light": round(report.light, 2),
            "codes": codes,
            "hint": hint,
        }
    finally:
        counting.cancel()
        await asyncio.gather(counting, return_exceptions=True)
        await eyes.close()


def _line(eyes: "Eyes", codes: dict[str, int], hint: str) -> str:
    report = eyes.report
    seen = ", ".join(f"{kind} of {size} bytes" for kind, size in codes.items())
    return (
        f"{eyes.state.value:8} {report.width}×{report.height}  {report.fps:5.1f}/s  "
        f"light {report.light:.2f}  {seen or 'no code'}{'  hint: ' + hint if hint else ''}"
    )


def _summary(seen: dict[str, Any]) -> str:
    is_seeing = seen["state"] == "seeing"
    gives = f"{seen['width']}×{seen['height']}, {seen['fps']} pictures a second"
    why = f" ({seen['reason']})\n{seen['trouble']}" if seen["reason"] else ""
    return f"{seen['name']}: {gives if is_seeing else seen['state']}{why}"
