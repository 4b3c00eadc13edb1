"""The contract on the wire: FHIR in and out."""
