"""The hospital's side of the visit, as one protocol and its adapters."""
