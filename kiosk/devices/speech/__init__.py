"""Reads a page aloud."""
