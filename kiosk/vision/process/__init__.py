"""The process of the eyes: it owns the camera, and looks for codes and faces.

Started by :class:`kiosk.vision.eyes.Eyes`, of which nothing in here is imported.
"""
