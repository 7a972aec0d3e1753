from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core import clock
from anju.core.actors import CLOCK, NOBODY, Actor
from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.models import Consent, Organisation, Person, StaffPower
from anju.people.rules import READING_TIME, Refusal
from anju.people.user_notice import ORIGINAL, check_languages

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
USCC = "91110000100017643K"


def test_nobody_has_powers_of_two_offices():
    """Who decides disputes does not work on the money at the fund centre. (rule A14)"""
    for first, other in (("bank.read", "dispute.mediate"), ("dispute.approve", "proof.read")):
        with pytest.raises(Refused) as refusal, transaction.atomic():
            actions.record_staff(
                username=first, name="何洁", password="x" * 20, powers=[first, other], by=CLOCK
            )
        assert refusal.value.code == Refusal.POWER_OF_ANOTHER_OFFICE
    assert StaffPower.objects.count() == 0


def a_filed_person(name="张建国", phone="13800000001", id_number=NUMBER):
    return actions.record_person(
        name=name, id_type="resident_id", id_number=id_number, phone=phone, by=CLOCK
    )


def a_signed_in_person(subject="sub-1", level=3, **changes):
    proven = {
        "name": "张建国",
        "id_type": "resident_id",
        "id_number": NUMBER,
        "phone": "13800000009",
    }
    return actions.sign_in_person(subject=subject, level=level, by=NOBODY, **(proven | changes))


def accept(by, seconds=11, version=ORIGINAL.version):
    return actions.accept_notice(
        version=version,
        language="zh-hans",
        shown_at=clock.now() - timedelta(seconds=seconds),
        ip="10.0.0.1",
        device="Chromium",
        by=by,
    )


def test_two_leases_that_name_the_same_number_name_the_same_person():
    assert a_filed_person().pk == a_filed_person(id_number=" 11010519491231002x ").pk
    assert Person.objects.count() == 1


def test_names_numbers_and_phones_are_not_readable_in_the_database():
    person = a_filed_person()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM people_person p WHERE id = %s", [person.pk])
        row = cursor.fetchone()[0]
    for secret in ("张建国", NUMBER, "13800000001"):
        assert secret not in row and secret.encode().hex() not in row
    assert queries.person_by_number(NUMBER).name == "张建国"


@pytest.mark.covers("IDN-10")
def test_who_signs_in_is_the_person_whom_a_lease_has_named():
    filed = a_filed_person(name="张建囯")
    signed_in = a_signed_in_person()
    assert signed_in.pk == filed.pk
    person = queries.person(filed.pk)
    assert (person.name, person.phone, person.real_name_level) == ("张建国", "13800000009", 3)


def test_a_lease_that_names_a_proven_number_otherwise_is_refused_and_changes_nothing():
    a_signed_in_person()
    with pytest.raises(Refused) as refused:
        a_filed_person(name="李四")
    assert refused.value.code == Refusal.NAME_DIFFERS
    assert "110***********002X" in refused.value.message and NUMBER not in refused.value.message
    assert queries.person_by_number(NUMBER).name == "张建国"


def test_a_lease_does_not_change_a_proven_phone():
    person = a_signed_in_person()
    a_filed_person(phone="13911112222")
    assert queries.person(person.pk).phone == "13800000009"


@pytest.mark.covers("IDN-10")
def test_an_account_below_real_name_level_three_is_refused():
    with pytest.raises(Refused) as refused:
        a_signed_in_person(level=2)
    assert refused.value.code == Refusal.NOT_REAL_NAME
    assert Person.objects.count() == 0


def test_a_known_account_with_another_number_is_refused():
    a_signed_in_person()
    with pytest.raises(Refused) as refused:
        a_signed_in_person(id_number="110101199003077774")
    assert refused.value.code == Refusal.IDENTITY_DIFFERS
    assert Person.objects.count() == 1


@pytest.mark.covers("IDN-12")
def test_an_organisation_signs_in_as_the_one_known_by_its_code():
    filed = actions.record_organisation(name="旧名", uscc=USCC, phone="", by=CLOCK)
    signed_in = actions.sign_in_organisation(
        subject="org-1",
        name="新名",
        uscc=USCC.lower(),
        registration_no="1100001",
        phone="",
        by=NOBODY,
    )
    assert signed_in.pk == filed.pk and signed_in.name == "新名"
    again = actions.record_organisation(name="旧名", uscc=USCC, is_enterprise=True, by=CLOCK)
    assert (again.name, again.is_enterprise) == ("新名", True)


@pytest.mark.covers("IDN-12")
def test_an_organisation_without_registration_number_is_told_how_to_get_one():
    with pytest.raises(Refused) as refused:
        actions.sign_in_organisation(
            subject="org-1", name="某公司", uscc=USCC, registration_no=None, phone="", by=NOBODY
        )
    assert refused.value.code == Refusal.NOT_REGISTERED
    assert "单位登记开户" in refused.value.message and "柜台" in refused.value.message
    assert Organisation.objects.count() == 0


@pytest.mark.covers("IDN-14")
def test_a_consent_is_kept_with_version_and_time_and_asked_for_once():
    tenant = Actor("person", "tenant_web", person_id=a_signed_in_person().pk)
    assert queries.consent_needed(tenant)
    accept(tenant)
    accept(tenant)
    [consent] = queries.consents_of(tenant)
    assert (consent.version, consent.seconds_read, consent.ip) == (ORIGINAL.version, 11, "10.0.0.1")
    assert not queries.consent_needed(tenant)


@pytest.mark.covers("IDN-14")
def test_a_notice_accepted_before_the_countdown_ran_out_is_refused():
    tenant = Actor("person", "tenant_web", person_id=a_signed_in_person().pk)
    with pytest.raises(Refused) as refused:
        accept(tenant, seconds=int(READING_TIME.total_seconds()) - 1)
    assert refused.value.code == Refusal.READ_TOO_FAST
    assert Consent.objects.count() == 0


@pytest.mark.covers("IDN-14")
def test_an_old_version_of_the_notice_cannot_be_accepted_any_more():
    tenant = Actor("person", "tenant_web", person_id=a_signed_in_person().pk)
    with pytest.raises(Refused) as refused:
        accept(tenant, version="2020-01")
    assert refused.value.code == Refusal.NOTICE_OUTDATED


def test_nobody_cannot_accept_the_notice():
    with pytest.raises(Refused) as refused:
        accept(NOBODY)
    assert refused.value.code == Refusal.NOT_ASKED


def test_a_consent_belongs_to_exactly_one():
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            version="x", language="zh-hans", accepted_at=clock.now(), seconds_read=10
        )


def test_staff_have_the_powers_they_were_given_until_they_are_taken():
    chief = Actor("chief", "centre")
    user = actions.record_staff(
        username="wang", name="王敏", password="a long password", powers=["bank.read"], by=chief
    )
    actions.give_power(user_id=user.pk, power="bank.match", by=chief)
    actions.give_power(user_id=user.pk, power="bank.match", by=chief)
    assert queries.powers_of(user.pk) == {"bank.read", "bank.match"}
    assert queries.staff_with("bank.match") == ["王敏"]
    assert queries.display_name(Actor("wang", "centre", staff_id=user.pk)) == "王敏"
    actions.take_power(user_id=user.pk, power="bank.match", by=chief)
    assert queries.powers_of(user.pk) == {"bank.read"}


def test_an_account_that_was_closed_has_no_powers():
    user = actions.record_staff(
        username="wang", name="王敏", password="a long password", powers=["bank.read"], by=CLOCK
    )
    chief = Actor("chief", "centre", frozenset({"user.keep"}))
    actions.close_staff(member_id=user.pk, because="离职", by=chief)
    assert queries.powers_of(user.pk) == frozenset()
    assert queries.staff_with("bank.read") == []


@pytest.mark.covers("IDN-14")
def test_the_notice_of_the_beginning_keeps_its_words():
    digests = {language: ORIGINAL.digest(language)[:16] for language in ("zh-hans", "en")}
    assert digests == {"zh-hans": "46598a27b899b41b", "en": "1bd8ad391450b5b0"}


def test_both_languages_of_the_notice_have_the_same_sections():
    assert [len(section.paragraphs) for section in ORIGINAL.sections("zh-hans")] == [2, 4, 5, 2, 2]
    assert ORIGINAL.sections("zh-hans")[0].title == "一、业务说明"
    check_languages(ORIGINAL.chinese, ORIGINAL.english)
