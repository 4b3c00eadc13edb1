"""Who may ask the hospital, and who may call its patients."""
