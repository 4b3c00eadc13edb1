"""The logical data structure: what is in the files of an eMRTD (ICAO Doc 9303-10, section 4).

One module for each file, each with ``parse(data: bytes)`` for the file's whole content, tag and
length included. They raise :class:`~kiosk.emrtd.errors.Malformed` and
:class:`~kiosk.emrtd.errors.Unsupported` only, and trust nothing that a length or a count claims.
"""
