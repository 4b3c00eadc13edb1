"""The paper ticket: what stands on it, in which words, and its bitmap.

>>> from kiosk.ticket import Slip, render
"""

from kiosk.ticket.copies import marked_as_copy
from kiosk.ticket.layout import render
from kiosk.ticket.slip import Slip
from kiosk.ticket.warm import warm_up

__all__ = ["Slip", "marked_as_copy", "render", "warm_up"]
