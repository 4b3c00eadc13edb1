"""What a person can hold up to the camera."""

from collections.abc import Iterable

from kiosk.ui.dock.controls import DockPerson

SHOP_CODE = "https://shop.example/menu?table=12"
"""What people hold up by mistake: a code that is no document."""

DAMAGED = "damaged"
KINDS = ("cccd", "vneid", "bhyt", "appointment", "patient-code")
"""The order in which documents are offered; others come after these."""


def documents_of(person: DockPerson) -> dict[str, str | bytes]:
    """Their documents, and the card as a scratched code gives it: the end is missing."""
    documents = dict(person.documents)
    card = documents.get("cccd")
    if card and DAMAGED not in documents:
        documents[DAMAGED] = card[: len(card) * 3 // 5]
    return documents


def kinds_of(people: Iterable[DockPerson]) -> list[str]:
    """Of all documents of all people, so that a kind has one place whoever is chosen."""
    held = {kind for person in people for kind in documents_of(person)}
    first = [kind for kind in KINDS if kind in held]
    return [*first, *sorted(held.difference(first))]
