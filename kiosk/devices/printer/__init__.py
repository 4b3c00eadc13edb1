"""Ticket printers. They take a picture: code pages lose Vietnamese, pixels do not."""
