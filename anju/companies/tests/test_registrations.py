"""物业单位注册申请: a unit applies, its department reviews, another of it hands out the key. (PRP-04, PRP-06)"""

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection

from anju.companies import actions, queries
from anju.companies.models import Application, Company, Key
from anju.companies.rules import ApplicationStatus, KeyStatus, Refusal
from anju.companies.tests.world import (
    ISSUER,
    NAME,
    PASSWORD,
    REVIEWER,
    WANG_FANG,
    a_community,
    a_unit,
    an_applicant,
    an_entry,
    applied,
    holder_of,
    registered,
    taken_up,
)
from anju.core.actors import NOBODY, Actor
from anju.core.models import Event
from anju.core.reasons import Refusal as ReasonRefusal
from anju.core.refusals import Refused
from anju.people.rules import Power
from anju.tests.test_strangers import everything
from anju.tests.together import together

pytestmark = pytest.mark.django_db


def refused_with(work, **told):
    before = everything()
    with pytest.raises(Refused) as refused:
        work(**told)
    assert everything() == before
    return refused.value.code


@pytest.mark.covers("PRP-04")
def test_a_unit_applies_is_approved_and_becomes_a_company():
    application = applied()
    assert application.status == ApplicationStatus.SUBMITTED
    assert application.no.startswith("ZW")
    assert application.organisation_code == application.uscc[8:17]

    actions.approve_application(application_id=application.pk, opinion="材料齐全", by=REVIEWER)

    application.refresh_from_db()
    company = application.company
    assert (company.name, company.uscc, company.district) == (NAME, application.uscc, "110105")
    assert company.legal_representative == "李建国" and company.phone == "010-64700000"
    assert company.organisation.name == NAME
    assert application.decided_by == REVIEWER.name and application.opinion == "材料齐全"
    assert not Key.objects.exists()


@pytest.mark.covers("PRP-04")
def test_what_was_sent_back_is_corrected_and_handed_in_again():
    application = applied()
    actions.send_back_application(
        application_id=application.pk, because="请补充营业执照", by=REVIEWER
    )
    by = queries.actor_of_applicant(application.applicant_id)

    unit = replace(a_unit(), address="北京市朝阳区广顺北大街1号")
    again = actions.apply_for_registration(unit=unit, by=by)

    assert again.pk == application.pk and again.no == application.no
    assert again.status == ApplicationStatus.SUBMITTED and again.opinion == ""
    assert again.address == "北京市朝阳区广顺北大街1号"
    moves = Event.objects.filter(kind="companies.application").order_by("pk")
    assert [one.move for one in moves] == ["send_back", "correct"]


def test_an_approved_application_is_not_changed_any_more():
    application = registered()
    by = queries.actor_of_applicant(application.applicant_id)

    for work, told in (
        (actions.apply_for_registration, {"unit": a_unit(), "by": by}),
        (
            actions.approve_application,
            {"application_id": application.pk, "opinion": "", "by": REVIEWER},
        ),
        (
            actions.send_back_application,
            {"application_id": application.pk, "because": "x", "by": REVIEWER},
        ),
    ):
        assert refused_with(work, **told) == "wrong_status"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"district": "110100"}, Refusal.UNKNOWN_DISTRICT),
        ({"nature": "secret"}, Refusal.UNKNOWN_CHOICE),
        ({"organisation_code": "MA0000009"}, Refusal.ORGANISATION_CODE_DIFFERS),
        ({"uscc": "91110105MA00000001"}, "uscc_check_digit"),
        ({"name": ""}, "name_empty"),
    ],
)
def test_what_a_unit_states_wrong_is_refused(other, code):
    by = queries.actor_of_applicant(an_applicant().pk)

    assert (
        refused_with(actions.apply_for_registration, unit=replace(a_unit(), **other), by=by) == code
    )


def test_it_is_sent_back_with_a_reason_only():
    told = {"application_id": applied().pk, "because": " ", "by": REVIEWER}

    assert refused_with(actions.send_back_application, **told) == ReasonRefusal.REASON_MISSING


def test_a_second_holder_of_a_company_gets_a_key_of_the_same_company():
    first = registered()
    second = applied()
    by = queries.actor_of_applicant(second.applicant_id)
    unit = replace(a_unit(), uscc=first.uscc)
    actions.apply_for_registration(unit=unit, by=by)

    actions.approve_application(application_id=second.pk, opinion="", by=REVIEWER)

    second.refresh_from_db()
    assert second.company == Application.objects.get(pk=first.pk).company
    assert Company.objects.count() == 1


def test_a_company_is_not_renamed_by_an_application():
    first = registered()
    second = applied()
    by = queries.actor_of_applicant(second.applicant_id)
    unit = replace(a_unit(name="北京别名物业管理有限公司"), uscc=first.uscc)
    actions.apply_for_registration(unit=unit, by=by)

    told = {"application_id": second.pk, "opinion": "", "by": REVIEWER}
    assert refused_with(actions.approve_application, **told) == Refusal.NAME_DIFFERS


@pytest.mark.covers("PRP-04")
def test_who_approves_does_not_issue_the_key_not_even_in_the_database():
    both = Actor(
        REVIEWER.name, "centre", frozenset({Power.FUND_COMPANY, Power.FUND_KEY}), staff_id=911
    )
    application = registered()

    told = {"application_id": application.pk, "by": both}
    assert refused_with(actions.issue_key, **told) == Refusal.SAME_PERSON
    assert list(queries.applications_without_key(both)) == []
    assert list(queries.applications_without_key(ISSUER)) == [application]

    from django.db import IntegrityError, transaction

    issued = actions.issue_key(application_id=application.pk, by=ISSUER)
    with pytest.raises(IntegrityError, match="companies_key_by_two_people"), transaction.atomic():
        Key.objects.filter(pk=issued.key_id).update(issued_by=REVIEWER.name)


def test_a_key_is_issued_for_what_was_approved_only():
    application = applied()
    told = {"application_id": application.pk, "by": ISSUER}

    assert refused_with(actions.issue_key, **told) == "wrong_status"


def test_a_holder_has_one_key_at_a_time():
    application = registered()
    number = actions.issue_key(application_id=application.pk, by=ISSUER).number

    with pytest.raises(Refused) as refused:
        actions.issue_key(application_id=application.pk, by=ISSUER)

    assert refused.value.code == Refusal.KEY_THERE and number in refused.value.message


@pytest.mark.django_db(transaction=True)
def test_two_officers_issue_at_the_same_time_and_there_is_one_key():
    application = registered()

    came = together(
        *(lambda: actions.issue_key(application_id=application.pk, by=ISSUER) for _ in range(2))
    )

    assert Key.objects.filter(application=application).count() == 1
    assert sum(isinstance(one, Refused) for one in came) == 1


@pytest.mark.covers("PRP-05")
def test_a_lost_key_is_revoked_and_replaced_under_another_number():
    application = registered()
    key, _ = taken_up(actions.issue_key(application_id=application.pk, by=ISSUER))

    actions.revoke_key(key_id=key.pk, because="遗失", by=ISSUER)
    issued = actions.issue_key(application_id=application.pk, by=ISSUER)

    assert issued.number != key.number and issued.code
    assert Key.objects.get(pk=issued.key_id).replaces == key
    new, _ = taken_up(issued)
    assert queries.actor_of_key(new.pk).is_company
    assert list(queries.keys_of(application)) == [new, key]


def test_a_key_is_revoked_once_and_with_a_reason():
    application = registered()
    issued = actions.issue_key(application_id=application.pk, by=ISSUER)
    told = {"key_id": issued.key_id, "by": ISSUER}

    assert refused_with(actions.revoke_key, because="", **told) == ReasonRefusal.REASON_MISSING
    actions.revoke_key(because="错发", **told)
    assert refused_with(actions.revoke_key, because="错发", **told) == "wrong_status"


# Holders of old keys


@pytest.mark.covers("PRP-06")
def test_an_old_holder_keeps_number_and_areas_and_confirms_by_number_and_password():
    here = a_community()
    entry = an_entry(communities=[here], certificate_no="jgc 00001234")
    assert entry.certificate_no == "JGC00001234"

    issued = actions.issue_key(application_id=entry.pk, by=ISSUER)
    assert issued.number == "JGC00001234" and issued.password and not issued.code

    wrong = actions.confirm_old_holder(certificate_no="JGC00001234", password="x", by=NOBODY)
    assert wrong.because == Refusal.CONFIRMATION_WRONG
    came = actions.confirm_old_holder(
        certificate_no=" jgc00001234", password=issued.password, by=NOBODY
    )
    assert came.applicant_id == entry.applicant_id
    by = holder_of(issued)
    actions.choose_password(present=issued.password, chosen=PASSWORD, by=by)
    key, _ = taken_up(issued)

    assert key.status == KeyStatus.ACTIVE and key.is_old
    actor = queries.actor_of_key(key.pk)
    assert list(queries.communities_of(actor)) == [here]


def test_an_old_holder_sets_a_password_before_anything_else():
    issued = actions.issue_key(application_id=an_entry().pk, by=ISSUER)

    with pytest.raises(Refused) as refused:
        taken_up(issued)

    assert refused.value.code == Refusal.PASSWORD_FIRST


@pytest.mark.covers("PRP-06")
def test_an_old_certificate_is_entered_once_and_in_a_known_form():
    an_entry(certificate_no="JGC00001234")
    told = {"unit": a_unit(), "holder": WANG_FANG, "community_ids": [], "by": REVIEWER}

    for number, code in (
        ("JGC00001234", Refusal.NUMBER_TAKEN),
        ("证书", Refusal.CERTIFICATE_WRONG),
    ):
        assert refused_with(actions.record_old_holder, certificate_no=number, **told) == code


def test_the_replacement_of_an_old_key_has_a_number_and_a_code_as_every_other():
    issued = actions.issue_key(application_id=an_entry().pk, by=ISSUER)
    actions.choose_password(present=issued.password, chosen=PASSWORD, by=holder_of(issued))
    actions.revoke_key(key_id=issued.key_id, because="遗失", by=ISSUER)

    again = actions.issue_key(application_id=Key.objects.get().application_id, by=ISSUER)

    assert again.number.startswith("WY") and again.code and not again.password


@pytest.mark.covers("PRP-04")
def test_the_printed_application_has_what_the_unit_states():
    from io import BytesIO

    from pypdf import PdfReader

    application = applied()
    text = "".join(
        page.extract_text()
        for page in PdfReader(BytesIO(queries.application_pdf(application))).pages
    )

    for said in ("物业注册申请单", application.no, application.uscc, NAME, "朝阳区管理部", "王芳"):
        assert said in text
    assert WANG_FANG.id_number not in text


@pytest.mark.covers("CTR-05")
def test_what_waited_before_there_were_deadlines_gets_its_own():
    reviewed, approved, lost = applied(), registered(), registered()
    issued = actions.issue_key(application_id=lost.pk, by=ISSUER)
    actions.revoke_key(key_id=issued.key_id, because="持有人报失", by=ISSUER)
    friday, monday = datetime(2026, 11, 6, 9, tzinfo=UTC), datetime(2026, 11, 9, 9, tzinfo=UTC)
    Application.objects.update(due_on=None, submitted_at=friday, decided_at=monday)

    with connection.cursor() as cursor:
        cursor.execute(import_module("anju.companies.migrations.0006_deadlines_from_before").GIVEN)

    days = dict(Application.objects.values_list("pk", "due_on"))
    assert days == {
        reviewed.pk: date(2026, 11, 11),
        approved.pk: date(2026, 11, 12),
        lost.pk: None,
    }
