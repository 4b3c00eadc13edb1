"""How the kiosk is: watched while it serves, told to whoever may ask, and where to stop."""
