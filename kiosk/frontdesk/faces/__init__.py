"""Patients who agreed to be known again by their faces."""
