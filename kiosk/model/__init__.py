"""Frozen value types of the domain. No I/O, no settings, no clock."""
