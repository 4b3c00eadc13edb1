"""May the face be used? What for, how long it is kept, and what happens without it.

Whoever changes these words raises their version in :mod:`kiosk.checkin.consenting`: a recorded
consent names the version that was read.
"""

from kiosk.checkin.screens import AskFaceConsent, FaceConsent
from kiosk.model.consent import ConsentPurpose
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken


def ask_face_consent(screen: AskFaceConsent, reader: Reader) -> ViewModel:
    """``question``, ``lines`` of ``{icon, text}`` (what for, kept how long, and without it), and
    ``choices`` of ``{value, text, main}``: two, neither of them the main one."""
    if screen.keeps:
        question, lines, choices = _to_keep(reader)
    elif screen.purpose is ConsentPurpose.FACE_IDENTIFICATION:
        question, lines, choices = _to_recognise(reader)
    else:
        question, lines, choices = _to_compare(reader)
    icons = ("eye", "clock", "way")
    values = (FaceConsent.WITHOUT_FACE.value, FaceConsent.WITH_FACE.value)
    return {
        "question": closed_up(question),
        "lines": [
            {"icon": icon, "text": closed_up(text)} for icon, text in zip(icons, lines, strict=True)
        ],
        "choices": [
            {"value": value, "text": text, "main": False}
            for value, text in zip(values, choices, strict=True)
        ],
        "spoken": spoken(question, *lines, *choices),
    }


_Texts = tuple[str, tuple[str, str, str], tuple[str, str]]
"""The question; what for, kept how long, and without it; the refusal and the consent."""


def _to_compare(reader: Reader) -> _Texts:
    return (
        reader.translate(
            "AskFaceConsent", "May the kiosk compare your face with the photo in your card?"
        ),
        (
            reader.translate(
                "AskFaceConsent",
                "The camera looks at your face for some seconds, to see that the card is yours.",
            ),
            reader.translate("AskFaceConsent", "Nothing of your face is kept."),
            reader.translate(
                "AskFaceConsent", "Without it you go on just the same: staff look at the card."
            ),
        ),
        (
            reader.translate("AskFaceConsent", "Without my face"),
            reader.translate("AskFaceConsent", "With my face"),
        ),
    )


def _to_recognise(reader: Reader) -> _Texts:
    return (
        reader.translate("AskFaceConsent", "May the kiosk look for you by your face?"),
        (
            reader.translate(
                "AskFaceConsent",
                "Your face is compared with those of patients who agreed to be recognised here.",
            ),
            reader.translate("AskFaceConsent", "Nothing of this look is kept."),
            reader.translate(
                "AskFaceConsent", "Without it you use a card or a code, or type a number."
            ),
        ),
        (
            reader.translate("AskFaceConsent", "Without my face"),
            reader.translate("AskFaceConsent", "With my face"),
        ),
    )


def _to_keep(reader: Reader) -> _Texts:
    return (
        reader.translate(
            "AskFaceConsent", "May the hospital keep your face, to know you without a card?"
        ),
        (
            reader.translate(
                "AskFaceConsent",
                "Numbers that describe your face are kept at this hospital, and no picture.",
            ),
            reader.translate(
                "AskFaceConsent", "Until you delete them: at the kiosk, or at {desk}."
            ),
            reader.translate("AskFaceConsent", "Without it you use your card, as today."),
        ),
        (
            reader.translate("AskFaceConsent", "Do not keep it"),
            reader.translate("AskFaceConsent", "Keep my face"),
        ),
    )
