"""What view models are made of."""

from kiosk.checkin.failures import Failure
from kiosk.ui.view_models.reader import Reader

ViewModel = dict[str, object]
"""Texts, numbers, truth values, and lists and dicts of them: what QML can take."""
_SHORT = 10
"""Letters of three words that a line may have to take over together."""


def notice(failure: Failure | None, reader: Reader) -> ViewModel:
    """``{}``, or the failure as ``sentence`` and ``nextStep``."""
    if failure is None:
        return {}
    return {
        "sentence": reader.fill(failure.sentence),
        "nextStep": reader.fill(failure.next_step),
    }


def spoken(*parts: str) -> str:
    """Parts as sentences, so that a voice pauses between them; empty ones are left out."""
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in parts if part)


def sentence_case(text: str) -> str:
    """With a capital first letter: "heart, blood pressure" as the title of a button."""
    return text[:1].upper() + text[1:]


def closed_up(text: str) -> str:
    """With its last words held together, so that no line has a word to itself: two, or three
    where they are short, as a Vietnamese word is often two."""
    words = text.split(" ")
    last = 3 if sum(map(len, words[-3:])) <= _SHORT else 2
    return " ".join([*words[:-last], "\u00a0".join(words[-last:])])
