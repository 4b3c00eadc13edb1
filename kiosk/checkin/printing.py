"""From a ticket to paper, and the hospital told of it."""
