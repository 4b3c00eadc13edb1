"""What people see of the hospital in a browser: boards, consoles, a ticket on a phone."""
