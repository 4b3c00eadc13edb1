"""An unexpected error, as one line of a log that must not hold personal data."""

from traceback import extract_tb

_PLACES = 6


def fault_line(error: BaseException) -> str:
    """The error's type and the innermost places in code that led to it, without its message:
    messages quote what the program had in hands."""
    places = [
        f"{place.filename.rpartition('/')[2]}:{place.lineno}"
        for place in extract_tb(error.__traceback__)[-_PLACES:]
    ]
    return f"unexpected {type(error).__name__} at {' > '.join(places)}\n"
