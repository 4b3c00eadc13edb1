"""The openssl program, which nobody here wrote, as a second opinion on signed data."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

PROGRAM = "/usr/bin/openssl"
PATIENCE_SECONDS = 20


def accepts(signed_data: bytes, anchors: Sequence[bytes], at: date, folder: Path) -> bool:
    """Whether ``openssl cms -verify`` finds signature and chain right on a day (noon, UTC)."""
    (folder / "signed.der").write_bytes(signed_data)
    pems = []
    for anchor in anchors:
        pems.append(run("x509", "-inform", "DER", "-outform", "PEM", given=anchor).stdout)
    (folder / "anchors.pem").write_bytes(b"".join(pems))
    noon = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
    said = run(
        *("cms", "-verify", "-inform", "DER", "-in", str(folder / "signed.der")),
        *("-CAfile", str(folder / "anchors.pem"), "-no-CApath", "-no-CAstore"),
        *("-purpose", "any", "-attime", str(int(noon.timestamp())), "-binary"),
        *("-out", str(folder / "content")),
    )
    return said.returncode == 0


def explicit_parameters(curve: str) -> bytes:
    """ECParameters of a curve that openssl knows, written out (SEC 1, C.2)."""
    said = run("ecparam", "-name", curve, "-param_enc", "explicit", "-outform", "DER")
    assert said.returncode == 0
    return said.stdout


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        (PROGRAM, *arguments),
        input=given,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
