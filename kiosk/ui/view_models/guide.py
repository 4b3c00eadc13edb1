"""What the hand that holds a code, or the face before the camera, should do."""

from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up

_FACE_ICONS = {
    FaceHint.NO_FACE: "person",
    FaceHint.SEVERAL: "people",
    FaceHint.NEARER: "nearer",
    FaceHint.FARTHER: "farther",
    FaceHint.CENTRE: "person",
    FaceHint.STRAIGHT: "person",
    FaceHint.DARK: "light",
    FaceHint.BACKLIT: "light",
    FaceHint.BRIGHT: "light",
    FaceHint.HOLD_STILL: "hold-still",
    FaceHint.COVERED: "eye",
    FaceHint.TURN_LEFT: "turn-left",
    FaceHint.TURN_RIGHT: "turn-right",
    FaceHint.BLINK: "eye",
    FaceHint.NOD: "nod",
    FaceHint.GOOD: "check",
}
"""The picture is mirrored, so the patient's own left is on the left."""

_CODE_ICONS = {
    CodeHint.NEARER: "nearer",
    CodeHint.FARTHER: "farther",
    CodeHint.INTO_VIEW: "into-view",
    CodeHint.HOLD_STILL: "hold-still",
    CodeHint.TILT: "tilt",
    CodeHint.LIGHT: "light",
}


def guide(what: FaceGuide | CodeHint | None, reader: Reader) -> ViewModel:
    """``{}``, or ``hint`` (its value), ``words``, ``icon``, and ``of``: ``face`` or ``code``."""
    match what:
        case FaceGuide(hint):
            words, icon, of = _of_face(hint, reader), _FACE_ICONS[hint], "face"
            return {"hint": hint.value, "words": closed_up(words), "icon": icon, "of": of}
        case CodeHint():
            words, icon, of = _of_code(what, reader), _CODE_ICONS[what], "code"
            return {"hint": what.value, "words": closed_up(words), "icon": icon, "of": of}
        case None:
            return {}


def _of_code(hint: CodeHint, reader: Reader) -> str:
    match hint:
        case CodeHint.NEARER:
            return reader.translate("Guide", "Hold the code a little nearer")
        case CodeHint.FARTHER:
            return reader.translate("Guide", "Hold the code a little farther away")
        case CodeHint.INTO_VIEW:
            return reader.translate("Guide", "Show the whole code, inside the frame")
        case CodeHint.HOLD_STILL:
            return reader.translate("Guide", "Hold the code still for a moment")
        case CodeHint.TILT:
            return reader.translate("Guide", "Tilt the code away from the light")
        case CodeHint.LIGHT:
            return reader.translate("Guide", "Hold the code where there is more light")


def _of_face(hint: FaceHint, reader: Reader) -> str:
    match hint:
        case FaceHint.NO_FACE:
            return reader.translate("Guide", "Show your face in the oval, no mask")
        case FaceHint.SEVERAL:
            return reader.translate("Guide", "Others, please step back a little")
        case FaceHint.NEARER:
            return reader.translate("Guide", "Come a little nearer")
        case FaceHint.FARTHER:
            return reader.translate("Guide", "Step back a little")
        case FaceHint.CENTRE:
            return reader.translate("Guide", "Move to the middle of the picture")
        case FaceHint.STRAIGHT:
            return reader.translate("Guide", "Look straight into the camera")
        case _:
            return _of_light(hint, reader)


def _of_light(hint: FaceHint, reader: Reader) -> str:
    match hint:
        case FaceHint.DARK:
            return reader.translate("Guide", "Too dark: come nearer to the screen")
        case FaceHint.BACKLIT:
            return reader.translate("Guide", "The light is behind you: come nearer")
        case FaceHint.BRIGHT:
            return reader.translate("Guide", "Too bright: move out of the light")
        case FaceHint.HOLD_STILL:
            return reader.translate("Guide", "Hold still for a moment")
        case FaceHint.COVERED:
            return reader.translate("Guide", "Take off what covers your eyes")
        case _:
            return _of_movement(hint, reader)


def _of_movement(hint: FaceHint, reader: Reader) -> str:
    match hint:
        case FaceHint.TURN_LEFT:
            return reader.translate("Guide", "Turn your head to your left")
        case FaceHint.TURN_RIGHT:
            return reader.translate("Guide", "Turn your head to your right")
        case FaceHint.BLINK:
            return reader.translate("Guide", "Close your eyes and open them again")
        case FaceHint.NOD:
            return reader.translate("Guide", "Nod your head once")
        case _:
            return reader.translate("Guide", "Very good. One moment…")
