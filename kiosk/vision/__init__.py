"""The eyes of the kiosk, in a process of their own: camera, codes and faces."""
