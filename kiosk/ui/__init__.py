"""All of Qt: the pages, what they are bound to, and the windows they are in."""
