"""Which values each setting takes, and which it refuses."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.config import load
from kiosk.config.template import toml
from tests.unit.config.wrong import faults

GOOD: dict[str, list[Any]] = {
    "camera.source": [
        "none", "/dev/video0", "folder:a b/c", "file:/tmp/a.mp4", "http://u:p@10.0.0.2:81/v?x=1",
    ],
    "scanner.source": [
        "none", "keyboard", "serial:/dev/ttyACM0", "serial:/dev/ttyUSB0@115200",
        "serial:/dev/serial/by-id/usb-Some_Maker_Scanner_01-if00",
    ],
    "card_reader.source": ["none", "pcsc", "pcsc:ACS ACR1252", "pcsc:Reader [NFC] 01 00"],
    "printer.target": [
        "tcp:10.0.0.7:9100", "tcp:[::1]:9100", "usb:04b8:0202", "cups:Ticket_1",
        "file:out.bin", "png:tickets", "pdf:a/b", "serial:/dev/ttyUSB0",
        "serial:/dev/serial/by-id/usb-FTDI-if00@19200", "serial:/dev/ttyS0@9600,rtscts",
    ],
    "printer.spare": ["", "tcp:10.0.0.8:9100", "simulated"],
    "printer.roll_m": [0.0, 5.0, 80.0, 500.0],
    "hospital.address": [
        "embedded", "https://his.example/fhir", "http://127.0.0.1:8080/fhir",
        "http://localhost/fhir", "http://[::1]:8080/fhir",
    ],
    "hospital.system_patient_code": ["urn:oid:1.2.3", "https://his.example/id"],
    "display.window": ["", "480x800", "1920x1080"],
    "kiosk.hospital_name_vi": ["Bệnh viện Ánh Dương"],
    "documents.vneid": ["", r"^(?P<number>\d{12})\|"],
}  # fmt: skip
BAD: dict[str, list[Any]] = {
    "camera.source": ["", "video0", "/dev/video", "folder:", "file:a\nb", "http://", "https://a:x/"],
    "scanner.source": [
        "", "serial", "serial:", "serial:ttyACM0", "serial:/dev/ttyACM0@", "serial:/dev/a@x",
        "serial:/dev/a b", "keyboard:",
    ],
    "card_reader.source": [
        "", "pcsc:", "PCSC", "none:", "simulated:1", "pcsc:a\tb", "pcsc:" + "a" * 129,
    ],
    "printer.target": [
        "", "tcp:", "tcp:a:b", "usb:1:2", "cups:", "cups:a b", "file:", "png:", "lpt1", "tcp:a/b",
        "tcp:a", "tcp:[::1]", "tcp:a:0", "tcp:a:65536", "serial:", "serial:COM1",
        "serial:/dev/ttyS0@0", "serial:/dev/ttyS0@9600,dtrdsr", "serial:/dev/ttyS0,rtscts",
    ],
    "printer.spare": ["none", "lpt1"],
    "printer.roll_m": [4.9, 501.0, -1.0],
    "hospital.address": [
        "", "ftp://a/", "https://u:p@a/", "https://a/?q", "https://a/#f", "https:///x", "a b",
        "http://[::1", "https://a:0/", "https://a:99999/",
    ],
    "hospital.system_patient_code": ["", "abc", "urn:a|b", "urn:a b", "urn:" + "a" * 201],
    "display.window": ["540", "540X960", "0x0", "479x800", "99999x800", "-540x960"],
    "kiosk.hospital_name_vi": ["", " a", "a\tb", "a\u200bb", "e\u0302", "a" * 81],
    "kiosk.languages": [[], ["vi", "vi"], ["VI"], ["vi_VN"], [["vi"]], ["vi"] * 9, ["vi", "fr"]],
    "documents.patient_code": ["", "(", r"^(\d+)$", "(?P<code>a)" + "a" * 500],
    "documents.appointment": ["(?P<code>a)"],
    "log.level": ["INFO", ""],
    "log.file": ["a\0b", "a" * 4097],
}  # fmt: skip


def only(dotted: str, value: Any) -> str:
    section, _, key = dotted.partition(".")
    return f"[{section}]\n{key} = {toml(tuple(value) if isinstance(value, list) else value)}\n"


@pytest.mark.parametrize(("dotted", "value"), [(k, v) for k in GOOD for v in GOOD[k]])
def test_these_values_are_taken(file: Path, dotted: str, value: str) -> None:
    file.write_text(only(dotted, value), "utf-8")
    section, _, key = dotted.partition(".")
    assert getattr(getattr(load(file), section), key) == value


@pytest.mark.parametrize(("dotted", "value"), [(k, v) for k in BAD for v in BAD[k]])
def test_these_values_are_refused(file: Path, dotted: str, value: Any) -> None:
    (told,) = faults(file, only(dotted, value))
    assert told.startswith(f"2: {dotted}: must be ")


def test_plain_http_beyond_this_machine_needs_a_word(file: Path) -> None:
    text = '[hospital]\naddress = "http://his.example/fhir"\n'
    assert len(faults(file, text)) == 1
    file.write_text(text + "allow_plain_http = true\n")
    assert load(file).hospital.allow_plain_http


def test_a_chip_that_must_be_read_needs_a_reader(file: Path) -> None:
    (told,) = faults(file, '[card_reader]\nsource = "none"\nrequired = true\n')
    assert told.startswith("3: card_reader.required: ")
    (told,) = faults(file, '[printer]\ntarget = "cups:a"\nspare = "cups:a"\n')
    assert told.startswith("3: printer.spare: is the same printer")
    file.write_text('[card_reader]\nsource = "pcsc"\nrequired = true\n')
    assert load(file).card_reader.required


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('client_id = "k"', "key_file: must be set for hospital.client_id"),
        ('key_file = "k"', "key_file: of no use without hospital.client_id"),
        ('token_address = "https://a/t"', "token_address: of no use without hospital.client_id"),
        (
            'client_id = "k"\nkey_file = "k"\ntoken_file = "t"',
            "token_file: of no use beside hospital.client_id: choose one",
        ),
        (
            'client_id = "k"\nkey_file = "k"\ntoken_address = "http://auth.example/token"',
            "token_address: must be https:// beyond this machine, or set "
            "hospital.allow_plain_http = true",
        ),
        ('client_id = "a b"', "client_id: must be at most 200 of A-Z a-z 0-9 and punctuation"),
        ('scope = "a  b"', "scope: must be at most 64 words with a space between"),
        ('token_address = "ftp://a"', "token_address: must be an http:// or https:// address"),
    ],
)
def test_what_of_access_does_not_fit_together(file: Path, text: str, wrong: str) -> None:
    assert f"hospital.{wrong}" in "\n".join(faults(file, f"[hospital]\n{text}\n"))
