"""What a field of an event may hold. Nothing here can carry a name or a patient's number."""

import re

Value = bool | int | float | str | tuple[str, ...]
"""A tuple is a list of short codes, for example code positions."""

LONGEST = 32
"""Items of a tuple."""

_CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")
_NUMBER_OF_A_PERSON = re.compile(r"[0-9]{7}")
"""Patient codes have 8 digits, phone and insurance numbers 10, personal numbers 12."""

_LARGEST = 10_000_000


def is_harmless(value: object) -> bool:
    """Whether a value may be logged: short codes and small numbers only."""
    match value:
        case bool():
            return True
        case int() | float():
            return -_LARGEST < value < _LARGEST
        case str():
            return _is_code(value)
        case tuple():
            return len(value) <= LONGEST and all(
                isinstance(item, str) and _is_code(item) for item in value
            )
    return False


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and _NUMBER_OF_A_PERSON.search(text) is None
