"""The invented people of the dock, as a tester looks for them."""

from collections.abc import Sequence
from itertools import islice

from kiosk.ui.dock.controls import DockPerson
from kiosk.ui.dock.documents import documents_of
from kiosk.ui.dock.fold import found

MOST_SHOWN = 200


class People:
    """All of them, whom the search finds, and who is chosen. Indices count all people."""

    def __init__(self, people: Sequence[DockPerson]) -> None:
        self.all = tuple(people)
        self.words = ""
        self.chosen = 0 if self.all else -1

    @property
    def person(self) -> DockPerson | None:
        """Who is chosen."""
        return self.all[self.chosen] if 0 <= self.chosen < len(self.all) else None

    @property
    def documents(self) -> dict[str, str | bytes]:
        """What the chosen one can hold up, by kind."""
        return {} if self.person is None else documents_of(self.person)

    def found(self) -> list[int]:
        """In whose label all words of the search are; at most ``MOST_SHOWN``."""
        every = (i for i, person in enumerate(self.all) if found(self.words, person.label))
        return list(islice(every, MOST_SHOWN))

    def rows(self) -> list[dict[str, object]]:
        """Those found, for the page."""
        return [
            {
                "index": index,
                "label": person.label,
                "appointments": ", ".join(person.appointments),
                "isNew": person.new,
                "documents": list(person.documents),
            }
            for index in self.found()
            for person in [self.all[index]]
        ]
