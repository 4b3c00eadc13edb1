"""Faces in pictures: found, measured, described, compared; whether they are alive."""
