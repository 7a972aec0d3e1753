"""未认证用户注册: an account is opened, activated by phone or mail, and comes in by password. (PRP-01 to PRP-03)"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from anju.companies import actions, jobs, queries
from anju.companies.models import Activation, Applicant
from anju.companies.rules import (
    ACTIVATIONS_A_DAY,
    ACTIVATIONS_AN_HOUR,
    ACTIVATIONS_OF_A_SOURCE,
    CODE_TRIES,
    FORGOTTEN_AFTER,
    LOCKED_AFTER,
    ApplicantStatus,
    Channel,
    Refusal,
)
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    WANG_FANG,
    a_registered,
    a_uscc,
    an_applicant,
    applied,
)
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY
from anju.core.models import Event
from anju.core.refusals import Refused
from anju.people.rules import Refusal as PeopleRefusal
from anju.tests.test_strangers import everything

pytestmark = pytest.mark.django_db
SOURCE = "203.0.113.7"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def registers(**other):
    told = {
        "holder": WANG_FANG,
        "unit_name": NAME,
        "uscc": a_uscc(900),
        "username": "wangfang",
        "password": PASSWORD,
    }
    return actions.register_applicant(**(told | other), by=NOBODY)


def asks(applicant, channel=Channel.SMS, source=SOURCE):
    actions.ask_activation(applicant_id=applicant.pk, channel=channel, source=source, by=NOBODY)
    return Activation.objects.filter(applicant=applicant).latest("pk")


@pytest.mark.covers("PRP-01")
def test_an_account_opens_nothing_before_it_is_activated():
    applicant = registers(username=" WangFang ")

    assert applicant.username == "wangfang"
    assert applicant.status == ApplicantStatus.REGISTERED
    assert queries.actor_of_applicant(applicant.pk) == NOBODY
    assert applicant.password != PASSWORD and PASSWORD not in applicant.password


@pytest.mark.covers("PRP-01")
@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"username": "王芳"}, PeopleRefusal.USERNAME_WRONG),
        ({"password": "12345678"}, PeopleRefusal.PASSWORD_WEAK),
        ({"holder": replace(WANG_FANG, mail="wang@")}, Refusal.MAIL_WRONG),
        ({"holder": replace(WANG_FANG, phone="12345")}, "not_a_phone"),
        ({"holder": replace(WANG_FANG, id_number="11010519491231002")}, "id_length"),
        ({"uscc": "91110105MA00000001"}, "uscc_check_digit"),
        ({"unit_name": " "}, "name_empty"),
    ],
)
def test_what_is_typed_wrong_is_refused_and_nothing_is_kept(other, code):
    before = everything()

    with pytest.raises(Refused) as refused:
        registers(**other)

    assert refused.value.code == code
    assert everything() == before


def test_a_user_name_is_given_once():
    registers()

    with pytest.raises(Refused) as refused:
        registers(username="WANGFANG", holder=replace(WANG_FANG, name="李四"))

    assert refused.value.code == PeopleRefusal.USERNAME_TAKEN
    assert Applicant.objects.get().name == "王芳"


@pytest.mark.covers("PRP-02")
def test_a_code_to_the_phone_activates():
    applicant = a_registered()
    activation = asks(applicant)

    assert re.fullmatch(r"\d{6}", activation.code)
    assert actions.activate_by_code(applicant_id=applicant.pk, code=activation.code, by=NOBODY)
    applicant.refresh_from_db()
    assert applicant.status == ApplicantStatus.ACTIVE
    assert queries.actor_of_applicant(applicant.pk).applicant_id == applicant.pk
    assert Event.objects.get(kind="companies.applicant").move == "activate"


@pytest.mark.covers("PRP-02")
def test_a_wrong_code_counts_and_five_end_the_code():
    applicant = a_registered()
    right = asks(applicant).code
    wrong = f"{(int(right) + 1) % 10**6:06}"

    for _ in range(CODE_TRIES):
        assert not actions.activate_by_code(applicant_id=applicant.pk, code=wrong, by=NOBODY)

    assert not actions.activate_by_code(applicant_id=applicant.pk, code=right, by=NOBODY)


@pytest.mark.covers("PRP-02")
def test_a_code_ends_with_its_time_and_with_the_next_one():
    applicant = a_registered()
    first, second = asks(applicant).code, asks(applicant)

    if first != second.code:
        assert not actions.activate_by_code(applicant_id=applicant.pk, code=first, by=NOBODY)
    advance_clock(seconds=601, by=CLOCK)
    assert not actions.activate_by_code(applicant_id=applicant.pk, code=second.code, by=NOBODY)


@pytest.mark.covers("PRP-02")
def test_a_link_in_the_mail_activates_once_and_says_so_again():
    applicant = a_registered()
    token = asks(applicant, Channel.MAIL).code

    assert actions.activate_by_link(token=token, by=NOBODY) == applicant.username
    assert actions.activate_by_link(token=token, by=NOBODY) == applicant.username
    applicant.refresh_from_db()
    assert applicant.status == ApplicantStatus.ACTIVE
    assert Event.objects.filter(kind="companies.applicant").count() == 1


@pytest.mark.covers("PRP-02")
def test_a_link_that_is_over_or_none_of_ours_is_refused():
    applicant = a_registered()
    token = asks(applicant, Channel.MAIL).code
    advance_clock(seconds=24 * 3600 + 1, by=CLOCK)

    for asked in (token, "no-such-link", ""):
        with pytest.raises(Refused) as refused:
            actions.activate_by_link(token=asked, by=NOBODY)
        assert refused.value.code == Refusal.LINK_OVER
    applicant.refresh_from_db()
    assert applicant.status == ApplicantStatus.REGISTERED


@pytest.mark.covers("PRP-02")
def test_a_phone_gets_five_codes_an_hour_and_ten_a_day():
    applicant = a_registered()
    for _ in range(ACTIVATIONS_AN_HOUR):
        asks(applicant)
    with pytest.raises(Refused) as refused:
        asks(applicant)
    assert refused.value.code == Refusal.TOO_MANY_CODES

    asks(applicant, Channel.MAIL)  # another address
    advance_clock(seconds=3601, by=CLOCK)
    for _ in range(ACTIVATIONS_A_DAY - ACTIVATIONS_AN_HOUR):
        asks(applicant)
    advance_clock(seconds=3601, by=CLOCK)
    with pytest.raises(Refused):
        asks(applicant)
    advance_clock(seconds=23 * 3600, by=CLOCK)
    asks(applicant)


def test_another_account_with_the_same_phone_has_no_further_codes():
    first = registers()
    for _ in range(ACTIVATIONS_AN_HOUR):
        asks(first)

    with pytest.raises(Refused) as refused:
        asks(registers(username="wangfang2"))

    assert refused.value.code == Refusal.TOO_MANY_CODES


def test_one_network_asks_for_so_many_codes_an_hour():
    for number in range(ACTIVATIONS_OF_A_SOURCE):
        asks(a_registered(), source=f"2001:db8::{number + 1:x}")

    with pytest.raises(Refused) as refused:
        asks(a_registered(), source="2001:db8::ffff")

    assert refused.value.code == Refusal.TOO_MANY_CODES
    asks(a_registered(), source="2001:db8:0:1::1")


@pytest.mark.covers("PRP-02")
@pytest.mark.parametrize(
    ("channel", "says"), [(Channel.SMS, "验证码{code}"), (Channel.MAIL, "点击激活：")]
)
def test_the_message_has_the_code_or_the_link(channel, says, settings):
    settings.PUBLIC_URL = "https://weixiu.example"
    applicant = a_registered()
    activation = asks(applicant, channel)

    [activation_id] = actions.claim_activations(limit=5, by=CLOCK)
    message = queries.activation_message(activation_id)

    assert says.format(code=activation.code) in message.text
    assert applicant.username in message.text
    assert message.to == (applicant.phone if channel == Channel.SMS else applicant.mail)
    if channel == Channel.MAIL:
        assert f"https://weixiu.example/property/activate/{activation.code}" in message.text


def test_what_the_gateway_did_not_take_is_sent_again(monkeypatch):
    from anju.clients import sms
    from anju.clients.outcomes import Unavailable

    activation, sent = asks(a_registered()), []

    def broken(*_):
        raise Unavailable("短信平台", "timeout")

    monkeypatch.setattr(sms, "send", broken)
    jobs.activations(0)
    activation.refresh_from_db()
    assert activation.sent_at is None and activation.attempts == 1

    monkeypatch.setattr(sms, "send", lambda *message: sent.append(message))
    jobs.activations(0)
    assert sent == []
    advance_clock(seconds=31, by=CLOCK)
    jobs.activations(0)
    jobs.activations(0)
    activation.refresh_from_db()
    assert activation.sent_at is not None and len(sent) == 1


@pytest.mark.covers("PRP-03")
def test_a_password_opens_an_account_and_a_wrong_one_counts():
    applicant = an_applicant("wangfang")

    for _ in range(3):
        came = actions.enter_by_password(username="wangfang", password="x", by=NOBODY)
        assert came == actions.Entry(because=Refusal.LOGIN_WRONG)
    applicant.refresh_from_db()
    assert applicant.failures == 3

    came = actions.enter_by_password(username=" WangFang", password=PASSWORD, by=NOBODY)
    assert came == actions.Entry(applicant.pk)
    applicant.refresh_from_db()
    assert applicant.failures == 0


def test_no_answer_says_whether_there_is_such_a_user():
    came = actions.enter_by_password(username="nobody.here", password="x", by=NOBODY)

    assert came == actions.Entry(because=Refusal.LOGIN_WRONG)


@pytest.mark.covers("PRP-03")
def test_too_many_wrong_passwords_lock_until_the_department_unlocks():
    applicant = an_applicant()
    application = applied(applicant)
    for _ in range(LOCKED_AFTER + 2):
        actions.enter_by_password(username=applicant.username, password="x", by=NOBODY)

    right = {"username": applicant.username, "password": PASSWORD, "by": NOBODY}
    assert actions.enter_by_password(**right).because == Refusal.LOCKED
    assert queries.actor_of_applicant(applicant.pk) == NOBODY

    actions.unlock_holder(application_id=application.pk, because="本人到场", by=ISSUER)
    assert actions.enter_by_password(**right) == actions.Entry(applicant.pk)


def test_a_password_is_replaced_by_who_knows_the_present_one():
    applicant = an_applicant()
    by = queries.actor_of_applicant(applicant.pk)
    other = "another-wuye-2026"

    wrong = actions.choose_password(present="x", chosen=other, by=by)
    assert wrong.because == Refusal.LOGIN_WRONG
    for chosen, code in (
        (PASSWORD, PeopleRefusal.PASSWORD_SAME),
        ("short", PeopleRefusal.PASSWORD_WEAK),
    ):
        with pytest.raises(Refused) as refused:
            actions.choose_password(present=PASSWORD, chosen=chosen, by=by)
        assert refused.value.code == code

    assert actions.choose_password(present=PASSWORD, chosen=other, by=by).because is None
    came = actions.enter_by_password(username=applicant.username, password=other, by=NOBODY)
    assert came.applicant_id == applicant.pk


def test_a_forgotten_password_is_drawn_anew_and_has_to_be_changed():
    applicant = an_applicant()
    application = applied(applicant)

    drawn = actions.reset_holder_password(
        application_id=application.pk, because="本人到场", by=ISSUER
    )

    came = actions.enter_by_password(username=applicant.username, password=drawn, by=NOBODY)
    assert came.applicant_id == applicant.pk
    assert queries.must_choose_password(applicant.pk)


def test_an_account_that_nobody_activates_is_forgotten():
    stays, goes = an_applicant(), a_registered()
    asks(goes)
    advance_clock(seconds=int(FORGOTTEN_AFTER / timedelta(seconds=1)) + 60, by=CLOCK)
    young = a_registered()

    jobs.forget_applicants(0)

    assert set(Applicant.objects.all()) == {stays, young}
    assert not Activation.objects.exists()


def test_what_is_typed_of_a_person_stands_sealed():
    from django.db import connection

    applicant = a_registered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM companies_applicant a")
        [(row,)] = cursor.fetchall()

    for said in (applicant.name, applicant.id_number, applicant.phone, applicant.mail):
        assert said and said not in row
