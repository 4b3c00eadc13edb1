"""Reads electronic machine-readable travel documents (ICAO Doc 9303, parts 10 and 11).

Passports and chip identity cards: access control (PACE, BAC), secure messaging, data groups,
and whether document and chip are genuine. The library knows no reader, no settings and no
threads: all it needs is a function that sends a command to a card and returns the answer.

::

    from kiosk.emrtd import bac
    from kiosk.emrtd.chip import Chip
    from kiosk.emrtd.files import File
    from kiosk.emrtd.mrz import MrzKey

    chip = Chip(transmit)                      # transmit(bytes) -> bytes
    chip.select_application()
    bac.authenticate(chip, MrzKey("L898902C", "690806", "940623"))
    data_group_1 = chip.read_file(File.DG1, limit=1024)

It is synchronous. Whatever a card sends, only :class:`kiosk.emrtd.errors.EmrtdError` comes
out, besides what ``transmit`` itself raises.
"""
