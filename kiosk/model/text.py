"""Text that a person reads, in each language that the kiosk speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

VIETNAMESE = "vi"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class LocalText:
    """One sentence in several languages, by BCP 47 language tag.

    A language that is missing falls back to Vietnamese, then to any: a patient
    who sees a foreign sentence is better off than one who sees none.
    """

    by_language: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_language", MappingProxyType(dict(self.by_language)))

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))

    def get(self, language: str) -> str:
        """The text in ``language``, or the nearest that there is; ``""`` if there is none."""
        texts = self.by_language
        return texts.get(language) or texts.get(VIETNAMESE) or next(iter(texts.values()), "")


def local(vi: str, en: str) -> LocalText:
    """A text in the two languages that every part of the kiosk has."""
    return LocalText({VIETNAMESE: vi, ENGLISH: en})
