"""Measures what is promised. Each benchmark gives figures; ``kiosk bench`` shows them."""
