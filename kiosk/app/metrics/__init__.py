"""What the kiosk did, as numbers for a monitoring system; never whom it served."""
