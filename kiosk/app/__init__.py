"""The composition root: reads the settings, chooses the devices, wires the rest."""
