"""Everything that can keep a visit from its ticket, and what the patient does then.

One table. A failure has a code that names the step it happened in, a sentence for the
patient and a next step in every language, and a line for the hospital's IT. Documentation
and tests read the same table, so a failure without a next step cannot exist.
"""

import enum
from dataclasses import dataclass, replace

from kiosk.model.text import LocalText, local


class Step(enum.Enum):
    """The steps of a visit, in order. Timings and failure codes are named after them."""

    SCAN = "scan"
    CARD = "card"
    """Reading the chip of an ID card."""
    FIND = "find"
    REGISTER = "register"
    OFFER = "offer"
    """Insurance, appointments and services, asked for at once."""
    CHECK_IN = "check-in"
    RENDER = "render"
    PRINT = "print"
    CONFIRM = "confirm"
    """Telling the hospital that the ticket is on paper."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no ticket, as a value."""

    kind: str
    sentence: LocalText
    next_step: LocalText
    """May name the desk as ``{desk}``; :meth:`at` fills it in."""
    for_staff: str
    step: Step | None = None
    reason: str = ""
    """Detail for staff and logs: a short stable code, never personal data."""

    @property
    def code(self) -> str:
        """``find-hospital-away``: the step, then the kind."""
        return f"{self.step.value}-{self.kind}" if self.step else self.kind

    def at(self, step: Step, reason: str = "") -> "Failure":
        """The same failure, in this step."""
        return replace(self, step=step, reason=reason)


_TO_DESK = local(
    "Mời {you} đến {desk}, nhân viên sẽ giúp {you} ngay.",
    "Please go to {desk}. Our staff will help you right away.",
)

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
            _TO_DESK,
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
            _TO_DESK,
            "The hospital lists no service with an open room.",
        ),
        Failure(
            "hospital-away",
            local(
                "Máy chưa kết nối được với bệnh viện.",
                "The kiosk cannot reach the hospital's system.",
            ),
            _TO_DESK,
            "No answer from the hospital API in time; check network and server.",
        ),
        Failure(
            "hospital-garbled",
            local(
                "Hệ thống bệnh viện đang gặp sự cố.",
                "The hospital's system has a problem.",
            ),
            _TO_DESK,
            "The hospital API answered something that is not what the contract says.",
        ),
        Failure(
            "hospital-refused",
            local(
                "Bệnh viện chưa nhận được đăng ký này.",
                "The hospital could not accept this check-in.",
            ),
            _TO_DESK,
            "The hospital API refused; the reason is its code.",
        ),
        Failure(
            "kiosk-fault",
            local("Máy đang gặp sự cố.", "The kiosk has a problem."),
            _TO_DESK,
            "An unexpected error inside the kiosk; see the log at the same time.",
        ),
    )
}
