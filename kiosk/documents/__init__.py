"""What patients hold, understood: pure parsers, from payload to document."""

from kiosk.documents.entry import typed
from kiosk.documents.parsing import parse
from kiosk.documents.patterns import Patterns

__all__ = ["Patterns", "parse", "typed"]
