"""Draws the dock's faces and reads its files, in a process of its own.

Drawing takes OpenCV and half a second; files are anybody's. The kiosk's process should have
neither. What a face may be asked for next is drawn before it is, while nothing else is.

::

    orders    what is asked for, and what comes back
    films     a face as pictures
    stock     films that are drawn before they are asked for
    files     pictures and films from files
    __main__  the process
    client    the process, as the dock sees it
"""
