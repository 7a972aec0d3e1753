"""找回密码: a code to what is on file opens another password; nobody learns which accounts there are. (IDN-02)"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.people import actions as people
from anju.people import jobs, queries
from anju.people.models import PasswordRecovery
from anju.people.rules import CODE_LASTS, CODE_TRIES, CODES_AN_HOUR, CodeChannel, Duty, Office
from anju.people.tests.offices import administrator_of, opened
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("IDN-02")]
CHOSEN = "Peking-2026-xyz"


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.MOVABLE_CLOCK = True
    cache.clear()


@pytest.fixture
def system(db):
    return administrator_of(Office.CENTRE, Duty.SYSTEM)


@pytest.fixture
def li(system) -> User:
    return User.objects.get(pk=opened(system))


def ask(pages: Pages, username: str = "li.qiang", channel: str = "sms"):
    pages.get("/staff/recover")
    return pages.post("/staff/recover", {"username": username, "channel": channel})


def give(pages: Pages, code: str, chosen: str = CHOSEN):
    sent = {"code": code, "chosen": chosen, "again": chosen}
    return pages.post("/staff/recover/code", sent)


def another_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(("channel", "to"), [("sms", "13800000009"), ("mail", "li@example.cn")])
def test_a_code_on_file_opens_another_password_and_ends_every_session(pages, li, channel, to):
    people.link_authenticator(user_id=li.pk, secret="JBSWY3DPEHPK3PXP", by=CLOCK)
    there = Pages()
    there.force_login(li)
    assert ask(pages, channel=channel)["Location"] == "/staff/recover/code"
    recovery = PasswordRecovery.objects.get()
    message = queries.recovery_message(recovery.pk)
    assert (message.channel, message.to) == (channel, to)
    assert recovery.code in message.text

    assert give(pages, recovery.code)["Location"] == "/staff/sign-in"

    li.refresh_from_db()
    assert li.check_password(CHOSEN)
    assert not queries.must_choose_password(li.pk)
    assert "_auth_user_id" not in pages.session
    assert there.get("/staff/password")["Location"].startswith("/staff/sign-in")
    answer = pages.post("/staff/sign-in", {"login": "li.qiang", "password": CHOSEN})
    assert answer["Location"] == "/staff/code"
    event = Event.objects.get(move="recover_password")
    assert (event.record_id, event.actor, event.portal) == (li.pk, "li.qiang", "centre")
    assert "已通过验证码找回并修改" in queries.recovery_message(recovery.pk).text
    assert give(pages, recovery.code)["Location"] == "/staff/recover"


def test_nobody_learns_whether_an_account_exists(pages, li, system):
    ask(pages)
    pages.get("/staff/recover/code")
    known = pages.page.text
    give(pages, another_than(PasswordRecovery.objects.get().code))
    wrong = pages.page.text
    people.change_contact(member_id=li.pk, phone="", mail="", by=system)
    PasswordRecovery.objects.all().delete()
    for username in ("nobody.here", "li.qiang"):
        stranger = Pages()
        assert ask(stranger, username)["Location"] == "/staff/recover/code"
        stranger.get("/staff/recover/code")
        assert stranger.page.text == known
        give(stranger, "000000")
        assert stranger.page.text == wrong
    assert PasswordRecovery.objects.count() == 0


def test_a_code_ends_after_ten_minutes_after_five_wrong_ones_and_with_the_next_one(pages, li):
    ask(pages)
    first = PasswordRecovery.objects.get().code
    ask(pages)
    second = PasswordRecovery.objects.latest("id").code
    if first != second:
        assert not try_code(first)
    for _ in range(CODE_TRIES - 1):
        try_code(another_than(second))
    assert not try_code(second)
    ask(pages)
    third = PasswordRecovery.objects.latest("id").code
    advance_clock(seconds=int(CODE_LASTS.total_seconds()), by=CLOCK)
    assert not try_code(third)
    li.refresh_from_db()
    assert not li.check_password(CHOSEN)


def try_code(code: str) -> bool:
    return people.recover_password(username="li.qiang", code=code, chosen=CHOSEN, by=CLOCK)


def test_an_account_gets_few_codes_an_hour_and_an_address_few_answers(pages, li):
    for _ in range(CODES_AN_HOUR + 2):
        people.ask_recovery(username="li.qiang", channel=CodeChannel.SMS, by=CLOCK)
    assert PasswordRecovery.objects.count() == CODES_AN_HOUR
    for _ in range(3):
        ask(pages)
    ask(pages)
    assert "操作过于频繁" in pages.page.text


def test_a_weak_password_costs_no_try(pages, li):
    ask(pages)
    recovery = PasswordRecovery.objects.get()
    give(pages, recovery.code, "short")
    assert "至少要12个字符" in pages.page.text
    recovery.refresh_from_db()
    assert (recovery.tries, recovery.used_at) == (0, None)
    assert give(pages, recovery.code)["Location"] == "/staff/sign-in"


def test_a_closed_account_gets_no_code(pages, li, system):
    people.close_staff(member_id=li.pk, because="离职", by=system)
    ask(pages)
    assert PasswordRecovery.objects.count() == 0


def test_the_code_stands_encrypted_and_is_sent_by_a_job_once(li, sandbox):
    people.ask_recovery(username="li.qiang", channel=CodeChannel.SMS, by=CLOCK)
    recovery = PasswordRecovery.objects.get()
    jobs.recoveries(0)
    recovery.refresh_from_db()
    assert recovery.sent_at is not None
    sent_at = recovery.sent_at
    advance_clock(seconds=60, by=CLOCK)
    jobs.recoveries(0)
    recovery.refresh_from_db()
    assert (recovery.sent_at, recovery.attempts) == (sent_at, 1)


def test_a_gateway_that_is_away_is_asked_again_after_a_while(li, settings):
    settings.SMS = {"url": "http://127.0.0.1:9/sms", "key": "k" * 32}
    people.ask_recovery(username="li.qiang", channel=CodeChannel.SMS, by=CLOCK)
    for _ in range(2):
        jobs.recoveries(0)
    recovery = PasswordRecovery.objects.get()
    assert (recovery.attempts, recovery.sent_at) == (1, None)
    assert recovery.try_at - recovery.asked_at >= timedelta(seconds=30)
