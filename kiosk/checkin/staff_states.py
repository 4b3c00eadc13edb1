"""How each part of the kiosk can be, and what staff do about it, in their language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.checkin.staff_screens import Part
from kiosk.model.text import LocalText, local

_NOTHING = local("", "")


@dataclass(frozen=True, slots=True)
class StateWords:
    state: LocalText
    to_do: LocalText = _NOTHING


_READY = StateWords(local("Sẵn sàng", "Ready"))
_PRINTER: Mapping[str, StateWords] = {
    "ready": _READY,
    "paper-near-end": StateWords(
        local("Sắp hết giấy, vẫn in được", "Nearly out of paper, still prints"),
        local("Chuẩn bị thay cuộn giấy mới.", "Put in a new roll soon."),
    ),
    "paper-out": StateWords(
        local("Hết giấy", "Out of paper"),
        local("Lắp cuộn giấy mới.", "Put in a new roll of paper."),
    ),
    "cover-open": StateWords(
        local("Nắp đang mở", "The cover is open"),
        local("Đóng nắp máy in.", "Close the printer's cover."),
    ),
    "cutter": StateWords(
        local("Kẹt dao cắt", "The cutter is jammed"),
        local(
            "Mở nắp máy in và lấy giấy kẹt ở dao cắt ra.",
            "Open the cover and take out the paper that jams the cutter.",
        ),
    ),
    "overheated": StateWords(
        local("Quá nóng", "Too hot"),
        local(
            "Đóng nắp, chờ đầu in nguội; kiểm tra nguồn điện của máy in.",
            "Let the print head cool with the cover closed; check its power supply.",
        ),
    ),
    "offline": StateWords(
        local("Không trả lời", "Does not answer"),
        local("Bật máy in, kiểm tra dây cáp.", "Switch the printer on, and check its cable."),
    ),
    "fault": StateWords(
        local("Hỏng", "Fault"),
        local(
            "Xem máy in; nếu không kẹt giấy, tắt rồi bật lại.",
            "Look at the printer; if nothing is jammed, switch it off and on.",
        ),
    ),
    "unknown": StateWords(
        local("Không biết: máy in không báo trạng thái", "Not known: it tells no state"),
        local("Xem trực tiếp máy in.", "Look at the printer itself."),
    ),
}
_CAMERA: Mapping[str, StateWords] = {
    "seeing": StateWords(local("Đang nhìn thấy", "Sees")),
    "poor": StateWords(
        local("Nhìn thấy, nhưng kém", "Sees, but not well"),
        local(
            "Lau ống kính, kiểm tra ánh sáng và dây cáp.",
            "Clean the lens; check the light and the cable.",
        ),
    ),
    "opening": StateWords(local("Đang mở", "Being opened")),
    "away": StateWords(
        local("Không có hình", "No picture"),
        local("Rút dây camera rồi cắm lại.", "Unplug the camera and plug it in again."),
    ),
    "failed": StateWords(
        local("Lỗi nhiều lần, đang nghỉ", "Failed several times, left alone"),
        local(
            "Khởi động lại camera; nếu vẫn lỗi, gọi bộ phận tin học.",
            "Restart the camera; if it fails again, call the IT department.",
        ),
    ),
}
_CARD_READER: Mapping[str, StateWords] = {
    "ready": _READY,
    "mute": StateWords(
        local(
            "Có vật không đọc được nằm trên đầu đọc", "Something lies there that does not answer"
        ),
        local(
            "Lấy vật đó ra; nếu vẫn vậy, rút dây đầu đọc một lát.",
            "Take it away; if it stays so, unplug the reader for a moment.",
        ),
    ),
    "no-reader": StateWords(
        local("Không có đầu đọc thẻ", "No reader"),
        local("Cắm đầu đọc thẻ.", "Plug the reader in."),
    ),
    "starting": StateWords(local("Đang khởi động", "Starting")),
    "no-service": StateWords(
        local("Dịch vụ đầu đọc thẻ không chạy", "The card service does not run"),
        local("Gọi bộ phận tin học (pcscd).", "Call the IT department (pcscd)."),
    ),
}
_SCANNER: Mapping[str, StateWords] = {
    "ready": _READY,
    "away": StateWords(
        local("Không trả lời", "Does not answer"),
        local("Rút dây máy quét rồi cắm lại.", "Unplug the scanner and plug it in again."),
    ),
}
_HOSPITAL: Mapping[str, StateWords] = {
    "up": StateWords(local("Kết nối tốt", "Answers")),
    "doubtful": StateWords(
        local("Chưa chắc, đang thử lại", "In doubt, being asked again"),
        local("Chờ vài giây.", "Wait some seconds."),
    ),
    "away": StateWords(
        local("Không kết nối được", "Cannot be reached"),
        local(
            "Máy phát phiếu tạm và tự kết nối lại. Nếu lâu, kiểm tra mạng.",
            "The kiosk gives provisional tickets and comes back by itself. If it takes long, "
            "check the network.",
        ),
    ),
}
_JOURNAL: Mapping[str, StateWords] = {
    "ok": StateWords(local("Tốt", "Well")),
    "full": StateWords(
        local("Đĩa đầy: lượt mới chỉ ở trong bộ nhớ", "Disk full: new ones are in memory"),
        local("Không tắt máy. Gọi bộ phận tin học.", "Do not switch off. Call the IT department."),
    ),
    "read-only": StateWords(
        local("Không ghi được đĩa: chỉ ở trong bộ nhớ", "Cannot be written: in memory"),
        local("Không tắt máy. Gọi bộ phận tin học.", "Do not switch off. Call the IT department."),
    ),
    "memory-only": StateWords(
        local("Đĩa không trả lời: chỉ ở trong bộ nhớ", "The disk does not answer: in memory"),
        local("Không tắt máy. Gọi bộ phận tin học.", "Do not switch off. Call the IT department."),
    ),
    "key-missing": StateWords(
        local("Thiếu khóa mã hóa", "Its key is missing"),
        local("Gọi bộ phận tin học.", "Call the IT department."),
    ),
    "unreadable-entries": StateWords(
        local("Có lượt không đọc được", "Some cannot be read"),
        local("Gọi bộ phận tin học.", "Call the IT department."),
    ),
}

STATES: Mapping[Part, Mapping[str, StateWords]] = MappingProxyType(
    {
        Part.PRINTER: _PRINTER,
        Part.SPARE_PRINTER: _PRINTER,
        Part.CAMERA: _CAMERA,
        Part.CARD_READER: _CARD_READER,
        Part.SCANNER: _SCANNER,
        Part.HOSPITAL: _HOSPITAL,
        Part.JOURNAL: _JOURNAL,
    }
)
"""By part, and by the code of its state; a test holds that every code has its words."""
