"""The self-service check-in kiosk: from a document to a queue ticket."""

__version__ = "0.1.0"
