"""The commands of the kiosk, one file each."""
