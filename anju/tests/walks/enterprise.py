"""The portal of the enterprises, walked by one with a long name that is a tenant elsewhere."""

from datetime import date

from django.urls import reverse

from anju.clients.webhooks import Sent
from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.custody import actions
from anju.custody.models import SettlementAccount
from anju.orders.models import BillUpload, Order
from anju.orders.tests.files import uploaded
from anju.oversight import actions as oversight
from anju.oversight.tests.worrying import KEEPER, a_watched, answerer
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.models import Organisation
from anju.people.rules import OF_ENTERPRISES, Capacity
from anju.tests.custody_world import an_account, paid_in, released, the_bank_refuses
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, ends_of_leases, presses, sends, visits
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    a_paying_order_on_behalf,
    an_order_on_behalf,
    book,
    enterprise_of,
)
from anju.webhooks import actions as webhooks
from anju.webhooks.models import Subscription
from anju.webhooks.rules import OFFERED

LONG_NAME = "北京京华青年住房租赁资产运营管理有限责任公司朝阳第二分公司"
USCC = "91110108MA01A0002G"


def company_that_also_rents() -> Organisation:
    a_lease(
        filing_no="BA-RENTED-0001",
        tenants=(TenantTerms(LONG_NAME, "13800000003", uscc=USCC),),
        enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"),
    )
    lease = a_lease(
        filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI), enterprise=(LONG_NAME, USCC)
    )
    company: Organisation = lease.enterprise
    return company


def walks() -> list[Walk]:
    company = company_that_also_rents()
    for number in range(21):
        a_lease(filing_no=f"BA-MORE-{number:05}", enterprise=(LONG_NAME, USCC))
    a_credit(a_paying_order(a_lease(filing_no="BA-PAID-00001", enterprise=(LONG_NAME, USCC))))
    let = [a_lease(filing_no=f"BA-LET-{n:05}", enterprise=(LONG_NAME, USCC)) for n in range(5)]
    paid = a_paying_order_on_behalf(*let[:2])
    a_credit(paid)
    book()
    orders = [an_order_on_behalf(let[2]), a_paying_order_on_behalf(let[3]), paid]
    rows = [[one.filing_no, "押金", "", "4000.00"] for one in let]
    upload = uploaded(enterprise_of(let[0]), *rows, ["BA-OTHERS-01", "租金", 1, "?"])
    by = Pages()
    by.sign_in_as(company, capacity=Capacity.ENTERPRISE)
    ends = ends_of_leases.visits_of((LONG_NAME, USCC), let[0])
    all_pages = pages() + of_orders(orders) + of_uploads(upload) + ends + of_warnings()
    all_pages += of_releases(company) + of_account() + of_programs(enterprise_of(let[0]))
    return [Walk(by, all_pages), *who_begins()]


def of_programs(by: Actor) -> list[Visit]:
    """Keys, one of them revoked; an address that answers and one that was paused; what was told, and what was not."""
    for name in ("租务系统", "财务系统"):
        people.issue_key_for_organisation(name=name, scopes=OF_ENTERPRISES, by=by)
    used, revoked = people_queries.keys_of(by)
    people.revoke_key(api_key_id=revoked.pk, by=by)
    call = {"method": "GET", "path": "/api/v1/leases", "answer": 429, "ip": "203.0.113.7"}
    people.record_api_call(api_key_id=used.pk, **call, by=OUTSIDE)
    one, paused = (
        webhooks.subscribe(url=f"https://erp.example/{name}", events=OFFERED, by=by)
        for name in ("events", "a-rather-long-address-of-an-enterprise-resource-planning-system")
    )
    told = webhooks.send_test_event(subscription_id=one.pk, by=by)
    sent = Sent(503, "Service Unavailable", "HTTP 503", "203.0.113.9", 120, True)
    webhooks.record_attempt(delivery_id=told.pk, sent=sent, by=CLOCK)
    webhooks.pause_subscription(subscription_id=paused.pk, by=by)
    by_itself = {"paused_because": "10秒内没有应答", "silent_since": clock.now()}
    Subscription.objects.filter(pk=paused.pk).update(**by_itself)
    found, new = reverse("enterprise:deliveries"), reverse("enterprise:new_key")
    subscribe = reverse("enterprise:subscribe")
    address = reverse("enterprise:subscription", args=[one.pk])
    return [
        *visits(reverse("enterprise:programs"), reverse("enterprise:key", args=[used.pk])),
        *visits(reverse("enterprise:key", args=[revoked.pk]), reverse("enterprise:calls"), new),
        *visits(reverse("enterprise:subscriptions"), subscribe, address, f"{address}/change"),
        *visits(reverse("enterprise:subscription", args=[paused.pk])),
        *visits(found, f"{found}?status=undelivered", f"{found}?event=nothing"),
        *visits(reverse("enterprise:delivery", args=[told.pk])),
        Visit(new, does=sends("main form[method=post]")),
        Visit(subscribe, does=sends("main form[method=post]")),
        Visit(reverse("enterprise:key", args=[used.pk]), does=presses("[data-opens=revoke]")),
        Visit(address, does=presses("[data-opens=rotate]")),
    ]


def of_warnings() -> list[Visit]:
    """Watched for a year's rent in advance; it has stated its side, and a person has answered."""
    warning = a_watched((LONG_NAME, USCC))
    stated = oversight.answer_warning(
        warning_id=warning.pk, text="按承租人要求一次收取，已存入监管账户", by=answerer(warning)
    )
    oversight.reply_to_answer(answer_id=stated.pk, reply="已核实", by=KEEPER)
    one, leases = (
        reverse(f"enterprise:{name}", args=[warning.pk]) for name in ("warning", "warning_findings")
    )
    return [
        *visits(reverse("enterprise:warnings"), one, f"{leases}?code=long_prepayment"),
        Visit(leases, leads_to=one),
        Visit(one, sends("form:has([name=text])")),
    ]


def pages() -> list[Visit]:
    leases, lease = reverse("enterprise:leases"), "enterprise:lease"
    return visits(
        leases,
        f"{leases}?filing_no=1",
        f"{leases}?filing_no=BA-NOT-OURS-1",
        reverse(lease, args=["BA11010520260000017"]),
        reverse(lease, args=["BA-PAID-00001"]),
    )


def of_orders(orders: list[Order]) -> list[Visit]:
    """An order that waits, one whose transfer is awaited, and one in custody; the lists they come from."""
    awaiting, paying, paid = (
        {
            name: reverse(f"enterprise:{name}", args=[order.no])
            for name in ("order", "choose", "payment", "cancel", "lines")
        }
        for order in orders
    )
    bills, found = reverse("enterprise:bills"), reverse("enterprise:orders")
    return [
        *visits(reverse("enterprise:home"), bills, f"{bills}?status=unpaid"),
        *visits(
            f"{bills}?status=in_order", f"{bills}?filing_no=1", f"{bills}?filing_no=BA-NOT-OURS-1"
        ),
        Visit(bills, does=sends("form[method=post]:has(.list-ticks)")),
        *visits(found, f"{found}?no=1", f"{found}?status=failed"),
        *visits(*(each["order"] for each in (awaiting, paying, paid))),
        *visits(awaiting["choose"], awaiting["cancel"], paying["payment"], paid["payment"]),
        Visit(paying["payment"], does=presses("[data-opens=transfer]")),
        Visit(paid["lines"], is_file=True),
        Visit(paid["cancel"], leads_to=paid["order"]),
    ]


def of_uploads(upload: BillUpload) -> list[Visit]:
    uploads, one = reverse("enterprise:uploads"), reverse("enterprise:upload", args=[upload.pk])
    return [
        *visits(uploads, one, f"{one}?outcome=payable", f"{one}?outcome=twice"),
        Visit(uploads, does=sends("form[enctype]")),
        Visit(reverse("enterprise:upload_result", args=[upload.pk]), is_file=True),
        Visit(reverse("enterprise:template"), is_file=True),
    ]


def of_releases(company: Organisation) -> list[Visit]:
    """Rent that was released and failed, some that waits because nothing goes to a doubtful account."""
    account = an_account(company.pk)
    paid_in(
        a_lease(
            filing_no="BA-RELEASED-1", enterprise=(LONG_NAME, USCC), starts_on=date(2025, 3, 31)
        ),
        on=date(2025, 3, 31),
    )
    releases = []
    for _ in range(3):
        releases = released(account.not_before or date(2025, 6, 30))
        the_bank_refuses(*releases)
        account.refresh_from_db()
        SettlementAccount.objects.filter(pk=account.pk).update(not_before=date(2025, 6, 30))
    found, no = reverse("enterprise:releases"), releases[0].no
    return [
        *visits(found, f"{found}?status=done", f"{found}?day_from=2025-02-30"),
        *visits(reverse("enterprise:release", args=[no])),
        *visits(reverse("enterprise:lease", args=["BA-RELEASED-1"])),
        Visit(reverse("enterprise:statement", args=[no]), is_file=True),
    ]


def of_account() -> list[Visit]:
    """A doubtful account, and a form that was sent empty."""
    account = reverse("enterprise:account")
    return [Visit(account), Visit(account, does=sends("form.narrow-form"))]


def who_begins() -> list[Walk]:
    """One enterprise to which nothing was released yet, and one whose account waits to be checked."""
    found = []
    for name, uscc in (
        ("北辰公寓有限公司", "91110108MA01ABCD5T"),
        ("安居租赁有限公司", "91110105MA00TE5T2T"),
    ):
        company, by = a_lease(enterprise=(name, uscc)).enterprise, Pages()
        by.sign_in_as(company, capacity=Capacity.ENTERPRISE)
        pages = visits(reverse("enterprise:releases"), reverse("enterprise:account"))
        found.append(Walk(by, pages))
    actions.propose_account(
        enterprise_id=company.pk,
        account_no="11001085900053000777",
        bank_name="中国建设银行北京分行",
        by=Actor("organisation", "enterprise", organisation_id=company.pk),
    )
    return found
