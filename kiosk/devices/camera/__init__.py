"""Cameras, and the codes that are seen in their frames."""
