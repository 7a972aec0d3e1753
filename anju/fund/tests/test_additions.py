"""个人造册: at once where name and number match, else by the department. (manual 002, 2.3.2)"""

import pytest

from anju.core import clock
from anju.core.actions import advance_clock, store_file
from anju.core.actors import CLOCK, Actor
from anju.core.files import ATTACHMENT
from anju.core.refusals import Broken, Refused
from anju.fund import actions, queries
from anju.fund.models import Addition
from anju.fund.rules import AdditionStatus, Way
from anju.fund.tests.world import WANG, ZHAO, a_home, fresh, signed_in, the_fund_bank
from anju.homes import queries as homes
from anju.notices.models import Notice
from anju.people import actions as people
from anju.people.rules import Office, Power
from anju.refunds.tests.endings import PNG

pytestmark = pytest.mark.django_db

REVIEWER = Actor("li.na", "centre", frozenset({Power.FUND_REVIEW}), staff_id=990)


def add(by, **changes):
    stated = {"way": Way.CONTRACT, "district": "110105", "phone": "13800000001"}
    return actions.add_home(**(stated | changes), by=by)


def refusal(work, **arguments):
    with pytest.raises(Refused) as no:
        work(**arguments)
    return no.value.code


@pytest.mark.covers("OWN-13", "OWN-14")
def test_a_known_home_of_the_same_owner_is_added_at_once():
    the_fund_bank()
    home, wang = a_home(certificate_no="京(2024)朝不动产权第0000001号"), signed_in(WANG)
    by_contract = add(wang, wanted=home.contract_no)
    by_certificate = add(wang, way=Way.CERTIFICATE, wanted=home.certificate_no)
    for addition in (by_contract, by_certificate):
        assert (addition.status, addition.dwelling_id) == (AdditionStatus.ADDED, home.pk)
        assert addition.review_by is None
    assert [account.dwelling_id for account in queries.homes_of(wang)] == [home.pk]
    assert list(queries.additions_seen_by(wang)) == [by_certificate, by_contract]
    assert not queries.additions_seen_by(signed_in(ZHAO)).exists()
    assert not Notice.objects.exists()


@pytest.mark.covers("OWN-13", "CTR-05")
def test_anything_else_waits_three_working_days_for_the_department():
    the_fund_bank()
    home, zhao = a_home(), signed_in(ZHAO)
    addition = add(zhao, wanted=home.contract_no)
    unknown = add(zhao, wanted="XF99999999")
    assert {addition.status, unknown.status} == {AdditionStatus.WAITING}
    assert add(zhao, wanted=f"{home.contract_no.lower()} ") == addition
    assert list(queries.additions_to_review(REVIEWER)) == [addition, unknown]
    assert not queries.additions_to_review(zhao).exists()
    assert not queries.is_overdue(addition)
    assert (addition.review_by - clock.today()).days >= 3
    advance_clock(days=30, by=CLOCK)
    assert queries.is_overdue(addition)
    actions.approve_addition(
        addition_id=addition.pk, dwelling_id=home.pk, owners=[ZHAO], opinion="证件相符", by=REVIEWER
    )
    decided = fresh(addition)
    assert (decided.status, decided.decided_by) == (AdditionStatus.ADDED, "li.na")
    assert [account.dwelling_id for account in queries.homes_of(zhao)] == [home.pk]
    assert [owner.name for owner in homes.owners_now(home)] == ["赵六"]
    actions.reject_addition(addition_id=unknown.pk, opinion="查无此合同", by=REVIEWER)
    assert fresh(unknown).status == AdditionStatus.REJECTED
    told = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert told == ["fund_home_added", "fund_home_rejected"]
    assert add(zhao, wanted="XF99999999") != unknown


@pytest.mark.covers("OWN-13")
def test_documents_prove_a_home_without_a_number():
    wang = signed_in(WANG)
    paper = store_file(name="购房合同.png", content=PNG, allowed=ATTACHMENT, by=wang)
    stated = {"way": Way.DOCUMENTS, "wanted": "朝阳区望京花园1号楼301室"}
    assert refusal(add, by=wang, **stated) == "documents_missing"
    addition = add(wang, **stated, documents=[paper, paper])
    (document,) = queries.addition_documents_seen_by(REVIEWER)
    assert (document.addition, document.file_id) == (addition, paper)
    assert list(queries.addition_documents_seen_by(wang)) == [document]
    assert not queries.addition_documents_seen_by(signed_in(ZHAO)).exists()


@pytest.mark.covers("CTR-05")
def test_a_department_sees_its_own_district():
    wang = signed_in(WANG)
    here, there = add(wang, wanted="A1"), add(wang, wanted="A2", district="110108")
    user = people.record_staff(
        username="li.na", name="李娜", password="x", powers=[Power.FUND_REVIEW], by=CLOCK
    )
    root = people.record_staff(
        username="root",
        name="管理员",
        password="x",
        powers=[Power.USER_KEEP],
        office=Office.CENTRE,
        by=CLOCK,
    )
    keeper = Actor("root", "centre", frozenset({Power.USER_KEEP}), staff_id=root.pk)
    people.place_at_department(member_id=user.pk, district="110108", by=keeper)
    reviewer = Actor("li.na", "centre", frozenset({Power.FUND_REVIEW}), staff_id=user.pk)
    assert list(queries.additions_to_review(reviewer)) == [there]
    assert list(queries.additions_to_review(REVIEWER)) == [here, there]
    with pytest.raises(Broken):
        actions.reject_addition(addition_id=here.pk, opinion="不符", by=reviewer)
    nowhere = {"member_id": user.pk, "district": "999999", "by": keeper}
    assert refusal(people.place_at_department, **nowhere) == "no_department"


def test_what_cannot_be_added_is_refused():
    the_fund_bank()
    home, wang, zhao = a_home(), signed_in(WANG), signed_in(ZHAO)
    assert refusal(add, by=wang, wanted=" ") == "wanted_missing"
    assert refusal(add, by=wang, wanted="A1", district="") == "district_missing"
    assert refusal(add, by=wang, wanted=home.contract_no, district="110108") == "other_district"
    assert not Addition.objects.exists()
    addition = add(zhao, wanted=home.contract_no)
    deciding = {"addition_id": addition.pk, "dwelling_id": home.pk, "opinion": "相符"}
    assert refusal(actions.approve_addition, owners=[], by=zhao, **deciding) == "power_missing"
    for owners in ([], [WANG]):
        refused = refusal(actions.approve_addition, owners=owners, by=REVIEWER, **deciding)
        assert refused == "applicant_missing"
    silent = {"addition_id": addition.pk, "by": REVIEWER}
    assert refusal(actions.reject_addition, opinion=" ", **silent) == "opinion_missing"
    actions.reject_addition(opinion="不符", **silent)
    assert refusal(actions.reject_addition, opinion="不符", **silent) == "decided_before"
