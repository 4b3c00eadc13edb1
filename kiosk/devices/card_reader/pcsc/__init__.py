"""Card readers through PC/SC: pcscd on Linux. Importing it needs pyscard."""

from kiosk.devices.card_reader.pcsc.reader import PcscCardReader

__all__ = ["PcscCardReader"]
