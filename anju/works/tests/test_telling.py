"""Every owner whose home shares an order is told of it, and of what becomes of their money. (BEY-02)"""

import pytest

from anju.core.actors import CLOCK
from anju.fund.tests.world import WANG, ZHAO, signed_in
from anju.notices import queries as notice_queries
from anju.notices.models import Notice
from anju.notices.rules import TEMPLATES
from anju.works import actions, jobs, queries
from anju.works.models import Telling
from anju.works.rules import Event
from anju.works.tests import world as works
from anju.works.tests.world import APPROVER, REVIEWER, a_community, an_owner, settled_for

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02")]


@pytest.fixture
def known(db):
    """王五 owns two homes, 王五 and 赵六 own a third together, two are of owners whom we don't know, one is unsold."""
    for owner in (WANG, ZHAO):
        signed_in(owner)
    return a_community([WANG, WANG, (WANG, ZHAO), an_owner(1), an_owner(2), None])


def told(kind: str) -> list[tuple[str, dict[str, str]]]:
    found = Notice.objects.filter(kind=kind).order_by("pk")
    return [(one.person.name if one.person else one.organisation.name, one.facts) for one in found]


def tell() -> None:
    jobs.tell_of_works(0)


def test_after_the_submission_every_counted_owner_is_told_once_of_all_their_homes(known):
    order, _by = works.a_submitted_order(known)
    tell()
    tell()
    shares = {one.dwelling_id: one.share_fen for one in queries.shares_of(order)}
    first, second, both, *_others, unsold = sorted(shares)
    by_name = {name: facts["share"] for name, facts in told("works_submitted")}
    assert set(by_name) == {"王五", "赵六", "北京望京房地产开发有限公司"}
    assert len(told("works_submitted")) == 3
    yuan = "{:,.2f}".format
    assert by_name["王五"] == yuan(sum(shares[pk] for pk in (first, second, both)) / 100)
    assert by_name["赵六"] == yuan(shares[both] / 100)
    assert by_name["北京望京房地产开发有限公司"] == yuan(shares[unsold] / 100)
    [link] = {facts["link"] for _name, facts in told("works_submitted")}
    assert link.endswith(f"/owner/works/{order.no}")
    assert Telling.objects.get().done_at is not None


def test_what_is_sent_names_nobody_and_no_home_in_both_languages(known):
    order, _by = works.a_submitted_order(known)
    tell()
    person_id = signed_in(WANG).person_id
    notice = Notice.objects.get(kind="works_submitted", person=person_id)
    text = notice_queries.message(notice.pk).text
    assert order.title in text and "100,000.00元" in text and "批准前不动您的钱" in text
    assert "王五" not in text and known.name not in text and "室" not in text
    english = TEMPLATES["works_submitted"].en.format(**notice.facts)
    assert "Owners vote first" in english and "100,000.00 yuan" in english


def test_an_emergency_is_told_as_one(known):
    works.a_submitted_order(known, kind="emergency", emergency="EM2")
    tell()
    assert len(told("works_emergency")) == 3 and told("works_submitted") == []


def test_owners_are_told_of_the_approval_the_settlement_and_the_end(known):
    community = a_community([WANG, *map(an_owner, range(4))])
    signed_in(WANG)
    order, by = works.an_approved_order(community)
    settlement = settled_for(order, 90_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    tell()
    [(_name, approved)], [(_same, settled)] = told("works_approved"), told("works_settled")
    assert (settled["total"], settled["share"]) == ("90,000.00", "15,342.86")
    assert order.title == approved["title"]

    other, _by = works.an_approved_order(a_community([WANG, *map(an_owner, range(4))]))
    actions.withdraw_approval(order_id=other.pk, because="材料有误", by=APPROVER)
    tell()
    assert [facts["title"] for _name, facts in told("works_released")] == [other.title]


def test_only_who_owes_is_asked_to_pay(known):
    community = a_community([WANG, *map(an_owner, range(4))], 17_000_00)
    signed_in(WANG)
    order, by = works.a_submitted_order(community)
    actions.demand_shares(order_id=order.pk, by=by)
    tell()
    assert [(name, facts["owed"]) for name, facts in told("works_asked")] == [("王五", "47.62")]


def test_many_owners_are_told_some_at_a_time_and_nobody_twice(known, monkeypatch):
    monkeypatch.setattr("anju.works.actions.telling.TOLD_AT_ONCE", 1)
    works.a_submitted_order(known)
    [telling_id] = queries.tellings_to_do()
    rounds = 0
    while actions.tell_owners(telling_id=telling_id, by=CLOCK):
        rounds += 1
    assert rounds == 4 and len(told("works_submitted")) == 3
    assert not actions.tell_owners(telling_id=telling_id, by=CLOCK)


def test_there_are_words_for_every_event():
    assert {f"works_{event}" for event in Event} <= set(TEMPLATES)
