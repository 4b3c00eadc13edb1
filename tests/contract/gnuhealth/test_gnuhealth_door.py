"""Who may ask a running GNU Health, and for what."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from kiosk.errors import HospitalAway, HospitalError, HospitalRefused
from kiosk.hospital.access import OPEN
from kiosk.hospital.conformance.calls import ask, number
from kiosk.hospital.gnuhealth.adapter import GnuHealthHospital
from kiosk.hospital.gnuhealth.options import Options
from kiosk.hospital.gnuhealth.rpc import NotAccepted, Rpc
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind
from tests.contract.gnuhealth.under_test import GnuHealthUnderTest, card


def failure(under_test: GnuHealthUnderTest, options: Options) -> HospitalError:
    async def scene() -> None:
        async with GnuHealthHospital(under_test.server.address, options) as hospital:
            await hospital.services()

    with pytest.raises(HospitalError) as failed:
        asyncio.run(scene())
    return failed.value


def test_a_wrong_password_is_said_and_never_shown(under_test: GnuHealthUnderTest) -> None:
    secret = "another-invented-secret"
    failed = failure(under_test, replace(under_test.options(), password=secret))
    assert isinstance(failed, HospitalRefused)
    assert failed.reason == "http-401"
    assert secret not in repr(failed)


def test_a_database_that_is_not_there(under_test: GnuHealthUnderTest) -> None:
    failed = failure(under_test, replace(under_test.options(), database="nothing"))
    assert isinstance(failed, HospitalAway)


def test_an_institution_that_is_not_there(under_test: GnuHealthUnderTest) -> None:
    failed = failure(under_test, replace(under_test.options(), institution="NOWHERE"))
    assert isinstance(failed, HospitalRefused)
    assert failed.reason == "not-set-up"


def test_a_session_that_has_ended_costs_no_call(under_test: GnuHealthUnderTest) -> None:
    async def scene() -> tuple[str, str]:
        async with under_test.adapter() as hospital:
            before = await hospital.ping()
            path = under_test.server.password_file.with_name("health.sqlite")
            with closing(sqlite3.connect(path, timeout=20)) as database, database:
                database.execute("DELETE FROM ir_session")
            return before, await hospital.ping()

    before, after = asyncio.run(scene())
    assert before == after
    assert before.startswith("GNU Health 5.0")


def test_the_kiosk_leaves_no_session_behind(under_test: GnuHealthUnderTest) -> None:
    ask(under_test, lambda h: h.ping())
    path = under_test.server.password_file.with_name("health.sqlite")
    with closing(sqlite3.connect(path, timeout=20)) as database:
        assert database.execute("SELECT count(*) FROM ir_session").fetchone() == (0,)


def test_the_kiosks_user_may_do_no_more_than_it_must(under_test: GnuHealthUnderTest) -> None:
    """The rights of docs/gnuhealth.md, as the seed gives them."""
    patient = under_test.visitor()["patient"]
    options = under_test.options()

    async def scene() -> None:
        rpc = Rpc(
            under_test.server.address,
            options.database,
            options.user,
            options.password,
            access=OPEN,
        )
        await rpc.open()
        for method, params in (
            ("model.gnuhealth.patient.write", [[patient], {"general_info": "x"}]),
            ("model.gnuhealth.patient.delete", [[patient]]),
            ("model.gnuhealth.appointment.delete", [[1]]),
            ("model.party.party.write", [[1], {"lastname": "x"}]),
            ("model.party.party.delete", [[1]]),
            ("model.party.address.write", [[1], {"street": "x"}]),
            ("model.party.contact_mechanism.delete", [[1]]),
            ("model.ir.note.delete", [[1]]),
            ("model.ir.note.write", [[1], {"message": "x"}]),
            ("model.gnuhealth.patient.evaluation.search_read", [[], 0, 1, None, ["code"]]),
            ("model.res.user.create", [[{"name": "x", "login": "x"}]]),
        ):
            with pytest.raises(NotAccepted):
                await rpc.call(object, method, *params)
        await rpc.close()

    asyncio.run(scene())


def test_somebody_who_is_no_patient_is_for_the_desk(under_test: GnuHealthUnderTest) -> None:
    """The PUID is taken by a member of staff: nobody is made twice, and no record is changed."""
    mine = under_test.server.facts["doctor_number"]
    document = Document(
        DocumentKind.CCCD,
        (Identifier(IdentifierKind.PERSONAL_NUMBER, mine),),
        "Nguyễn Văn Bác Sĩ",
        BirthDate(1961, 2, 2),
    )
    assert ask(under_test, lambda h: h.find(document)) is None
    with pytest.raises(HospitalRefused) as refused:
        ask(under_test, lambda h: h.register(document))
    assert refused.value.reason == "ambiguous"


def test_the_card_of_somebody_who_has_died_is_for_the_desk(
    under_test: GnuHealthUnderTest,
) -> None:
    facts = under_test.visitor()
    path = under_test.server.password_file.with_name("health.sqlite")
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        database.execute(
            "UPDATE party_party SET deceased = TRUE WHERE id = "
            "(SELECT party FROM gnuhealth_patient WHERE id = ?)",
            (facts["patient"],),
        )
    with pytest.raises(HospitalRefused) as refused:
        ask(under_test, lambda h: h.find(card(facts)))
    assert refused.value.reason == "ambiguous"


def test_a_birth_that_is_yet_to_come_is_not_taken(under_test: GnuHealthUnderTest) -> None:
    document = replace(under_test.newcomer(), birth=BirthDate(2190, 1, 1))
    with pytest.raises(HospitalRefused) as refused:
        ask(under_test, lambda h: h.register(document))
    assert refused.value.reason == "invalid"


def test_an_insurance_card_alone_registers_one_patient(under_test: GnuHealthUnderTest) -> None:
    insurance = Identifier(IdentifierKind.INSURANCE_NUMBER, "DN4797912345678")
    document = Document(
        DocumentKind.BHYT, (insurance,), "Đỗ Văn Thẻ", BirthDate(1980), address="Phường Mẫu"
    )

    async def twice(hospital: GnuHealthHospital) -> list[str]:
        made = await asyncio.gather(*(hospital.register(document) for _ in range(3)))
        assert {one.birth for one in made} == {BirthDate(1980)}
        return [one.id for one in made]

    async def scene() -> list[str]:
        async with under_test.adapter() as hospital:
            return await twice(hospital)

    (made,) = set(asyncio.run(scene()))
    shorter = number(IdentifierKind.INSURANCE_NUMBER, "7912345678")
    found = ask(under_test, lambda h: h.find(shorter))
    assert found is not None
    assert found.id == made
    assert found.identifier(IdentifierKind.PATIENT_CODE)
