"""Draws the dock's faces and reads its files, in a process of its own.

Drawing takes OpenCV and half a second; files are anybody's. The kiosk's process should have
neither.

::

    orders    what is asked for, and what comes back
    films     a face as pictures
    files     pictures and films from files
    __main__  the process
    client    the process, as the dock sees it
"""
