"""The tenant's portal, on the web and on the phone: the same pages in the same states, under two namespaces."""

from functools import partial

from django.urls import reverse
from playwright.sync_api import Page

from anju.certificates import actions as certificates
from anju.contracts.models import Lease
from anju.contracts.queries import bills_of_leases
from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY, OUTSIDE
from anju.filings.tests.amending import a_change, a_filed, an_end
from anju.hand_overs.tests.announced import a_hand_over, by_platform
from anju.homes.tests.asking import an_enterprise
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.payments.rules import Opening
from anju.people import actions as people
from anju.refunds.tests.endings import ACCOUNT, a_held_lease
from anju.signings import actions as signings
from anju.signings.tests.signing import a_sent, a_signed
from anju.tests.pages import Pages
from anju.tests.patterns import all_patterns
from anju.tests.renewals import a_carry_over, a_renewal
from anju.tests.walks import Visit, Walk, presses, refunds, sends, visits
from anju.tests.walks.enterprise import LONG_NAME, USCC
from anju.tests.world import (
    LI_SI,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)
from anju.unclaimed import actions as unclaimed
from anju.unclaimed.tests.waiting import a_check_asked, a_refund_without_account
from anju.web.converters import CertificateNo, FilingNo, OrderNo

BILLS = "form:has([name=bills])"
PAY = "form:has([name=channel])"
WANG_WU = ("王五", "13800000005", "resident_id", "110101198501011239")
FOR_ORGANISATIONS = {"tenant_web:many"}


def orders_in_every_state() -> dict[str, Order]:
    """Named after what their payment page shows; `over` first, because the clock is moved for it."""
    made = {"over": a_paying_order(a_lease(filing_no="BA-STATE-0000"), "alipay")}
    advance_clock(seconds=181, by=CLOCK)
    leases = (a_lease(filing_no=f"BA-STATE-{number:04}") for number in range(1, 20))
    for state, channel in (("alipay_requested", "alipay"), ("transfer_requested", "bank_transfer")):
        lease = next(leases)
        order = an_order(lease)
        made[state] = orders.start_payment(order_id=order.pk, channel=channel, by=tenant_of(lease))
    made["alipay"] = a_paying_order(next(leases), "alipay")
    lease = next(leases)
    made["alipay_in_app"] = orders.start_payment(
        order_id=an_order(lease).pk, channel="alipay", opening=Opening.APP, by=tenant_of(lease)
    )
    made["transfer"] = a_paying_order(next(leases))
    made["paid"] = a_paying_order(next(leases), "alipay")
    a_notification(made["paid"])
    made["in_custody"] = a_paying_order(next(leases))
    a_credit(made["in_custody"])
    book()
    made["failed"] = a_paying_order(next(leases), "alipay")
    orders.payment_closed(
        payment_id=made["failed"].payment.pk, failed=True, because="余额不足", by=OUTSIDE
    )
    lease = next(leases)
    made["cancelled"] = an_order(lease)
    orders.cancel_order(order_id=made["cancelled"].pk, by=tenant_of(lease))
    made["awaiting"] = an_order(next(leases))
    return made


def walks(portal: str) -> list[Walk]:
    to = partial(address, portal)
    made = orders_in_every_state()
    lease = a_lease(filing_no="BA11010520260000017", tenants=(LI_SI,))
    for _each in range(21):  # more than one page of orders
        orders.cancel_order(order_id=an_order(lease, "deposit").pk, by=tenant_of(lease))
    a_tenant, another = Pages(), Pages()
    a_tenant.sign_in_as(made["awaiting"].lease.tenants.get().person)
    another.sign_in_as(lease.tenants.get().person)
    newcomer = Pages()
    newcomer.sign_in_as(a_newcomer())
    return [
        Walk(a_tenant, [*payments(to, made), *dialogs(to, portal, made), *lists(portal)]),
        Walk(a_tenant, records(portal, made)),
        Walk(another, [*visits(to("orders")), *choosing(to, lease.filing_no), *searches(portal)]),
        Walk(newcomer, lists(portal)),
        of_a_company(portal),
        only_one_lease(portal),
        *refunds.walks(portal),
        of_contracts(portal),
        of_unclaimed(portal),
    ]


def of_unclaimed(portal: str) -> Walk:
    """王五 is asked before one lease ends, has answered for another, and a refund waits for an account."""
    to, who = partial(address, portal), TenantTerms(*WANG_WU)
    answered = a_check_asked(filing_no="BA-CHECKED-0001", tenants=(who,))
    check = {"phone_is_right": True, "payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]}
    by_tenant = tenant_of(answered.lease)
    unclaimed.answer_check(check_id=answered.pk, by=by_tenant, **check)
    asked = a_check_asked(filing_no="BA-CHECKED-0002", tenants=(who,))
    a_refund_without_account(filing_no="BA-CHECKED-0003", tenants=(who,))
    by = Pages()
    by.sign_in_as(asked.person)
    one = to("contact_check", asked.pk)
    return Walk(
        by,
        [
            *visits(to("home"), to("unclaimed"), one, to("contact_check", answered.pk)),
            Visit(one, sends("form:has([name=phone])")),
        ],
    )


def of_contracts(portal: str) -> Walk:
    """A contract that waits for 张三's confirmation, one that he has signed, one that is to be revoked."""
    to, landlord = partial(address, portal), an_enterprise(1)
    to_sign, signed = a_sent(landlord), a_signed(landlord, number=2).no
    sent, terms = to_sign.no, f"terms={bytes(to_sign.terms_digest or b'').hex()}"
    asked = a_signed(landlord, number=3)
    signings.propose_revocation(contract_id=asked.pk, because="房屋另有安排", by=landlord)
    change, end = (
        handed_in(a_filed(landlord, number=number), landlord).pk
        for number, handed_in in ((4, a_change), (5, an_end))
    )
    held = a_held_lease(filing_no="BA-RENEWED-0001")
    over = a_carry_over(held, a_renewal(held)).pk
    by = Pages()
    by.sign_in_as(asked.tenants.get().person)
    return Walk(
        by,
        [
            *visits(*(to("amendment", pk) for pk in (change, end)), to("carry_over", over)),
            Visit(to("amendment_paper", change), is_file=True),
            *visits(to("home"), to("contracts"), *(to("contract", no) for no in (sent, signed))),
            *visits(to("contract", asked.no), to("contract_revoke", signed)),
            *visits(to("contract_confirm", sent, ask=terms), to("contract_decline", sent)),
            Visit(to("contract_confirm", sent, ask=terms), sends("form:has([name=code])")),
            Visit(to("contract_decline", sent), sends("form:has([name=because])")),
            Visit(to("contract_pdf", sent), is_file=True),
        ],
    )


def of_a_company(portal: str) -> Walk:
    """An organisation that rents 32 homes; an order for 30 of them waits, another is being transferred."""
    to, company = partial(address, portal), TenantTerms(LONG_NAME, "13800000003", uscc=USCC)
    leases = [a_lease(filing_no=f"BA-COMPANY-{n:04}", tenants=(company,)) for n in range(32)]
    awaiting, paying = of_leases(*leases[:30]), of_leases(*leases[30:])
    orders.start_payment(order_id=paying.pk, channel="bank_transfer", by=tenant_of(leases[0]))
    by = Pages()
    by.sign_in_as(leases[0].tenants.get().organisation)
    pages = [
        *visits(to("home"), to("leases"), to("orders"), to("all_bills"), to("choose", awaiting.no)),
        *visits(to("cancel", awaiting.no), to("payment", paying.no)),
        *visits(*(to(name, awaiting.no) for name in ("order", "order_bills"))),
    ]
    if portal == "tenant_web":
        many = to("many")
        pages += [*visits(many, f"{many}?bank=x"), Visit(many, sends(BILLS))]
    return Walk(by, pages)


def of_leases(*leases: Lease) -> Order:
    """One order for the deposits of these leases."""
    bills = bills_of_leases(leases).filter(kind="deposit")
    return orders.place_order(bill_ids=[bill.pk for bill in bills], by=tenant_of(leases[0]))


def only_one_lease(portal: str) -> Walk:
    """张三 comes from the rental platform, to one lease and without having signed in. (NET-01)"""
    lease = a_lease(filing_no="BA-HANDED-OVER-01")
    face = "mobile" if portal == "tenant_mobile" else "web"
    ticket, _hand_over = a_hand_over(by_platform(lease.filing_no, face=face))
    accepts_the_notice, by = Pages(), Pages()
    accepts_the_notice.sign_in_as(lease.tenants.get().person)
    by.post(reverse("sign_in:enter", args=[ticket]))
    return Walk(
        by, visits(*(address(portal, name) for name in ("home", "leases", "orders", "documents")))
    )


def address(portal: str, name: str, *args: object, ask: str = "") -> str:
    return reverse(f"{portal}:{name}", args=args) + (f"?{ask}" if ask else "")


def lists(portal: str) -> list[Visit]:
    """What has nothing in its address: everybody has these pages, with much on them or nothing."""
    return [
        page_or_file(reverse(one.name))
        for one in all_patterns()
        if one.portal == portal and "GET" in one.methods and not one.converters
        if one.name not in FOR_ORGANISATIONS
    ]


def page_or_file(address: str) -> Visit:
    return Visit(address, is_file=address.endswith((".pdf", ".xlsx", ".ics")))


def searches(portal: str) -> list[Visit]:
    """What is not found, and what can't be."""
    asked = {
        "leases": "filing_no=BA-NOT-MINE",
        "orders": "no=12",
        "all_bills": "status=x",
        "balances": "filing_no=1",
    }
    there = {one.name for one in all_patterns()}
    return [
        Visit(address(portal, name, ask=ask))
        for name, ask in asked.items()
        if f"{portal}:{name}" in there
    ]


def payments(to, made: dict[str, Order]) -> list[Visit]:
    """The payment page in each of its faces; those that end soon come first."""
    states = dict.fromkeys(["alipay", "alipay_requested", *made])
    found = [Visit(to("payment", made[state].no)) for state in states if state != "awaiting"]
    return [
        *found,
        Visit(to("payment", made["transfer"].no, ask="confirm=1")),
        Visit(to("choose", made["awaiting"].no)),
        Visit(to("choose", made["awaiting"].no), sends(PAY)),
        Visit(to("cancel", made["awaiting"].no)),
    ]


def dialogs(to, portal: str, made: dict[str, Order]) -> list[Visit]:
    if portal == "tenant_web":
        return [
            Visit(to("payment", made["transfer"].no), presses("[data-opens]")),
            Visit(to("orders"), presses("[data-opens]")),
        ]
    return [
        Visit(to("choose", made["awaiting"].no), presses("[data-opens=pay-sheet]")),
        Visit(to("order", made["awaiting"].no), presses("[data-opens^=cancel]")),
    ]


def records(portal: str, made: dict[str, Order]) -> list[Visit]:
    """Every page about a lease, an order or a paper: each address that has one in it."""
    lease, today = made["in_custody"].lease, clock.today()
    by = tenant_of(lease)
    proof = certificates.issue_proof_of_deposit(lease_id=lease.pk, language="zh-hans", by=by)
    statement = certificates.issue_statement(
        lease_id=lease.pk, from_on=today, to_on=today, language="en", by=by
    )
    numbers = {
        FilingNo: [lease.filing_no, made["failed"].lease.filing_no],
        OrderNo: [made[state].no for state in ("in_custody", "awaiting", "transfer", "failed")],
        CertificateNo: [statement.no, proof.no],
    }
    found = []
    for one in all_patterns():
        if one.portal != portal or "GET" not in one.methods or not one.converters:
            continue
        if one.name.partition(":")[2] in ("choose", "payment", "cancel"):  # see `payments`
            continue
        if "refund" in one.name:  # see `refunds.walks`
            continue
        [converter] = one.converters.values()
        if type(converter) not in numbers:  # see `of_contracts`
            continue
        addresses = [page_or_file(reverse(one.name, args=[no])) for no in numbers[type(converter)]]
        found += addresses[:1] if addresses[0].is_file else addresses
    form = reverse(f"{portal}:statement", args=[lease.filing_no])
    return [*found, Visit(form, asks_for_no_day)]


def asks_for_no_day(page: Page) -> None:
    page.locator("[name=from_on]").fill("")
    sends("form:has([name=from_on])")(page)


def choosing(to, filing_no: str) -> list[Visit]:
    bills = to("bills", filing_no)
    return [
        *visits(bills, f"{bills}?kind=x", to("leases", ask=f"filing_no={filing_no}")),
        Visit(bills, sends(BILLS)),
    ]


def a_newcomer():
    return people.sign_in_person(
        subject="newcomer",
        name="王五",
        id_type="resident_id",
        id_number="110101199003078865",
        phone="13800000009",
        level=3,
        by=NOBODY,
    )
