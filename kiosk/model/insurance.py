"""What each answer of the health-insurance (BHYT) gateway means for the patient.

One table, so that policy is read and changed in one place: clients of the gateway treat
its codes differently. None of them keeps a patient from a ticket.

Texts may hold ``{you}`` (how the patient is addressed, :mod:`kiosk.model.courtesy`) and
``{desk}`` (the hospital's name for the desk); who shows them fills both in. ``{you}``
never begins a sentence, so it needs no capital.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.model.care import Cover, Insurance
from kiosk.model.text import LocalText, local


@dataclass(frozen=True, slots=True)
class InsuranceRule:
    """One answer: what it means, and what the patient reads and does next."""

    cover: Cover
    sentence: LocalText
    next_step: LocalText


_WAIT = local(
    "Mời {you} cầm phiếu và chờ gọi số.",
    "Keep your ticket and wait for your number.",
)
_NEW_CARD = local(
    "Bệnh viện dùng thông tin thẻ mới. Mời {you} cầm phiếu và chờ gọi số.",
    "The hospital uses the new card. Keep your ticket and wait for your number.",
)
_SHOW_PAPERS = local(
    "Trước khi vào phòng khám, mời {you} đưa thẻ và giấy tờ cho nhân viên ở {desk} xem.",
    "Before you go to the room, please show your card and papers at {desk}.",
)
_ASK_DESK = local(
    "Trước khi vào phòng khám, mời {you} đến {desk}, nhân viên sẽ kiểm tra giúp {you}.",
    "Before you go to the room, please go to {desk}. Our staff will check it for you.",
)
_CASHIER = local(
    "Hôm nay {you} thanh toán ở quầy thu ngân. Nếu có thẻ mới, mời {you} đưa thẻ ở {desk}.",
    "Today you pay at the cashier. If you have a new card, please show it at {desk}.",
)

_COVERED = InsuranceRule(
    Cover.COVERED,
    local("Thẻ BHYT của {you} còn giá trị.", "Your health insurance is valid."),
    _WAIT,
)
_COVERED_DESK = InsuranceRule(
    Cover.COVERED_DESK,
    local(
        "Thẻ BHYT của {you} còn giá trị, nhân viên cần xem giấy tờ.",
        "Your health insurance is valid. Our staff need to see your papers.",
    ),
    _SHOW_PAPERS,
)
_DESK = InsuranceRule(
    Cover.DESK,
    local(
        "Thông tin BHYT của {you} cần được kiểm tra thêm.",
        "Your health insurance needs a closer look.",
    ),
    _ASK_DESK,
)
_SELF_PAY = InsuranceRule(
    Cover.SELF_PAY,
    local(
        "Thẻ BHYT của {you} hiện không dùng được.",
        "Your health insurance cannot be used now.",
    ),
    _CASHIER,
)
_UNVERIFIED = InsuranceRule(
    Cover.UNVERIFIED,
    local(
        "Lúc này chưa kiểm tra được BHYT của {you}.",
        "Your health insurance cannot be checked right now.",
    ),
    local(
        "Việc khám vẫn tiếp tục. Nhân viên ở {desk} sẽ xác nhận BHYT cho {you}.",
        "Your visit goes on. The staff at {desk} will confirm your insurance.",
    ),
)
_NONE = InsuranceRule(
    Cover.NONE,
    local(
        "Bệnh viện chưa có thông tin BHYT của {you}.",
        "The hospital knows of no health insurance for you.",
    ),
    local(
        "Hôm nay {you} thanh toán ở quầy thu ngân. Nếu có thẻ BHYT, mời {you} đưa thẻ ở {desk}.",
        "You pay at the cashier. If you have an insurance card, please show it at {desk}.",
    ),
)

_WITHOUT_CODE = {
    rule.cover: rule for rule in (_COVERED, _COVERED_DESK, _DESK, _SELF_PAY, _UNVERIFIED, _NONE)
}

_ENDED = local(
    "Thẻ BHYT của {you} đã ngừng sử dụng.",
    "Your health insurance has ended.",
)
_NAME_DIFFERS = local(
    "Họ tên của {you} khác với thông tin của cơ quan BHYT.",
    "Your name differs from the insurer's records.",
)

RESULTS: Mapping[str, InsuranceRule] = MappingProxyType(
    {
        "000": _COVERED,
        "001": InsuranceRule(
            Cover.COVERED_DESK,
            local(
                "Thẻ BHYT của {you} còn giá trị, do Bộ Quốc phòng quản lý.",
                "Your health insurance is valid. The Ministry of National Defence manages it.",
            ),
            _SHOW_PAPERS,
        ),
        "002": InsuranceRule(
            Cover.COVERED_DESK,
            local(
                "Thẻ BHYT của {you} còn giá trị, do Bộ Công an quản lý.",
                "Your health insurance is valid. The Ministry of Public Security manages it.",
            ),
            _SHOW_PAPERS,
        ),
        "003": InsuranceRule(
            Cover.COVERED,
            local(
                "Thẻ BHYT cũ của {you} đã hết hạn, thẻ mới còn giá trị.",
                "Your old insurance card has expired, but your new one is valid.",
            ),
            _NEW_CARD,
        ),
        "004": InsuranceRule(
            Cover.COVERED,
            local(
                "Thẻ BHYT của {you} còn giá trị và đã có thẻ mới.",
                "Your health insurance is valid, and a new card has been issued.",
            ),
            _NEW_CARD,
        ),
        "010": InsuranceRule(
            Cover.SELF_PAY,
            local("Thẻ BHYT của {you} đã hết hạn.", "Your health insurance has expired."),
            _CASHIER,
        ),
        "050": InsuranceRule(
            Cover.DESK,
            local(
                "Cơ quan BHYT chưa tìm thấy thông tin thẻ của {you}.",
                "The insurer has not found your card.",
            ),
            _ASK_DESK,
        ),
        "051": InsuranceRule(
            Cover.DESK,
            local("Số thẻ BHYT của {you} chưa đúng.", "Your insurance number is not right."),
            _ASK_DESK,
        ),
        "052": InsuranceRule(
            Cover.DESK,
            local(
                "Mã tỉnh trên thẻ BHYT của {you} chưa đúng.",
                "The province code on your insurance card is not right.",
            ),
            _ASK_DESK,
        ),
        "053": InsuranceRule(
            Cover.DESK,
            local(
                "Mã quyền lợi trên thẻ BHYT của {you} chưa đúng.",
                "The benefit code on your insurance card is not right.",
            ),
            _ASK_DESK,
        ),
        "060": InsuranceRule(Cover.DESK, _NAME_DIFFERS, _ASK_DESK),
        "061": InsuranceRule(Cover.DESK, _NAME_DIFFERS, _ASK_DESK),
        "070": InsuranceRule(
            Cover.DESK,
            local(
                "Ngày sinh của {you} khác với thông tin của cơ quan BHYT.",
                "Your birth date differs from the insurer's records.",
            ),
            _ASK_DESK,
        ),
        "100": _UNVERIFIED,
        "101": _UNVERIFIED,
        "401": _UNVERIFIED,
        "500": _UNVERIFIED,
        "110": InsuranceRule(
            Cover.SELF_PAY,
            local(
                "Thẻ BHYT của {you} đã bị thu hồi.",
                "Your insurance card has been withdrawn.",
            ),
            _CASHIER,
        ),
        "120": InsuranceRule(Cover.SELF_PAY, _ENDED, _CASHIER),
        "121": InsuranceRule(Cover.SELF_PAY, _ENDED, _CASHIER),
        "122": InsuranceRule(Cover.SELF_PAY, _ENDED, _CASHIER),
        "123": InsuranceRule(Cover.SELF_PAY, _ENDED, _CASHIER),
        "124": InsuranceRule(Cover.SELF_PAY, _ENDED, _CASHIER),
        "130": InsuranceRule(
            Cover.COVERED_DESK,
            local(
                "BHYT chi trả cho trẻ em chưa có thẻ.",
                "Health insurance pays for children who have no card yet.",
            ),
            local(
                "Sau khi lấy phiếu, mời đưa giấy khai sinh hoặc giấy chứng sinh ở {desk}.",
                "Take your ticket, then show the birth certificate at {desk}.",
            ),
        ),
    }
)
"""By the gateway's result code."""

_PAYS = frozenset({Cover.COVERED, Cover.COVERED_DESK})
_DOES_NOT_PAY = frozenset({Cover.DESK, Cover.SELF_PAY})


def cover_for(code: str, in_force: bool | None) -> Cover:
    """What a result code and the answer's ``inforce`` mean together.

    ``in_force`` is ``None`` where the answer names no insurance. Without a code ``in_force``
    alone decides; a code that is not in :data:`RESULTS` is unverified, because nobody knows
    what it says; a code that pays for an insurance that is not in force contradicts itself,
    and the desk clears it up. A child without a card (``130``) has no insurance to name.
    """
    if not code:
        return {True: Cover.COVERED, False: Cover.SELF_PAY, None: Cover.NONE}[in_force]
    rule = RESULTS.get(code)
    if rule is None:
        return Cover.UNVERIFIED
    if rule.cover in _PAYS and not in_force and code != "130":
        return Cover.DESK
    return rule.cover


def rule_for(insurance: Insurance) -> InsuranceRule:
    """The rule that a page or a ticket shows.

    The sentence is that of the code where it fits the cover: a hospital that sends who has
    expired insurance to the desk, not to the cashier
    (:class:`~kiosk.model.insurance_policy.InsurancePolicy`), still says that it has expired.
    The next step is always the cover's.
    """
    rule, plain = RESULTS.get(insurance.code), _WITHOUT_CODE[insurance.cover]
    if rule is None or rule.cover is insurance.cover:
        return rule or plain
    covers = {rule.cover, insurance.cover}
    if covers <= _PAYS or covers <= _DOES_NOT_PAY:
        return InsuranceRule(insurance.cover, rule.sentence, plain.next_step)
    return plain


def errand(insurance: Insurance) -> LocalText | None:
    """What the patient must still do for their insurance, ticket in hand; ``None`` if nothing.

    Said again with the ticket: who only heard it two pages before has forgotten it.
    """
    rule = rule_for(insurance)
    return None if rule.cover is Cover.COVERED else rule.next_step
