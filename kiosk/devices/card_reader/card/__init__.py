"""A simulated identity card that behaves: an ICAO eMRTD, written from the card's side.

Built from ICAO Doc 9303 parts 10 and 11, ISO/IEC 7816-4 and BSI TR-03110, with the primitives
of ``cryptography`` and nothing of ``kiosk.emrtd``: a reader and a card that share code would
share its mistakes. Begin at :mod:`~kiosk.devices.card_reader.card.card`.
"""
