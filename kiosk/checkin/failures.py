"""Everything that can keep a visit from its ticket, and what the patient does then.

One table. A failure has a code that names the step it happened in, a sentence for the
patient and a next step in every language, and a line for the hospital's IT. Documentation
and tests read the same table, so a failure without a next step cannot exist.
"""

from kiosk.checkin.card_failures import CARD_FAILURES
from kiosk.checkin.face_failures import FACE_FAILURES
from kiosk.checkin.failure import TO_DESK, Failure, Step
from kiosk.model.text import local

__all__ = ["FAILURES", "Failure", "Step"]

FAILURES = {
    failure.kind: failure
    for failure in (
        Failure(
            "not-a-document",
            local(
                "Mã này không phải giấy tờ khám bệnh.",
                "This code is not a health document.",
            ),
            local(
                "Hãy đưa mã QR trên thẻ căn cước, VNeID, thẻ BHYT, phiếu hẹn, hoặc nhập số.",
                "Show the QR code of an ID card, VNeID, insurance card or slip, or type a number.",
            ),
            "A code was read that no document pattern matches.",
        ),
        Failure(
            "document-damaged",
            local(
                "Không đọc được đúng thông tin trên giấy tờ này.",
                "The details on this document could not be read correctly.",
            ),
            local(
                "Hãy đưa lại mã QR, hoặc nhập số thay vì đưa mã.",
                "Show the QR code again, or type a number instead.",
            ),
            "A document code contradicts itself or is incomplete; the reason says how.",
        ),
        Failure(
            "letters-lost",
            local(
                "Máy quét đọc thiếu chữ có dấu trong tên.",
                "The scanner lost the Vietnamese letters of the name.",
            ),
            local(
                "Hãy nhập số trên thẻ, đưa mã trước camera, hoặc đến {desk}.",
                "Type the card's number, show the code to the camera, or go to {desk}.",
            ),
            "A scanner in keyboard mode dropped all letters beyond ASCII: set it to USB-COM, see "
            "docs/scanners.md.",
        ),
        Failure(
            "no-code",
            local("Chưa thấy mã nào trong hình.", "No code was found in the picture."),
            local(
                "Hãy đưa mã QR lại gần, giữ yên và tránh bóng đèn.",
                "Hold the QR code closer, keep it still and away from glare.",
            ),
            "The picture that was given holds no code that can be read.",
        ),
        Failure(
            "code-not-valid",
            local("Số này chưa đúng.", "This number is not right."),
            local(
                "Hãy kiểm tra từng chữ số: mã bệnh nhân, số căn cước hoặc số BHYT.",
                "Check each digit: patient code, ID card number or insurance number.",
            ),
            "A typed number has the form of no known identifier.",
        ),
        *CARD_FAILURES,
        *FACE_FAILURES,
        Failure(
            "patient-unknown",
            local(
                "Bệnh viện chưa có hồ sơ với số này.",
                "The hospital has no record with this number.",
            ),
            local(
                "Hãy dùng thẻ căn cước để đăng ký, hoặc mời {you} đến {desk}.",
                "Use an ID card to register, or go to {desk}.",
            ),
            "No patient has this identifier, and the document cannot register a new one.",
        ),
        Failure(
            "patient-ambiguous",
            local(
                "Bệnh viện cần kiểm tra lại hồ sơ của {you}.",
                "The hospital needs to check your record.",
            ),
            TO_DESK,
            "More than one patient has this identifier: merge the records.",
        ),
        Failure(
            "service-closed",
            local(
                "Phòng khám này vừa ngừng nhận bệnh nhân hôm nay.",
                "This service has just stopped taking patients today.",
            ),
            local(
                "Hãy chọn dịch vụ khác, hoặc mời {you} đến {desk}.",
                "Choose another service, or go to {desk}.",
            ),
            "The hospital refused the check-in: no open room for this service.",
        ),
        Failure(
            "service-not-offered",
            local(
                "Bệnh viện không có dịch vụ này.",
                "The hospital does not offer this service.",
            ),
            local(
                "Hãy chọn dịch vụ khác, hoặc mời {you} đến {desk}.",
                "Choose another service, or go to {desk}.",
            ),
            "A service was asked for by a code that the hospital does not list.",
        ),
        Failure(
            "appointment-gone",
            local(
                "Lịch hẹn này không còn nhận được nữa.",
                "This appointment can no longer be kept.",
            ),
            local(
                "Hãy chọn dịch vụ cần khám, hoặc mời {you} đến {desk}.",
                "Choose a service instead, or go to {desk}.",
            ),
            "The hospital refused the check-in: the appointment is closed, moved or not of today.",
        ),
        Failure(
            "no-service-open",
            local(
                "Hiện chưa có phòng khám nào nhận bệnh nhân.",
                "No service is taking patients right now.",
            ),
            TO_DESK,
            "The hospital lists no service with an open room.",
        ),
        Failure(
            "hospital-away",
            local(
                "Máy chưa kết nối được với bệnh viện.",
                "The kiosk cannot reach the hospital's system.",
            ),
            TO_DESK,
            "No answer from the hospital API in time; check network and server.",
        ),
        Failure(
            "hospital-garbled",
            local(
                "Hệ thống bệnh viện đang gặp sự cố.",
                "The hospital's system has a problem.",
            ),
            TO_DESK,
            "The hospital API answered something that is not what the contract says.",
        ),
        Failure(
            "hospital-refused",
            local(
                "Bệnh viện chưa nhận được đăng ký này.",
                "The hospital could not accept this check-in.",
            ),
            TO_DESK,
            "The hospital API refused; the reason is its code.",
        ),
        Failure(
            "kiosk-fault",
            local("Máy đang gặp sự cố.", "The kiosk has a problem."),
            TO_DESK,
            "An unexpected error inside the kiosk; see the log at the same time.",
        ),
    )
}
