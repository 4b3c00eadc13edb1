"""GNU Health (https://www.gnuhealth.org), a hospital system on the Tryton platform: no FHIR."""
