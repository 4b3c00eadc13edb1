"""The embedded hospital: a FHIR server with patients, insurance, appointments and a queue.

Speaks docs/hospital-api, and shares no code with its client: they agree because the wire does.
"""
