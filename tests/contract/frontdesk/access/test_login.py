"""Staff at the consoles of a guarded hospital, as their browsers see it."""

import asyncio
import re

import httpx
import pytest

from kiosk.frontdesk.access import passwords, register, staff
from kiosk.frontdesk.access.passwords import Passwords
from tests.contract.frontdesk.access.caller import audited
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import Records

HOST = "http://hospital"
PASSWORD = "một hai ba bốn"
ROOM = "/console/101"


def add_staff(hospital: Hospital, name: str = "lan") -> None:
    hash_ = register.hash_for(name, PASSWORD)
    hospital.write(lambda desk: register.set_staff(desk.store, name, hash_), "system")


def page(hospital: Hospital, path: str, cookie: str = "", **headers: str) -> httpx.Response:
    return hospital.raw("GET", HOST + path, headers=_with(cookie, headers))


def send(
    hospital: Hospital, path: str, fields: dict[str, str], cookie: str = "", **headers: str
) -> httpx.Response:
    return hospital.raw("POST", HOST + path, data=fields, headers=_with(cookie, headers))


def _with(cookie: str, headers: dict[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return named | ({"Cookie": cookie} if cookie else {})


def log_in(hospital: Hospital, **changed: str) -> httpx.Response:
    fields = {"name": "lan", "password": PASSWORD, "back": ROOM} | changed
    return send(hospital, "/console/login", fields)


def cookie_of(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


def csrf_in(answer: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', answer.text)
    assert found is not None
    return found[1]


def test_a_stranger_is_led_to_the_login(guarded: Hospital) -> None:
    add_staff(guarded)
    for path in ("/console", ROOM):
        answer = page(guarded, path)
        assert answer.status_code == 303
        where = answer.headers["location"]
        assert where == f"/console/login?back={path.replace('/', '%2F')}"
        form = page(guarded, where)
        assert form.status_code == 200
        assert f'name="back" value="{path}"' in form.text
        assert form.headers["cache-control"] == "no-store"
    assert page(guarded, f"{ROOM}/events").status_code == 401


def test_a_stranger_calls_nobody(guarded: Hospital) -> None:
    add_staff(guarded)
    before = audited(guarded)
    answer = send(guarded, f"{ROOM}/next", {"inside": ""})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/console/login?back=%2Fconsole",
    )
    assert audited(guarded) == before


def test_boards_and_phones_stay_open(gate: Hospital) -> None:
    assert page(gate, "/board").status_code == 200
    assert page(gate, "/t/nobodys").status_code == 404


def test_who_logs_in_works_under_their_name(guarded: Hospital) -> None:
    add_staff(guarded)
    entered = log_in(guarded)
    assert (entered.status_code, entered.headers["location"]) == (303, ROOM)
    cookie = cookie_of(entered)
    console = page(guarded, ROOM, cookie)
    assert console.status_code == 200
    fields = {"inside": "", "doctor": "BS. Hà", "csrf": csrf_in(console)}
    done = send(guarded, f"{ROOM}/doctor", fields, cookie)
    assert done.status_code == 303
    assert audited(guarded)[-2:] == [
        ("staff:lan", "login", "lan"),
        ("staff:lan", "set-doctor", "101"),
    ]
    assert "BS. Hà" in page(guarded, ROOM, cookie).text
    assert 'href="/console/login"' in page(guarded, "/console", cookie).text


def test_what_the_browser_is_told_about_the_cookie(gate: Hospital) -> None:
    add_staff(gate)
    said = log_in(gate).headers["set-cookie"]
    name, *rules = said.split("; ")
    assert name.startswith("__Host-staff=")
    assert len(name) > 40
    assert set(map(str.lower, rules)) == {
        "httponly",
        "secure",
        "samesite=strict",
        "path=/",
        "max-age=43200",
    }


def test_the_cookie_is_not_in_the_records(guarded: Hospital) -> None:
    add_staff(guarded)
    secret = cookie_of(log_in(guarded)).partition("=")[2]
    [(digest, name, _)] = guarded.records.query("SELECT * FROM staff_session")
    assert name == "lan"
    assert bytes(digest) != secret.encode()
    [(hash_,)] = guarded.records.query("SELECT password FROM staff")
    assert hash_.startswith("$argon2id$")


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "wrong"},
        {"password": ""},
        {"password": "x" * 5000},
        {"name": "minh"},
        {"name": ""},
        {"name": PASSWORD},
        {"name": "'; DROP TABLE staff; --"},
    ],
)
def test_the_wrong_word_opens_nothing(gate: Hospital, fields: dict[str, str]) -> None:
    add_staff(gate)
    answer = log_in(gate, **fields)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "Tên hoặc mật khẩu không đúng." in answer.text
    # A password that was typed as a name is not written down either.
    known = "lan" if "password" in fields else "unknown"
    assert audited(gate)[-1] == ("unknown", "login-failed", known)


def test_guessing_has_an_end_and_others_can_still_log_in(
    guarded: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_staff(guarded)
    add_staff(guarded, "minh")
    checked: list[str] = []
    fits = Passwords.fits

    async def noted(self: Passwords, hash_: str | None, password: str) -> bool:
        checked.append(password)
        return await fits(self, hash_, password)

    monkeypatch.setattr(Passwords, "fits", noted)
    for _ in range(5):
        assert log_in(guarded, password="wrong").status_code == 403
    barred = log_in(guarded)
    assert barred.status_code == 429
    assert 0 < int(barred.headers["retry-after"]) <= 60
    assert "phút" in barred.text
    assert len(checked) == 5
    assert log_in(guarded, name="minh").status_code == 303


def test_many_guesses_at_the_same_instant_count_each(guarded: Hospital) -> None:
    add_staff(guarded)

    async def all_at_once() -> list[int]:
        fields = {"name": "lan", "password": "wrong"}
        asked = (guarded.send("POST", f"{HOST}/console/login", data=fields) for _ in range(12))
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    statuses = guarded.run(all_at_once())
    assert statuses.count(403) == 5
    assert statuses.count(429) == 7


def test_more_than_can_be_checked_come_back_later(
    gate: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_staff(gate)
    monkeypatch.setattr(passwords, "_WAITING", 0)
    answer = log_in(gate)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


@pytest.mark.parametrize("token", ["", "0" * 64, "ế"])
def test_a_form_without_the_sessions_word_does_nothing(gate: Hospital, token: str) -> None:
    add_staff(gate)
    cookie = cookie_of(log_in(gate))
    before = audited(gate)
    fields = {"inside": "", "csrf": token}
    assert send(gate, f"{ROOM}/open", fields, cookie).status_code == 403
    assert send(gate, "/console/logout", fields, cookie).status_code == 403
    assert audited(gate) == before


def test_the_word_of_another_session_does_nothing(guarded: Hospital) -> None:
    add_staff(guarded)
    first, second = cookie_of(log_in(guarded)), cookie_of(log_in(guarded))
    theirs = csrf_in(page(guarded, ROOM, second))
    fields = {"inside": "", "csrf": theirs}
    assert send(guarded, f"{ROOM}/open", fields, first).status_code == 403


FOREIGN = pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)


@FOREIGN
def test_a_form_from_another_site_does_nothing(gate: Hospital, headers: dict[str, str]) -> None:
    add_staff(gate)
    cookie = cookie_of(log_in(gate))
    fields = {"inside": "", "csrf": csrf_in(page(gate, ROOM, cookie))}
    assert send(gate, f"{ROOM}/open", fields, cookie, **headers).status_code == 403
    login = {"name": "lan", "password": PASSWORD}
    assert send(gate, "/console/login", login, **headers).status_code == 403


def test_nor_where_nobody_logs_in(hospital: Hospital) -> None:
    before = audited(hospital)
    fields = {"inside": ""}
    strange = send(hospital, f"{ROOM}/open", fields, Sec_Fetch_Site="cross-site")
    assert strange.status_code == 403
    assert audited(hospital) == before


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example",
        "//evil.example",
        "/console/../t/x",
        "/console/a/b",
        "/console/login",
        "javascript:alert(1)",
        '"><script>',
        "/board",
        "/console\\@evil.example",
        "/console/101\r\nX: y",
    ],
)
def test_the_login_leads_nowhere_else(gate: Hospital, back: str) -> None:
    add_staff(gate)
    assert log_in(gate, back=back).headers["location"] == "/console"
    form = hospital_page(gate, back)
    assert 'name="back" value="/console"' in form.text


def hospital_page(hospital: Hospital, back: str) -> httpx.Response:
    return hospital.raw("GET", f"{HOST}/console/login", params={"back": back})


def test_a_session_ends_after_a_shift_with_a_logout_and_with_its_owner(guarded: Hospital) -> None:
    add_staff(guarded)
    cookie = cookie_of(log_in(guarded))
    guarded.pass_time(hours=11, minutes=59)
    assert page(guarded, ROOM, cookie).status_code == 200
    guarded.pass_time(minutes=1)
    assert page(guarded, ROOM, cookie).status_code == 303

    cookie = cookie_of(log_in(guarded))
    own = page(guarded, "/console/login", cookie)
    assert "<strong>lan</strong>" in own.text
    left = send(guarded, "/console/logout", {"csrf": csrf_in(own)}, cookie)
    assert left.headers["location"] == "/console/login"
    assert "max-age=0" in left.headers["set-cookie"].lower()
    assert page(guarded, ROOM, cookie).status_code == 303
    assert audited(guarded)[-1] == ("staff:lan", "logout", "lan")

    cookie = cookie_of(log_in(guarded))
    guarded.write(lambda desk: register.remove_staff(desk.store, "lan"), "system")
    assert page(guarded, ROOM, cookie).status_code == 303
    assert log_in(guarded).status_code == 403


def test_a_new_password_ends_what_the_old_one_opened(guarded: Hospital) -> None:
    add_staff(guarded)
    cookie = cookie_of(log_in(guarded))
    add_staff(guarded)
    assert page(guarded, ROOM, cookie).status_code == 303


def test_sessions_of_one_person_have_a_bound(guarded: Hospital) -> None:
    add_staff(guarded)
    first = cookie_of(log_in(guarded))
    for _ in range(16):
        guarded.pass_time(seconds=1)
        last = cookie_of(log_in(guarded))
    assert guarded.records.query("SELECT count(*) FROM staff_session") == [(16,)]
    assert page(guarded, ROOM, first).status_code == 303
    assert page(guarded, ROOM, last).status_code == 200


@pytest.mark.parametrize("cookie", ["__Host-staff=x", "__Host-staff=" + "x" * 500, "staff=x", "="])
def test_cookies_of_nobody(gate: Hospital, cookie: str) -> None:
    assert page(gate, ROOM, cookie).status_code == 303


def test_the_next_server_of_the_house_knows_who_has_logged_in(records: Records) -> None:
    with Hospital(records, guarded=True) as first:
        add_staff(first)
        cookie = cookie_of(log_in(first))
    with Hospital(records, guarded=True) as second:
        assert page(second, ROOM, cookie).status_code == 200


def test_an_open_hospital_asks_once_somebody_is_set_up(hospital: Hospital) -> None:
    assert page(hospital, ROOM).status_code == 200
    assert "/console/login" not in page(hospital, "/console").text
    add_staff(hospital)
    assert page(hospital, ROOM).status_code == 303
    assert hospital.get("/HealthcareService").status == 200
    cookie = cookie_of(log_in(hospital))
    assert page(hospital, ROOM, cookie).status_code == 200


def test_a_guarded_hospital_without_staff_lets_nobody_to_the_consoles(guarded: Hospital) -> None:
    assert page(guarded, ROOM).status_code == 303
    assert log_in(guarded).status_code == 403


def test_one_place_tries_so_many_names_and_no_more(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff, "_PLACE", (3, 300.0))
    with Hospital(records, guarded=True) as other:
        statuses = [log_in(other, name=f"n{nth}").status_code for nth in range(5)]
    assert statuses == [403, 403, 403, 429, 429]
