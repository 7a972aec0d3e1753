"""Somebody else's thing is not there: 404, written down, and nothing changes.

The addresses come from the URL patterns: every one with a record in it is asked, and a new kind of record in an address
fails here until `THINGS` has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from anju.certificates import actions as certificates
from anju.contracts.models import Lease
from anju.contracts.queries import bills_of
from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import AccessRefused, ClockOffset
from anju.filings.tests.amending import a_change, a_filed
from anju.homes.tests.asking import an_enterprise
from anju.orders.tests.files import uploaded
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import Capacity
from anju.refunds.models import Case, Portion
from anju.refunds.tests.endings import a_dispute, a_held_lease
from anju.refunds.tests.refund_files import refunds_uploaded
from anju.signings.tests.signing import a_sent, a_signed
from anju.tests.custody_world import a_release
from anju.tests.pages import Pages
from anju.tests.patterns import Pattern, all_patterns
from anju.tests.renewals import a_carry_over, a_renewal
from anju.tests.source import OURS
from anju.tests.walks.refunds import a_settlement
from anju.tests.world import (
    LI_SI,
    a_credit,
    a_lease,
    a_paying_order,
    a_paying_order_on_behalf,
    an_order,
    an_order_on_behalf,
    book,
    enterprise_of,
    tenant_of,
)
from anju.web.converters import (
    AmendmentId,
    ApiKeyId,
    AttachmentId,
    CarryOverId,
    CaseId,
    CertificateNo,
    ContractNo,
    DeliveryId,
    FilingNo,
    ItemId,
    OfferId,
    OrderNo,
    PortionId,
    RefundUploadId,
    ReleaseNo,
    SubscriptionId,
)
from anju.webhooks import actions as webhooks

pytestmark = pytest.mark.django_db
PORTALS = ("tenant_web", "tenant_mobile", "enterprise")
LESSOR = ("京华青年住房租赁有限公司", "91110108MA01A0002G")
OTHER = ("安家租赁有限公司", "91110108MA01ABCD5T")
GUESSED = {
    FilingNo: "BA11010520269999999",
    OrderNo: "9" * 22,
    ReleaseNo: "H" + "9" * 20,
    ContractNo: "ZL" + "9" * 20,
    CertificateNo: "TG" + "9" * 22,
    **dict.fromkeys(
        (
            IntConverter,
            AmendmentId,
            CarryOverId,
            CaseId,
            ItemId,
            OfferId,
            PortionId,
            AttachmentId,
            RefundUploadId,
            ApiKeyId,
            SubscriptionId,
            DeliveryId,
        ),
        "999999999",
    ),
}


@dataclass(frozen=True)
class World:
    """张三's lease with a thing of every kind, and what somebody would have to send to do something to them."""

    lease: Lease
    of_tenant: dict[type, list[str]]
    of_enterprise: dict[type, list[str]]
    posted: dict[str, Any]

    def things(self, portal: str) -> dict[type, list[str]]:
        return self.of_enterprise if portal == "enterprise" else self.of_tenant


@pytest.fixture
def world(settings) -> World:
    settings.MOVABLE_CLOCK = True
    lease = a_lease(filing_no="BA11010520260000017", enterprise=LESSOR)
    paid = a_paying_order(lease, kinds="deposit")
    a_credit(paid)
    book()
    by, today = tenant_of(lease), clock.today()
    proof = certificates.issue_proof_of_deposit(lease_id=lease.pk, language="zh-hans", by=by)
    statement = certificates.issue_statement(
        lease_id=lease.pk, from_on=today, to_on=today, language="zh-hans", by=by
    )
    awaiting = an_order(lease, "first")
    paying = a_paying_order(a_lease(filing_no="BA-ZHANG-0002", enterprise=LESSOR), "alipay")
    ended = a_dispute(a_held_lease(enterprise=LESSOR), agreed="100.00")
    let, let_too = a_lease(enterprise=LESSOR), a_lease(enterprise=LESSOR)
    return World(
        lease,
        {
            OrderNo: [awaiting.no, paying.no, paid.no],
            CertificateNo: [statement.no, proof.no],
            ContractNo: [a_sent().no, a_signed(number=2).no],
            **things_in_dispute(),
            **things_to_consent(),
        },
        {
            FilingNo: [lease.filing_no],
            OrderNo: [an_order_on_behalf(let).no, a_paying_order_on_behalf(let_too).no],
            ReleaseNo: [a_release(LESSOR).no],
            IntConverter: [uploaded(enterprise_of(let), [let.filing_no, "押金", "", ""]).pk],
            **of_the_end(ended),
            **of_programs(lease),
        },
        {
            "bills": [bill.pk for bill in bills_of(lease)],
            "channel": "bank_transfer",
            "from_on": today.isoformat(),
            "to_on": today.isoformat(),
            "language": "zh-hans",
        },
    )


def of_the_end(ended: Case) -> dict[type, list[str]]:
    """A dispute with its payments, its evidence, and a file of such ends."""
    return {
        CaseId: [ended.pk],
        PortionId: list(ended.portions.values_list("pk", flat=True)),
        AttachmentId: list(ended.attachments.values_list("pk", flat=True)),
        RefundUploadId: [refunds_uploaded(enterprise_of(ended.lease), ["BA-NOT-OURS-1"]).pk],
    }


def of_programs(lease: Lease) -> dict[type, list[str]]:
    """A key of the enterprise's, where it is told of events, and one that is on its way."""
    by = enterprise_of(lease)
    people.issue_key_for_organisation(name="租务系统", scopes=["lease.read"], by=by)
    one = webhooks.subscribe(url="https://erp.example/", events=["lease.filed"], by=by)
    return {
        ApiKeyId: [people_queries.keys_of(by).get().pk],
        SubscriptionId: [one.pk],
        DeliveryId: [webhooks.send_test_event(subscription_id=one.pk, by=by).pk],
    }


def things_in_dispute() -> dict[type, list[str]]:
    """Of another lease of 张三's that has ended, and about which is quarrelled."""
    case = a_dispute(a_held_lease(filing_no="BA-ZHANG-0003", enterprise=LESSOR))
    item, offer, attachment = a_settlement(case)
    return {
        ItemId: [item.pk],
        OfferId: [offer.pk],
        PortionId: [Portion.objects.get(case=case).pk],
        AttachmentId: [attachment.pk],
        FilingNo: [case.lease.filing_no],
    }


def things_to_consent() -> dict[type, list[str]]:
    """A change of one of 张三's leases, and a deposit that is to go over into another."""
    landlord = an_enterprise(2)
    old = a_held_lease(filing_no="BA-ZHANG-0004", enterprise=LESSOR)
    renewal = a_renewal(old, enterprise=LESSOR, filing_no="BA-ZHANG-0005")
    return {
        AmendmentId: [a_change(a_filed(landlord, number=3), landlord).pk],
        CarryOverId: [a_carry_over(old, renewal).pk],
    }


def patterns(portal: str) -> list[Pattern]:
    found = [one for one in all_patterns() if one.portal == portal and one.converters]
    assert found
    return found


def addresses(portal: str, things: dict[type, list[str]]) -> Iterator[tuple[Pattern, str]]:
    """Every address with a record in it; a kind that `things` lacks is a KeyError: add one."""
    for one in patterns(portal):
        [(argument, converter)] = one.converters.items()
        for no in things[type(converter)]:
            yield one, reverse(one.name, kwargs={argument: no})


def strangers(portal: str, lease: Lease) -> dict[str, Client]:
    """Who has no business with 张三's lease behind this portal's door. All of them have accepted the notice."""
    own = a_lease(filing_no="BA-STRANGER-01", tenants=(LI_SI,), enterprise=OTHER)
    company = TenantTerms("北京某某科技有限公司", "13800000003", uscc="91110000100017643K")
    rented = a_lease(filing_no="BA-STRANGER-02", tenants=(company,), enterprise=OTHER)
    lets_and_rents = TenantTerms(LESSOR[0], "13800000004", uscc=LESSOR[1])
    a_lease(filing_no="BA-STRANGER-03", tenants=(lets_and_rents,), enterprise=OTHER)
    a_person, tenant = own.tenants.get().person, lease.tenants.get().person
    if portal == "enterprise":
        return {
            "a person": signed_in(a_person),
            "the tenant, a person": signed_in(tenant),
            "another enterprise": signed_in(own.enterprise),
        }
    other_lease = a_lease(filing_no="BA-STRANGER-04")
    by_hand_over = signed_in(tenant)
    session = by_hand_over.session
    session["only_lease_id"] = other_lease.pk
    session.save()
    return {
        "a person": signed_in(a_person),
        "another organisation": signed_in(rented.tenants.get().organisation),
        "the enterprise itself, as a tenant elsewhere": signed_in(
            lease.enterprise, capacity=Capacity.TENANT
        ),
        "the tenant himself, handed over for another lease": by_hand_over,
    }


def signed_in(who: Any, **terms: Any) -> Client:
    """A plain client: that the page 404 is sound is tested elsewhere, and this one is answered it often."""
    pages, plain = Pages(), Client()
    pages.sign_in_as(who, **terms)
    plain.cookies = pages.cookies
    return plain


def ask(pages: Client, method: str, address: str, posted: dict[str, Any]) -> int:
    advance_clock(seconds=4, by=CLOCK)  # slowly enough that every one is written down
    response = pages.get(address) if method == "GET" else pages.post(address, posted)
    return response.status_code


def everything() -> dict[str, str]:
    """A digest of each table, but for the log itself and the clock that the test moves."""
    digests = {}
    with connection.cursor() as cursor:
        for model in OURS:
            if model not in (AccessRefused, ClockOffset):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"
                )
                digests[table] = cursor.fetchone()[0]
    return digests


@pytest.mark.parametrize("portal", PORTALS)
def test_somebody_elses_thing_is_not_there_and_who_asks_is_written_down(portal, world, caplog):
    visitors, before = strangers(portal, world.lease), everything()
    for who, pages in visitors.items():
        for one, address in addresses(portal, world.things(portal)):
            for method in one.methods:
                status, last = (
                    ask(pages, method, address, world.posted),
                    AccessRefused.objects.last(),
                )

                assert status == 404, f"{who}: {method} {address}"
                assert last is not None
                assert (last.method, last.path, last.view_name) == (method, address, one.name)
                assert last.ip == "127.0.0.1"
                assert last.actor.startswith(("person ", "organisation "))

    assert everything() == before
    told = [one.getMessage() for one in caplog.records if one.name == "anju.access"]
    assert len(told) == AccessRefused.objects.count()
    assert f"{last.actor} was refused {last.method} {last.path}" == told[-1]


@pytest.mark.parametrize("portal", PORTALS)
def test_the_same_things_are_there_for_those_whose_they_are(portal, world):
    """Otherwise the test above would prove nothing."""
    is_enterprise = portal == "enterprise"
    owner = signed_in(world.lease.enterprise if is_enterprise else world.lease.tenants.get().person)
    for one, address in addresses(portal, world.things(portal)):
        if "GET" in one.methods and not address.endswith(".xlsx"):
            assert owner.get(address).status_code in (200, 302), address
    assert AccessRefused.objects.count() == 0


@pytest.mark.parametrize("portal", PORTALS)
def test_what_is_guessed_is_not_there_either_and_written_down(portal, world):
    is_enterprise = portal == "enterprise"
    owner = signed_in(world.lease.enterprise if is_enterprise else world.lease.tenants.get().person)
    before, asked = everything(), 0
    for one, address in addresses(portal, {kind: [no] for kind, no in GUESSED.items()}):
        for method in one.methods:
            assert ask(owner, method, address, world.posted) == 404, f"{method} {address}"
            asked += 1

    assert AccessRefused.objects.count() == asked > 0
    assert everything() == before


def test_an_organisation_in_its_other_capacity_is_sent_to_change_it_and_shown_nothing(world):
    a_lease(
        filing_no="BA-STRANGER-03",
        tenants=(TenantTerms(LESSOR[0], "13800000004", uscc=LESSOR[1]),),
        enterprise=OTHER,
    )
    for capacity, portal in ((Capacity.TENANT, "enterprise"), (Capacity.ENTERPRISE, "tenant_web")):
        pages = signed_in(world.lease.enterprise, capacity=capacity)
        before = everything()
        for one, address in addresses(portal, world.things(portal)):
            for method in one.methods:
                response = (
                    pages.get(address) if method == "GET" else pages.post(address, world.posted)
                )
                assert response["Location"].startswith("/capacity"), address
        assert everything() == before


def test_what_is_no_record_is_not_written_down(pages, world):
    for address in ("/no/such/page", "/sitemap.xml", "/static/no.css", "/tenant/orders/1"):
        assert pages.get(address).status_code == 404
        assert signed_in(world.lease.tenants.get().person).get(address).status_code == 404
    pages.get(reverse("public:certificate", args=["TG" + "9" * 22]))  # by nobody

    assert AccessRefused.objects.count() == 0


def test_a_ticket_that_opens_nothing_is_written_down_without_the_ticket(pages, caplog):
    assert pages.get("/enter/guessed-at-random").status_code == 404

    refused = AccessRefused.objects.get()
    assert (refused.actor, refused.view_name) == ("nobody", "sign_in:enter")
    [told] = [one.getMessage() for one in caplog.records if one.name == "anju.access"]
    assert "guessed" not in refused.path + told


def test_staff_are_written_down_too(pages):
    pages.as_staff("bank.read")
    assert pages.get("/centre/entries/999999").status_code == 404

    refused = AccessRefused.objects.get()
    assert (refused.actor, refused.portal) == ("wang.min", "centre")
