"""The owner's portal: somebody else's home is not there, nor what was deposited for it. (SEC-02)

The addresses come from the URL patterns; a new kind of record in them fails here until `things` names it. What
快速交存 shows is opened by number and name alone, for whoever has just given them; 楼幢公示 is for anybody.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from anju.certificates import actions as certificates
from anju.core.actions import store_file
from anju.core.files import ATTACHMENT
from anju.core.models import AccessRefused
from anju.core.tests.test_files import a_pdf
from anju.fund import actions, queries
from anju.fund.tests.world import WANG, ZHAO, an_account, signed_in
from anju.people.models import Person
from anju.portals.owner.converters import (
    AdditionNo,
    DepositNo,
    DocumentId,
    DwellingId,
    MovementKey,
    OrderNo,
    OwnBuildingId,
    OwnVoteId,
    PaperId,
    RefundNo,
)
from anju.portals.owner.tests.repairs import a_building_with
from anju.portals.owner.tests.things import (
    Homes,
    a_refund_of,
    acting,
    homes_in_every_state,
    the_platform_issues,
)
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.test_strangers import ask, everything
from anju.tests.world import a_lease
from anju.votes.tests.world import an_open_vote
from anju.web.converters import CertificateNo
from anju.works.tests import world as works

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-02")]
GUESSED = {
    DwellingId: ["999999999"],
    DepositNo: ["WX" + "9" * 19],
    AdditionNo: ["ZC" + "9" * 19],
    DocumentId: ["999999999"],
    CertificateNo: ["ZM" + "9" * 22],
    MovementKey: [(999999999, 1)],
    RefundNo: ["TK" + "9" * 19],
    OwnVoteId: ["999999999"],
    OrderNo: ["RW" + "9" * 19],
    OwnBuildingId: ["999999999"],
    PaperId: ["999999999"],
}


FOR_ANYBODY = ("owner:quick", "owner:building")


@pytest.fixture
def homes(settings) -> Homes:
    settings.MOVABLE_CLOCK = True
    return homes_in_every_state(an_account())


@pytest.fixture
def things(homes: Homes) -> dict[type, list[Any]]:
    """Of 王五's: a thing of every kind that stands in an address."""
    by = acting(owner_of(homes))
    file_id = store_file(name="合同.pdf", content=a_pdf(), allowed=ATTACHMENT, by=by)
    addition = actions.add_home(
        way="documents",
        wanted="某路1号院2号楼301室",
        district="110105",
        phone="13800000001",
        documents=[file_id],
        by=by,
    )
    actions.request_receipt(deposit_id=homes.deposits[0].pk, by=by)
    the_platform_issues(homes.deposits[0])
    proof = certificates.issue_proof_of_full_payment(
        account_id=homes.holding.pk, language="zh-hans", by=by
    )
    line = queries.movements(homes.low)[0].id
    refund = a_refund_of(homes.low)
    order, _company = works.a_settled_order(a_building_with(WANG), 90_000_00)
    return {
        DwellingId: [homes.owing.dwelling_id, homes.low.dwelling_id],
        DepositNo: [homes.deposits[0].no],
        AdditionNo: [addition.no],
        DocumentId: [addition.documents.get().pk],
        CertificateNo: [proof.no],
        MovementKey: [(homes.low.dwelling_id, line)],
        RefundNo: [refund.no],
        OwnVoteId: [an_open_vote(WANG).pk],
        OrderNo: [order.no],
        OwnBuildingId: [order.community.buildings.get().pk],
        PaperId: [order.papers.filter(is_public=True).first().pk],
    }


def owner_of(homes: Homes) -> Person:
    return Person.objects.get(pk=signed_in(WANG).person_id)


def client_of(person: Any, **session: Any) -> Client:
    pages, plain = Pages(), Client()
    pages.sign_in_as(person)
    plain.cookies = pages.cookies
    kept = plain.session
    kept.update(session)
    kept.save()
    return plain


def addresses(things: dict[type, list[Any]]) -> Iterator[tuple[Pattern, str]]:
    for one in all_patterns():
        if one.portal != "owner" or not one.converters or one.name.startswith(FOR_ANYBODY):
            continue
        [(argument, converter)] = one.converters.items()
        for no in things[type(converter)]:
            yield one, reverse(one.name, kwargs={argument: no})


def test_somebody_elses_home_is_not_there_and_who_asks_is_written_down(homes, things):
    another = Person.objects.get(pk=signed_in(ZHAO).person_id)
    an_account(owners=(ZHAO,), room="909")
    stranger, before, asked = client_of(another), everything(), 0
    for one, address in addresses(things):
        for method in one.methods:
            assert ask(stranger, method, address, {"channel": "alipay"}) == 404, address
            last = AccessRefused.objects.last()
            assert last is not None
            assert (last.method, last.path, last.view_name) == (method, address, one.name)
            asked += 1

    assert AccessRefused.objects.count() == asked > 20
    assert everything() == before


def test_the_same_things_are_there_for_their_owner(homes, things):
    """Otherwise the test above would prove nothing."""
    owner = client_of(owner_of(homes))
    for one, address in addresses(things):
        if "GET" in one.methods:
            assert owner.get(address).status_code in (200, 302), address
    assert AccessRefused.objects.count() == 0


def test_what_is_guessed_is_not_there_either(homes, things):
    owner = client_of(owner_of(homes))
    for one, address in addresses(GUESSED):
        for method in one.methods:
            assert ask(owner, method, address, {"channel": "alipay"}) == 404, address


def test_who_came_for_one_lease_only_signs_in_first(homes, things):
    """The owner, handed over by the rental platform: that proves a lease and nothing else. (NET-01)"""
    handed_over = client_of(owner_of(homes), only_lease_id=a_lease().pk)
    for _one, address in addresses(things):
        response = handed_over.get(address)
        assert response.status_code in (302, 405), address
        if response.status_code == 302:
            assert response["Location"].startswith("/sign-in/start?next=%2Fowner%2F")
