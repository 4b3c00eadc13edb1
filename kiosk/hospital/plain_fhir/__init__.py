"""Hospitals with a FHIR R4 server that knows none of the kiosk's operations."""
