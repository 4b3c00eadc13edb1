"""What goes wrong in a visit of the privacy test, one thing in each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One visit's."""

    kind: str
    """``well``, ``cancels``, ``quotes``, ``reads``, ``card``, ``types`` or ``paper``."""
    what: str = ""
    """The page, the part of a request's line, what is wrong with a document, a chip, a printer."""
    way: str = ""
    """Of a hospital's error."""
    fails: str = ""
    """As ``hospital.find``: what breaks down besides, with the patient's data in hands."""


WELL = Trouble("well")
CANCELS = tuple(
    Trouble("cancels", page) for page in ("ConfirmIdentity", "ChooseService", "ChooseAppointment")
)
QUOTES = tuple(
    Trouble("quotes", path, way)
    for path, ways in {
        "Patient/_search": ("400", "500", "code", "not-fhir", "not-json", "wrong-types"),
        "CoverageEligibilityRequest": ("404", "not-json", "wrong-types"),
        "GET /fhir/Appointment": ("400", "header", "not-fhir"),
        "GET /fhir/Encounter": ("422", "code", "wrong-types"),
        "GET /fhir/HealthcareService": ("404", "not-fhir"),
        "/$check-in": ("409", "422", "code", "header", "not-fhir", "wrong-types", "not-json"),
        "$ticket-printed": ("400", "code", "500"),
        "$cancel-check-in": ("409", "code"),
    }.items()
    for way in ways
)
READS = (Trouble("reads", "damaged"), Trouble("reads", "refused"))
TYPES = (Trouble("types", "personal number"), Trouble("types", "patient code"))
PAPER = (Trouble("paper", "paper-out"), Trouble("paper", "fault"))
CARDS = (
    Trouble("card", "well"),
    Trouble("card", "gone"),
    Trouble("card", "malformed"),
    Trouble("card", "denied"),
    Trouble("card", "unexpected"),
    Trouble("card", "another"),
)

FEW = (
    WELL,
    Trouble("quotes", "/$check-in", "code"),
    Trouble("well", fails="hospital.find"),
    Trouble("well", fails="page.ConfirmIdentity"),
    Trouble("well", fails="journal.begin"),
    Trouble("card", "unexpected"),
    Trouble("well", fails="printer.print"),
    Trouble("cancels", "ConfirmIdentity"),
    Trouble("quotes", "Patient/_search", "400"),
    Trouble("reads", "damaged"),
)
"""For the quick test: one of each sort."""

BASIC = (WELL, *CARDS, *TYPES, *PAPER, *CANCELS, *READS, *QUOTES)
