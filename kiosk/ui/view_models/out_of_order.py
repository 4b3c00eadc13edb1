"""Out of order: where to go instead, in every language that the sentences have."""

from kiosk.checkin.in_service import ELSEWHERE, NEXT_STEP, SENTENCE
from kiosk.checkin.screens import OutOfOrder
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken


def out_of_order(screen: OutOfOrder, reader: Reader) -> ViewModel:
    """``question`` (the sentence), ``nextStep`` (where to go), ``elsewhere`` (another kiosk, or
    ``""``), ``others`` of ``{sentence, nextStep}``, ``code`` (for staff).

    Nobody has chosen a language here, and there is nothing that could be misread: so the others
    stand below the reader's own, as on a ticket.
    """
    sentence, next_step, elsewhere = _words(screen, reader.language)
    return {
        "question": sentence,
        "nextStep": next_step,
        "elsewhere": elsewhere,
        "others": [
            {"sentence": other[0], "nextStep": " ".join(part for part in other[1:] if part)}
            for other in (
                _words(screen, tag) for tag in SENTENCE.by_language if tag != reader.language
            )
        ],
        "code": screen.cause.value,
        "spoken": spoken(sentence, next_step, elsewhere),
    }


def _words(screen: OutOfOrder, language: str) -> tuple[str, str, str]:
    place = screen.elsewhere.get(language)
    return (
        closed_up(SENTENCE.get(language)),
        closed_up(filled(NEXT_STEP.get(language), desk=screen.desk.get(language))),
        closed_up(filled(ELSEWHERE.get(language), place=place) + ".") if place else "",
    )
