"""From the bytes of an answer to checked values, or ``HospitalGarbled``.

The exceptions name what was asked for and the field, never a value: an answer is a patient's data.
"""

from typing import TypeVar

import msgspec

from kiosk.errors import HospitalGarbled
from kiosk.hospital import wire

R = TypeVar("R", bound=wire.Resource)
T = TypeVar("T")


def resource(data: bytes | msgspec.Raw, shape: type[R]) -> R:
    """One resource of the kind ``shape.KIND``."""
    found = decoded(data, shape, shape.KIND)
    if found.resource_type != shape.KIND:
        raise HospitalGarbled(f"expected a {shape.KIND}, got another resource")
    return found


def matches(data: bytes, shape: type[R]) -> list[R]:
    """The resources of the kind ``shape.KIND`` in a search's ``Bundle``, in its order.

    Servers may add an ``OperationOutcome`` with hints or resources that others refer to:
    these are passed over.
    """
    bundle = resource(data, wire.Bundle)
    if bundle.type != "searchset":
        raise HospitalGarbled("expected a Bundle of type searchset")
    return [
        resource(entry.resource, shape)
        for entry in bundle.entry
        if decoded(entry.resource, wire.Kind, "Bundle").resource_type == shape.KIND
    ]


def decoded(data: bytes | msgspec.Raw, shape: type[T], what: str) -> T:
    """JSON in any ``shape`` that msgspec can check; ``what`` names the answer in the message."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        why = str(error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        why = "not JSON"
    except RecursionError:
        why = "nested too deep"
    # Raised here and not above: the parser's exception may quote the answer, and would
    # follow this one into the log as its context.
    raise HospitalGarbled(f"{what}: {why}")
