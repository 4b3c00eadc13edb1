"""Why a check-in waits for staff: the hospital's code as a sentence, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.settling import NO_SERVICE, UNKNOWN_PATIENT
from kiosk.checkin.troubles import FAILING, GARBLED
from kiosk.model.text import LocalText, local


@dataclass(frozen=True, slots=True)
class ReasonWords:
    sentence: LocalText
    to_do: LocalText


_BY_HAND = local(
    "Tiếp nhận người bệnh tại quầy (theo số trên phiếu, nếu có), rồi bấm “Đã xử lý”.",
    "Check the patient in at the desk, by the number on their ticket if they have one, then "
    "mark it as dealt with.",
)

REASONS: Mapping[str, ReasonWords] = MappingProxyType(
    {
        "service-closed": ReasonWords(
            local("Dịch vụ đã đóng.", "The service is closed."), _BY_HAND
        ),
        "ambiguous": ReasonWords(
            local(
                "Bệnh viện có nhiều hồ sơ cho giấy tờ này.",
                "The hospital has several records for this document.",
            ),
            _BY_HAND,
        ),
        "appointment-not-found": ReasonWords(
            local("Không còn lịch hẹn này.", "There is no such appointment any more."), _BY_HAND
        ),
        "appointment-not-today": ReasonWords(
            local("Lịch hẹn không phải hôm nay.", "The appointment is not for today."), _BY_HAND
        ),
        "patient-not-found": ReasonWords(
            local("Bệnh viện không có hồ sơ này.", "The hospital has no such record."), _BY_HAND
        ),
        "invalid": ReasonWords(
            local("Bệnh viện không nhận yêu cầu này.", "The hospital does not accept the request."),
            _BY_HAND,
        ),
        "key-reused": ReasonWords(
            local(
                "Bệnh viện đã có yêu cầu khác dưới khóa này.",
                "The hospital has another request under this key.",
            ),
            _BY_HAND,
        ),
        "lease-lapsed": ReasonWords(
            local(
                "Số đã cấp trước không còn hiệu lực khi bệnh viện nhận được.",
                "The number that was given ahead held no more when the hospital heard of it.",
            ),
            _BY_HAND,
        ),
        "lease-used": ReasonWords(
            local("Số này đã có người bệnh khác.", "Another patient has this number."), _BY_HAND
        ),
        "lease-not-found": ReasonWords(
            local(
                "Bệnh viện không cấp trước số này cho máy.",
                "The hospital did not give this number to this kiosk ahead.",
            ),
            _BY_HAND,
        ),
        NO_SERVICE: ReasonWords(
            local(
                "Khi mất kết nối, chưa chọn được dịch vụ nào.",
                "No service could be chosen while the hospital was away.",
            ),
            _BY_HAND,
        ),
        UNKNOWN_PATIENT: ReasonWords(
            local(
                "Mã số không kèm tên, và bệnh viện không có mã số này.",
                "A number without a name, which the hospital does not know.",
            ),
            _BY_HAND,
        ),
        NO_PAPER: ReasonWords(
            local("Có thể người bệnh không có phiếu giấy.", "The patient may have no paper."),
            local(
                "Nếu người bệnh đang chờ: in lại, hoặc bấm “Đã xử lý”. Nếu không: trả số.",
                "If they wait: print it again, or mark it as dealt with. If not: give it back.",
            ),
        ),
        GARBLED: ReasonWords(
            local(
                "Không hiểu được câu trả lời của bệnh viện.",
                "The hospital's answers could not be understood.",
            ),
            local(
                "Gọi bộ phận tin học; sau đó thử lại.", "Call the IT department; then try again."
            ),
        ),
        FAILING: ReasonWords(
            local(
                "Máy chủ bệnh viện luôn báo lỗi ở lượt tiếp nhận này.",
                "The hospital's server fails in this check-in each time.",
            ),
            local(
                "Gọi bộ phận tin học; sau đó thử lại. Người bệnh đang chờ: tiếp nhận tại quầy.",
                "Call the IT department; then try again. If the patient waits, check them in at "
                "the desk.",
            ),
        ),
    }
)

OTHER = ReasonWords(local("Bệnh viện từ chối.", "The hospital refused."), _BY_HAND)
"""For a code that is not among them: hospitals have their own."""


def words_for(reason: str) -> ReasonWords:
    return REASONS.get(reason, OTHER)
