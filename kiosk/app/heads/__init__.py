"""Heads of people who do not exist, to be looked at by a camera that is not there either.

::

    traits   what a face of nobody is like, drawn from a person's number
    grid     the surface of a head as a grid of angles and heights
    shape    its form: skull, features, hair
    paint    its colours
    openings eyes and mouth, which open and close
    cast     rays from a camera to the surface
    light    light on it
    head     all of it: Head.of(number, sex, age).view(pose, light, size)
"""
