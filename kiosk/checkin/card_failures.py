"""What can be wrong with a chip card. Nobody is blamed: most of it is a card that lies askew."""

from kiosk.checkin.failure import TO_DESK, Failure
from kiosk.model.text import local

_CODE_OR_DESK = local(
    "Hãy đưa mã QR trên thẻ vào ống kính, hoặc mời {you} đến {desk}.",
    "Show the QR code of the card to the camera, or go to {desk}.",
)

CARD_FAILURES = (
    Failure(
        "not-an-id-card",
        local(
            "Thẻ trên đầu đọc không phải thẻ căn cước gắn chip.",
            "What lies on the card reader is not a chip ID card.",
        ),
        local(
            "Hãy đặt thẻ căn cước lên đầu đọc, hoặc đưa mã QR.",
            "Lay an ID card on the reader, or show a QR code.",
        ),
        "A bank card, a phone or another chip without the travel document application.",
    ),
    Failure(
        "mute",
        local(
            "Máy chưa đọc được thẻ đang đặt trên đầu đọc.",
            "The card on the reader cannot be read yet.",
        ),
        local(
            "Hãy lật mặt kia của thẻ và đặt nằm phẳng, hoặc đưa mã QR.",
            "Turn the card over and lay it flat, or show a QR code.",
        ),
        "Something lies on the card reader that does not answer, or only noise.",
    ),
    Failure(
        "card-and-code-differ",
        local(
            "Mã QR này không khớp với thẻ trên đầu đọc.",
            "This QR code does not match the card on the reader.",
        ),
        local(
            "Hãy đưa mã QR của chính thẻ đó, hoặc nhập 6 số cuối của số căn cước.",
            "Show the QR code of that card, or type the last 6 digits of its number.",
        ),
        "The chip does not accept the keys that follow from the QR code: two people's cards, "
        "or a card whose keys follow another rule.",
    ),
    Failure(
        "can-wrong",
        local("Sáu số này chưa đúng.", "These six digits are not right."),
        local(
            "Hãy xem lại 6 số cuối của số căn cước rồi nhập lại.",
            "Look at the last 6 digits of the card's number, and type them again.",
        ),
        "The typed card access number is not the card's; the reason tells the tries left.",
    ),
    Failure(
        "can-wrong-last",
        local(
            "Sáu số này chưa đúng. Chỉ còn nhập được một lần nữa.",
            "These six digits are not right. They can be typed once more.",
        ),
        local(
            "Hãy xem thật kỹ 6 số cuối của số căn cước, hoặc đưa mã QR.",
            "Look closely at the last 6 digits of the card's number, or show its QR code.",
        ),
        "The typed card access number is not the card's, and one try is left.",
    ),
    Failure(
        "can-refused",
        local(
            "Chưa mở được thẻ bằng số đã nhập.",
            "The card could not be opened with the digits typed.",
        ),
        _CODE_OR_DESK,
        "The card access number was wrong as often as it may be: no more is tried.",
    ),
    Failure(
        "unreadable",
        local(
            "Máy chưa đọc được chip của thẻ này.",
            "The chip of this card could not be read.",
        ),
        _CODE_OR_DESK,
        "Reading the chip failed, twice where that could help; the reason says how.",
    ),
    Failure(
        "disagrees",
        local(
            "Thông tin trên mã QR và trong chip chưa khớp nhau.",
            "The QR code and the chip of this card do not say the same.",
        ),
        TO_DESK,
        "Number, name or birth date differ between QR code and chip; the reason says which.",
    ),
    Failure(
        "not-genuine",
        local(
            "Máy chưa xác nhận được thẻ này.",
            "The kiosk could not confirm this card.",
        ),
        TO_DESK,
        "The chip's signature, hashes or key are wrong; the reason says which. Look at the card.",
    ),
    Failure(
        "reader-away",
        local(
            "Đầu đọc thẻ của máy đang tạm ngừng.",
            "The card reader of this kiosk is not working right now.",
        ),
        TO_DESK,
        "The settings demand the chip, and no card reader is there: check its cable and pcscd.",
    ),
)
