"""What ``kiosk doctor`` says of card readers and trust."""

import asyncio
from pathlib import Path

import pytest

from kiosk.app import card_checks
from kiosk.app.card_checks import card_reader_finding, trust_finding
from kiosk.app.finding import Finding
from kiosk.app.kiosk import card_reader_of, trust_of
from kiosk.config import CardReader, Settings
from kiosk.devices.card_reader.base import CardConnection, Slot, SlotState
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.pcsc import PcscCardReader
from kiosk.devices.card_reader.simulator import SimulatedCardReader


class Readers:
    """Readers on which lies what they are given."""

    name = "two readers"

    def __init__(self, *states: SlotState) -> None:
        self.slots = tuple(Slot(f"reader {i}", state) for i, state in enumerate(states))

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        return self.slots

    def connect(self, slot: Slot) -> CardConnection:
        raise NotImplementedError("a check looks at readers, and connects to no card")

    async def close(self) -> None:
        """Nothing is open."""


def with_reader(source: str, trust: str = "") -> Settings:
    return Settings(card_reader=CardReader(source, trust))


def found(settings: Settings, readers: Readers | SimulatedCardReader | None) -> Finding:
    return asyncio.run(card_reader_finding(settings, readers))


def test_readers_are_named_with_what_lies_on_them() -> None:
    finding = found(with_reader("pcsc"), Readers(SlotState.EMPTY, SlotState.CARD))
    assert finding.well
    assert finding.state == "reader 0: empty; reader 1: a card"
    assert finding.to_do == ""


def test_what_does_not_answer_is_to_be_taken_away() -> None:
    finding = found(with_reader("pcsc"), Readers(SlotState.CARD, SlotState.MUTE))
    assert not finding.well
    assert "something that does not answer" in finding.state
    assert finding.to_do.startswith("Take away")


def test_a_kiosk_without_reader_is_well() -> None:
    settings = with_reader("none")
    assert card_reader_of(settings) is None
    assert found(settings, None).well


def test_a_simulated_reader_that_is_unplugged_is_plugged_in_in_the_dock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(card_checks, "LOOK_S", 0.01)
    reader = card_reader_of(Settings())
    assert isinstance(reader, SimulatedCardReader)
    assert found(Settings(), reader).well
    reader.unplug()
    finding = found(Settings(), reader)
    assert not finding.well
    assert "dock" in finding.to_do


def test_without_pcscd_it_is_said_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_checks, "LOOK_S", 0.1)
    settings = with_reader("pcsc:ACS")

    async def look() -> Finding:
        reader = card_reader_of(settings)
        assert isinstance(reader, PcscCardReader)
        try:
            return await card_reader_finding(settings, reader)
        finally:
            await reader.close()

    finding = asyncio.run(look())
    assert not finding.well
    assert finding.state == "PC/SC does not answer"
    assert "pcscd" in finding.to_do


@pytest.mark.parametrize("source", ["none", "simulated"])
def test_trust_is_of_no_concern_without_real_cards(source: str) -> None:
    assert trust_finding(with_reader(source, "/not/on/this/machine")).well


def test_a_kiosk_that_trusts_nobody_says_what_that_means() -> None:
    finding = trust_finding(with_reader("pcsc"))
    assert finding.well
    assert "not verified" in finding.state
    assert "card_reader.trust" in finding.to_do
    assert len(trust_of(with_reader("pcsc"))) == 0


def test_certificates_are_counted_and_bad_files_named(tmp_path: Path) -> None:
    settings = with_reader("pcsc", str(tmp_path))
    finding = trust_finding(settings)
    assert (finding.well, finding.state) == (False, "0 certificates")
    assert ".pem" in finding.to_do

    (tmp_path / "csca.pem").write_bytes(Issuer.new().csca_pem)
    finding = trust_finding(settings)
    assert (finding.well, finding.state, finding.to_do) == (True, "1 certificates", "")
    assert len(trust_of(settings)) == 1

    (tmp_path / "broken.cer").write_bytes(b"no certificate")
    finding = trust_finding(settings)
    assert not finding.well
    assert finding.to_do.startswith("broken.cer: ")


def test_a_folder_that_is_not_there_is_told() -> None:
    finding = trust_finding(with_reader("pcsc", "/not/on/this/machine"))
    assert not finding.well
    assert finding.to_do.startswith("machine: ")


def test_a_simulated_reader_trusts_the_simulated_country_alone(tmp_path: Path) -> None:
    (tmp_path / "csca.pem").write_bytes(Issuer.new().csca_pem)
    settings = with_reader("simulated", str(tmp_path))
    assert len(trust_of(settings)) == 0
    assert len(trust_of(settings, [Issuer.new().csca_der])) == 1
