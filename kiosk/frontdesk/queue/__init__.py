"""How patients wait: rules, routing, tickets, rooms."""
