"""The page that follows a ticket on a phone: number, room, people ahead. No personal data."""

from html import escape

from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.tickets import Place

REFRESH_SECONDS = 20

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
{refresh}<title>{title}</title>
<style>
body {{ margin: 0; padding: 24px 16px; background: #FAF7F2; color: #12302F;
  font: 20px/1.5 system-ui, sans-serif; text-align: center }}
main {{ max-width: 480px; margin: 0 auto; padding: 24px; background: #FFF; border-radius: 24px }}
h1 {{ margin: 0; font-size: 72px; line-height: 1.2 }}
p {{ margin: 16px 0 0 }}
p[lang=en], small {{ margin-top: 0; color: #3F5755; font-size: 17px }}
strong {{ font-size: 28px }}
</style>
</head>
<body>
<main>
{content}</main>
</body>
</html>
"""

_STATES = {
    "in-progress": Text("Đã đến lượt, mời vào phòng.", "It is your turn: please go in."),
    "finished": Text("Lượt khám đã xong.", "This visit is finished."),
    "cancelled": Text("Số này đã được hủy.", "This number has been cancelled."),
}


def follow_page(place: Place, hospital: Text) -> str:
    """The ticket's page, in Vietnamese and English."""
    ticket, room = place.encounter, place.room
    lines = [
        f"<p>{escape(hospital.vi)}</p>\n<h1>{escape(ticket.number)}</h1>",
        _both(place.service.name),
        f"<p><strong>Phòng {escape(room.number)} · Tầng {escape(room.floor)}</strong></p>\n"
        f'<p lang="en">Room {escape(room.number)} · Floor {escape(room.floor)}</p>',
        _both(room.way),
        _both(_state(place)),
    ]
    refresh = f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">\n'
    return _PAGE.format(
        refresh=refresh, title=escape(ticket.number), content="\n".join(lines) + "\n"
    )


def gone_page() -> str:
    """For a token that is no ticket of today."""
    sorry = Text(
        "Số này không còn trong ngày hôm nay. Mời đến quầy hướng dẫn.",
        "This number is not from today. Please ask at the information desk.",
    )
    return _PAGE.format(refresh="", title="–", content=_both(sorry) + "\n")


def _state(place: Place) -> Text:
    done = _STATES.get(place.encounter.status)
    if done:
        return done
    ahead, wait = place.standing.ahead, place.standing.wait
    if ahead == 0:
        return Text("Sắp đến lượt, mời chờ trước phòng.", "You are next: please wait at the room.")
    return Text(
        f"Còn {ahead} người phía trước, chờ khoảng {wait} phút.",
        f"{ahead} ahead of you, about {wait} minutes.",
    )


def _both(text: Text) -> str:
    return f'<p>{escape(text.vi)}</p>\n<p lang="en">{escape(text.en)}</p>'
