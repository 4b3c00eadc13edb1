"""Readers of chip cards, and the cards that lie on them."""
