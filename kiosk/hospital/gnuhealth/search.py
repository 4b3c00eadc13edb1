"""``search_read`` of Tryton, with the fields that a record's class names."""

from collections.abc import Mapping
from typing import TypeVar

from kiosk.errors import HospitalGarbled
from kiosk.hospital.gnuhealth.records import Record
from kiosk.hospital.gnuhealth.rpc import Rpc

R = TypeVar("R", bound=Record)


async def search(
    rpc: Rpc,
    shape: type[R],
    domain: list[object],
    *,
    limit: int,
    newest: bool = False,
    context: Mapping[str, object] | None = None,
) -> list[R]:
    """The records of ``shape.MODEL`` that fulfil ``domain``, by id; ``newest`` first if asked.

    ``limit`` is what the caller can do with: a server that answers more is ``HospitalGarbled``.
    """
    order = [["id", "DESC" if newest else "ASC"]]
    method = f"model.{shape.MODEL}.search_read"
    found = await rpc.call(
        list[shape],  # type: ignore[valid-type] # a type that is known when it is called
        method,
        domain,
        0,
        limit,
        order,
        list(shape.FIELDS),
        context=context,
    )
    if len(found) > limit:
        raise HospitalGarbled(f"{method}: more records than asked for")
    return found
