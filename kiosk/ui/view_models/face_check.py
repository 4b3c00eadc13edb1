"""Looking into the camera."""

from kiosk.checkin.screens import FaceCheck, WithoutFace
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, spoken


def face_check(screen: FaceCheck, reader: Reader) -> ViewModel:
    """``question``, ``light`` (said while the page lights the face), ``wrong`` ({} or sentence and
    next step), ``choices`` of ``{value, text, main}``: one. What to do now is not here: it
    changes many times a second."""
    question = reader.translate("FaceCheck", "Look into the camera")
    without = reader.translate("FaceCheck", "Continue without my face")
    wrong = notice(screen.wrong, reader)
    return {
        "question": question,
        "light": reader.translate("FaceCheck", "The light of this page changes softly"),
        "wrong": wrong,
        "choices": [{"value": WithoutFace.GO_ON.value, "text": without, "main": False}],
        "spoken": spoken(*(map(str, wrong.values()) if wrong else (question,)), without),
    }
