"""Typed numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents import Patterns, typed
from kiosk.errors import NotADocument
from kiosk.model.document import DocumentKind
from kiosk.model.person import IdentifierKind

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("12345678", DocumentKind.PATIENT_CODE, ["12345678"]),
        ("1234 5678", DocumentKind.PATIENT_CODE, ["12345678"]),
        ("bn-12345678", DocumentKind.PATIENT_CODE, ["12345678"]),
        ("791.234.5678", DocumentKind.BHYT, ["7912345678"]),
        ("dn 4 79 7912345678", DocumentKind.BHYT, ["7912345678", "DN4797912345678"]),
        ("079-190-012345", DocumentKind.CCCD, ["079190012345"]),
        (" 079 190 012 345\n", DocumentKind.CCCD, ["079190012345"]),
    ],
)
def test_numbers_as_people_write_them(text: str, kind: DocumentKind, numbers: list[str]) -> None:
    document = typed(text, today=TODAY)
    assert document.kind is kind
    assert [identifier.value for identifier in document.identifiers] == numbers
    assert not document.names_a_person


def test_twelve_digits_are_the_personal_number() -> None:
    kinds = [identifier.kind for identifier in typed("079190012345").identifiers]
    assert kinds == [IdentifierKind.PERSONAL_NUMBER]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "typed-form"),
        ("1234567", "typed-form"),
        ("123456789", "typed-form"),
        ("12345678901", "typed-form"),
        ("0791900123456", "typed-form"),
        ("DN9797912345678", "typed-form"),
        ("١٢٣٤٥٦٧٨", "typed-form"),
        ("1" * 100_000, "typed-form"),
        ("000190012345", "typed-personal-number"),
        ("079327012345", "typed-personal-number"),
        ("079499012345", "typed-personal-number"),
    ],
)
def test_numbers_that_nobody_has(text: str, why: str) -> None:
    with pytest.raises(NotADocument) as refused:
        typed(text, today=TODAY)
    assert refused.value.reason == why


def test_the_hospitals_own_form_of_code() -> None:
    own = Patterns.of(patient_code=r"HS-(?P<code>[A-Z]\d{5})")
    assert typed("HS-A12345", own).identifier(IdentifierKind.PATIENT_CODE) == "A12345"
    with pytest.raises(NotADocument):
        typed("12345678", own)


@given(st.text(max_size=40) | st.text("0123456789 .-", max_size=20))
def test_whatever_is_typed_is_a_number_or_a_reason(text: str) -> None:
    try:
        found = typed(text, today=TODAY)
    except NotADocument as refused:
        why = refused.reason
    else:
        assert found.identifiers
        why = "typed-"
    assert why.startswith("typed-")
