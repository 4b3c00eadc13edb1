"""Errors of PostgreSQL, told once and to nobody but the caller."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import psycopg

B = TypeVar("B")


@contextmanager
def quiet(block: AbstractContextManager[B]) -> Iterator[B]:
    """A pipeline or a COPY of psycopg, of which the first error is raised at its end.

    Where an error leaves such a block, psycopg writes to stderr what comes of it, such as that the
    connection is lost: in words of the server, which may quote a row.
    """
    first: psycopg.Error | None = None
    try:
        with block as inside:
            try:
                yield inside
            except psycopg.Error as error:
                first = error
    except psycopg.Error as error:
        raise first or error from None
    if first is not None:
        raise first
