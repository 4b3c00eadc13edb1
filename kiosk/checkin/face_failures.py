"""What can keep a face from being compared or recognised. None of it is an accusation, and none
of it keeps a patient from a ticket."""

from kiosk.checkin.failure import Failure
from kiosk.model.text import local

FACE_FAILURES = (
    Failure(
        "face-not-seen",
        local(
            "Máy chưa nhìn rõ khuôn mặt của {you}.",
            "The camera has not seen your face clearly yet.",
        ),
        local(
            "Hãy bỏ khẩu trang, đứng gần hơn và nhìn thẳng vào camera, hoặc tiếp tục không dùng "
            "khuôn mặt.",
            "Take off a mask, stand a little nearer and look straight into the camera, or go on "
            "without your face.",
        ),
        "No usable face within the time of one try, or the camera was away.",
    ),
    Failure(
        "face-not-confirmed",
        local(
            "Lần này máy chưa so được khuôn mặt của {you}.",
            "The comparison did not work this time.",
        ),
        local(
            "Hãy bỏ khẩu trang, kính râm và làm theo màn hình, hoặc tiếp tục không dùng khuôn mặt.",
            "Take off a mask or dark glasses and do what the screen says, or go on without your "
            "face.",
        ),
        "The face was not like the picture in the chip, or did not move as asked.",
    ),
    Failure(
        "face-not-compared",
        local(
            "Lần này máy không so được khuôn mặt với ảnh trong thẻ.",
            "This time your face could not be compared with the picture in the card.",
        ),
        local(
            "Không sao cả: máy làm tiếp ngay, {you} không cần làm gì.",
            "That is all right: the kiosk goes on in a moment, and you need do nothing.",
        ),
        "The picture in the chip could not be read or decoded, or the camera failed; see "
        "face-skipped in the log.",
    ),
    Failure(
        "face-unknown",
        local("Máy chưa nhận ra {you}.", "The kiosk has not recognised you."),
        local(
            "Hãy dùng thẻ căn cước, mã QR, hoặc nhập số.",
            "Use an ID card or a QR code, or type a number.",
        ),
        "Nobody who is enrolled has this face, or the birth date typed was not theirs.",
    ),
    Failure(
        "birth-date-wrong",
        local("Ngày sinh này chưa đúng.", "This birth date is not right."),
        local(
            "Hãy nhập lại ngày, tháng, năm sinh bằng 8 chữ số, ví dụ 15031952.",
            "Type day, month and year again in eight digits, for example 15031952.",
        ),
        "The birth date typed is not that of the patient whose face was recognised.",
    ),
)
