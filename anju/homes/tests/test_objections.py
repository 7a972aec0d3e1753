"""Objections to a failed check: by the same channel, reviewed by another, upheld means checked again. (rule C1.8)"""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actions import store_file
from anju.core.calendar import add_workdays
from anju.core.files import ATTACHMENT
from anju.core.queries import history_of
from anju.core.refusals import Broken, Refused
from anju.homes import actions, queries
from anju.homes.models import Objection
from anju.homes.rules import (
    COMMITMENT,
    CertificateType,
    DocumentKind,
    ObjectionStatus,
    Outcome,
    Refusal,
    Role,
    Status,
)
from anju.homes.tests.asking import (
    OFFICER,
    REVIEWER,
    a_failed,
    a_home,
    a_person,
    a_program,
    a_verified,
    again,
    an_enterprise,
    ask,
    request,
    terms_of,
)
from anju.notices.models import Notice as Message
from anju.refunds.tests.endings import PNG

pytestmark = [pytest.mark.django_db, pytest.mark.covers("HVF-03")]


def documents(by, *kinds):
    kinds = kinds or (DocumentKind.APPLICATION, DocumentKind.TITLE, DocumentKind.IDENTITY)
    return [
        (
            kind.value,
            store_file(name=f"{kind.value}.png", content=PNG, allowed=ATTACHMENT, by=by),
        )
        for kind in kinds
    ]


def objected(verification, by, **changes):
    terms = {"grounds": "产权人已更名", "documents": documents(by)} | changes
    return actions.raise_objection(verification_id=verification.pk, **terms, by=by)


def test_an_objection_is_due_within_three_working_days_and_on_the_desk(sandbox):
    person = a_person()
    verification = a_failed(sandbox, person)

    objection = objected(verification, person)

    assert objection.review_by == add_workdays(clock.today(), 3).on
    assert list(queries.objections_to_review(REVIEWER)) == [objection]
    assert list(queries.objections_to_review(OFFICER)) == []
    assert list(queries.objections_seen_by(person)) == [objection]
    assert list(queries.objections_seen_by(a_person(1))) == []
    assert queries.is_overdue(objection) is False
    [shown] = queries.objections_of(verification)
    assert {document.kind for document in shown.documents.all()} == {
        "application",
        "title",
        "identity",
    }


def test_upheld_the_home_is_checked_again_by_what_the_register_says_now(sandbox):
    person = a_person()
    verification = a_failed(sandbox, person)
    objection = objected(verification, person)
    a_home(sandbox, 1, owner_name="别人")  # the register was corrected

    upheld = actions.uphold_objection(objection_id=objection.pk, opinion="登记已更正", by=REVIEWER)

    assert upheld.status == ObjectionStatus.UPHELD and upheld.reviewed_by == REVIEWER.name
    assert again(verification).status == Status.REQUESTED
    ask()
    assert again(verification).status == Status.PASSED
    assert [event.move for event in history_of(verification)] == [
        "answer_fail",
        "check_again",
        "answer_pass",
    ]
    assert Message.objects.filter(kind="home_objection").count() == 1


def test_dismissed_the_result_stands_and_the_opinion_is_told(sandbox):
    person = a_person()
    verification = a_failed(sandbox, person)
    objection = objected(verification, person)

    actions.dismiss_objection(objection_id=objection.pk, opinion="材料与登记不符", by=REVIEWER)

    assert again(verification).status == Status.FAILED
    [shown] = queries.objections_seen_by(person)
    assert (shown.status, shown.opinion) == (ObjectionStatus.DISMISSED, "材料与登记不符")
    second = objected(verification, person)
    assert second.status == ObjectionStatus.OPEN


def test_decided_twice_is_refused_and_changes_nothing(sandbox):
    person = a_person()
    objection = objected(a_failed(sandbox, person), person)
    actions.dismiss_objection(objection_id=objection.pk, opinion="不符", by=REVIEWER)

    with pytest.raises(Refused) as refused:
        actions.uphold_objection(objection_id=objection.pk, opinion="符合", by=REVIEWER)

    assert refused.value.code.value == "wrong_status"
    assert again(objection.verification).status == Status.FAILED


def test_who_asked_or_objected_does_not_review(sandbox):
    both = replace(OFFICER, may=OFFICER.may | REVIEWER.may)
    objection = objected(a_failed(sandbox, both), both)

    for decide in (actions.uphold_objection, actions.dismiss_objection):
        with pytest.raises(Refused) as refused:
            decide(objection_id=objection.pk, opinion="符合", by=both)
        assert refused.value.code is Refusal.SAME_REVIEWER
    assert queries.may_review(objection, REVIEWER) is True
    assert queries.may_review(objection, both) is False
    with pytest.raises(Broken):
        actions.dismiss_objection(objection_id=objection.pk, opinion="不符", by=a_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.update(reviewed_by=OFFICER.name, status="upheld")
    with pytest.raises(Refused) as refused:
        actions.dismiss_objection(objection_id=objection.pk, opinion=" ", by=REVIEWER)
    assert refused.value.code is Refusal.BECAUSE_MISSING


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grounds": "  "}, Refusal.GROUNDS_MISSING),
        ({"documents": []}, Refusal.DOCUMENT_MISSING),
        ({"documents": "title only"}, Refusal.DOCUMENT_MISSING),
        ({"documents": "too many"}, Refusal.TOO_MANY_DOCUMENTS),
    ],
)
def test_an_objection_needs_grounds_and_its_documents(sandbox, changes, code):
    person = a_person()
    if changes.get("documents") == "title only":
        changes = {"documents": documents(person, DocumentKind.TITLE)}
    elif changes.get("documents") == "too many":
        changes = {"documents": documents(person) * 4}

    with pytest.raises(Refused) as refused:
        objected(a_failed(sandbox, person), person, **changes)

    assert refused.value.code is code
    assert Objection.objects.count() == 0


def test_only_against_a_failed_check_one_at_a_time_and_by_who_asked(sandbox):
    person = a_person()
    with pytest.raises(Refused) as refused:
        objected(a_verified(sandbox, by=person), person)
    assert refused.value.code is Refusal.NOT_FAILED

    failed = a_failed(sandbox, person, number=2)
    with pytest.raises(Broken):
        objected(failed, a_person(1))
    with pytest.raises(Broken):
        objected(failed, person, documents=documents(a_person(1)))
    objected(failed, person)
    with pytest.raises(Refused) as refused:
        objected(failed, person)
    assert refused.value.code is Refusal.OBJECTION_OPEN
    assert Objection.objects.count() == 1


def test_what_a_program_asked_is_objected_to_by_the_program(sandbox):
    program, enterprise = a_program(), an_enterprise()
    failed = request(
        terms_of(a_home(sandbox), owner_name="别人"),
        program,
        Role.BROKER,
        organisation_id=enterprise.organisation_id,
    )
    ask()

    assert list(queries.verifications_seen_by(enterprise)) == [failed]
    with pytest.raises(Broken):
        objected(failed, enterprise)
    assert objected(failed, program).status == ObjectionStatus.OPEN


def test_a_commitment_that_failed_for_another_reason_is_decided_again_at_once(sandbox):
    stated = {
        "certificate_type": CertificateType.HOMESTEAD.value,
        "certificate_no": "朝集建(1993)字第0102号",
        "address": "北京市朝阳区某村12号",
        "area": "80.00",
        "commitment": COMMITMENT,
    }
    terms = terms_of(a_home(sandbox), **stated)
    enterprise, person = an_enterprise(), a_person()
    managed = request(terms, enterprise, Role.ENTERPRISE)
    refused = request(terms, person)
    assert refused.outcome == Outcome.FAIL_ALREADY_MANAGED
    objection = objected(refused, person)
    actions.give_up_home(home_id=managed.home_id, by=enterprise)

    actions.uphold_objection(objection_id=objection.pk, opinion="企业已退出", by=REVIEWER)

    assert again(refused).status == Status.COMMITTED
