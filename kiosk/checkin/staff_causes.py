"""Why a printer or the camera is not well, and what staff do about it, in their language.

Beside what :mod:`kiosk.checkin.staff_states` says of its state: a camera without a picture may be
unplugged, held by another program or in the dark, and for each there is something else to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.checkin.staff_screens import Part
from kiosk.model.text import LocalText, local

_AS_ITS_STATE = local("", "")
_CALL_IT = local("Gọi bộ phận tin học.", "Call the IT department.")
_LATER = local(
    "Chờ vài phút; nếu vẫn vậy, gọi bộ phận tin học.",
    "Wait some minutes; if it stays so, call the IT department.",
)
_UNPLUG_CAMERA = local(
    "Rút dây camera, cắm lại; nếu vẫn vậy, gọi bộ phận tin học.",
    "Unplug the camera and plug it in again; if it stays so, call the IT department.",
)
_NETWORK_CAMERA = local(
    "Kiểm tra điện và dây mạng của camera; sau đó gọi bộ phận tin học.",
    "Check the camera's power and network cable; then call the IT department.",
)


@dataclass(frozen=True, slots=True)
class CauseWords:
    cause: LocalText
    to_do: LocalText = _AS_ITS_STATE
    """Empty: what the words of its state say."""


_PRINTER: Mapping[str, CauseWords] = {
    "printing": CauseWords(local("Đang in một phiếu.", "It is printing a ticket.")),
    "no-answer": CauseWords(
        local("Máy in không trả lời kiosk.", "The printer does not answer the kiosk.")
    ),
    "says-offline": CauseWords(
        local("Máy in báo đang ngắt kết nối.", "The printer says that it is offline."),
        local(
            "Kiểm tra nắp và giấy, rồi bấm nút của máy in; nếu vẫn vậy, tắt rồi bật lại.",
            "Check its cover and paper, then press its button; if it stays so, switch it off "
            "and on.",
        ),
    ),
    "not-found": CauseWords(
        local(
            "Không tìm thấy máy in ở cổng đã đặt.", "No printer is plugged in where it should be."
        ),
        local(
            "Cắm lại dây và bật máy in; nếu vẫn vậy, gọi bộ phận tin học.",
            "Plug it in and switch it on; if it stays so, call the IT department.",
        ),
    ),
    "permission": CauseWords(
        local("Kiosk không có quyền dùng máy in.", "The kiosk may not use the printer."), _CALL_IT
    ),
    "in-use": CauseWords(
        local("Chương trình khác đang dùng máy in.", "Another program holds the printer."),
        _LATER,
    ),
    "unreachable": CauseWords(
        local(
            "Không kết nối được máy in qua mạng.", "The printer cannot be reached on the network."
        ),
        local(
            "Bật máy in, kiểm tra dây mạng; nếu vẫn vậy, gọi bộ phận tin học.",
            "Switch the printer on, check its network cable; if it stays so, call the IT "
            "department.",
        ),
    ),
    "unsuitable": CauseWords(
        local("Cài đặt máy in chưa đúng.", "The settings name no printer that can be used."),
        _CALL_IT,
    ),
    "switch-off-and-on": CauseWords(
        local("Máy in báo lỗi nặng.", "The printer reports an error that stays."),
        local(
            "Tắt máy in rồi bật lại; nếu vẫn lỗi, gọi bộ phận tin học.",
            "Switch the printer off and on; if it stays so, call the IT department.",
        ),
    ),
    "broke-off": CauseWords(
        local("Mất kết nối khi đang in phiếu.", "The line was lost while a ticket was printed."),
        local(
            "Kiểm tra dây cáp, lấy phiếu in dở ra, rồi in thử.",
            "Check its cable, take away what came out, then print a test ticket.",
        ),
    ),
    "not-confirmed": CauseWords(
        local(
            "Máy in không báo phiếu đã ra; có thể đã bị tắt.",
            "The printer did not say that the ticket is out; it may have been switched off.",
        ),
        local("Kiểm tra nguồn điện, rồi in thử.", "Check its power, then print a test ticket."),
    ),
    "queue-stopped": CauseWords(
        local("Hàng đợi in đang dừng.", "The print queue is stopped."), _CALL_IT
    ),
    "given-up": CauseWords(
        local("Máy chủ in đã bỏ phiếu này.", "The print server gave the ticket up.")
    ),
    "no-print-server": CauseWords(
        local("Máy chủ in không trả lời.", "The print server does not answer."), _CALL_IT
    ),
    "cannot-write": CauseWords(
        local("Không ghi được phiếu vào đĩa.", "Tickets cannot be written to the disk."), _CALL_IT
    ),
}
_CAMERA: Mapping[str, CauseWords] = {
    "not-found": CauseWords(
        local("Không tìm thấy camera.", "No camera is plugged in where it should be."),
        _UNPLUG_CAMERA,
    ),
    "busy": CauseWords(
        local("Chương trình khác đang dùng camera.", "Another program holds the camera."), _CALL_IT
    ),
    "permission": CauseWords(
        local("Kiosk không có quyền dùng camera.", "The kiosk may not use the camera."), _CALL_IT
    ),
    "unsupported": CauseWords(
        local("Thiết bị đã đặt không phải camera.", "What the settings name is no camera."),
        _CALL_IT,
    ),
    "no-frames": CauseWords(
        local("Camera không còn gửi hình.", "The camera gives no pictures any more."),
        _UNPLUG_CAMERA,
    ),
    "no-answer": CauseWords(
        local("Camera không trả lời.", "The camera does not answer."), _UNPLUG_CAMERA
    ),
    "unreachable": CauseWords(
        local(
            "Không kết nối được camera qua mạng.", "The camera cannot be reached on the network."
        ),
        _NETWORK_CAMERA,
    ),
    "no-video": CauseWords(
        local("Camera mạng không gửi hình.", "The network camera gives no video."), _NETWORK_CAMERA
    ),
    "ended": CauseWords(
        local("Camera mạng đã ngừng gửi hình.", "The network camera's video ended."),
        _NETWORK_CAMERA,
    ),
    "unreadable": CauseWords(
        local(
            "Không đọc được tệp hình đã đặt.",
            "The picture or video in the settings cannot be read.",
        ),
        _CALL_IT,
    ),
    "empty": CauseWords(
        local("Thư mục hình đã đặt không có hình.", "The folder in the settings has no picture."),
        _CALL_IT,
    ),
    "black": CauseWords(
        local("Hình của camera tối đen.", "The camera's picture is black."),
        local("Bỏ vật che ống kính, hoặc bật đèn.", "Uncover its lens, or make light."),
    ),
    "frozen": CauseWords(
        local("Hình của camera đứng yên.", "The camera's picture stands still."), _UNPLUG_CAMERA
    ),
    "corrupt": CauseWords(
        local("Hình của camera bị hỏng.", "The camera's pictures are damaged."), _UNPLUG_CAMERA
    ),
    "too-small": CauseWords(
        local("Hình của camera quá nhỏ.", "The camera's pictures are too small."), _CALL_IT
    ),
    "driver": CauseWords(
        local("Trình điều khiển camera bị lỗi.", "The camera's driver fails."), _UNPLUG_CAMERA
    ),
    "wrong-size": CauseWords(
        local(
            "Hình nhỏ hơn đã đặt: mã nhỏ phải đưa gần hơn.",
            "Pictures of another size than set: small codes must be held nearer.",
        ),
        _CALL_IT,
    ),
    "slow": CauseWords(
        local("Camera gửi quá ít hình mỗi giây.", "The camera gives too few pictures a second."),
        local(
            "Bật thêm đèn; nếu vẫn vậy, gọi bộ phận tin học.",
            "Make more light; if it stays so, call the IT department.",
        ),
    ),
    "process-ended": CauseWords(
        local("Chương trình đọc camera đã dừng.", "The camera's program ended.")
    ),
    "fault": CauseWords(
        local("Chương trình của kiosk bị lỗi.", "A fault in the kiosk's own program."), _CALL_IT
    ),
}

CAUSES: Mapping[Part, Mapping[str, CauseWords]] = MappingProxyType(
    {Part.PRINTER: _PRINTER, Part.SPARE_PRINTER: _PRINTER, Part.CAMERA: _CAMERA}
)
"""By part, and by the code of ``PrinterReason`` or ``CameraReason``; a test holds that every code
has its words. The other parts' states say all that is known of them."""
