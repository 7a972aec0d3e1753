"""How the sample world comes about: through the product's own actions and the sandbox, so it is a state like any other.

Web, worker and sandbox must be running: payments are told by the banks and Alipay, and booked by the jobs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.contracts.terms import LeaseTerms
from anju.core.actors import Actor
from anju.core.money import plain_yuan
from anju.custody import actions as custody
from anju.fund.rules import Status as FundStatus
from anju.orders import actions as orders
from anju.orders import queries as order_queries
from anju.orders.rules import Status
from anju.payments import actions as payments
from anju.payments.rules import Business, Channel, PaymentStatus
from anju.people import actions as people
from anju.people.rules import Scope
from sample import (
    closings,
    communities,
    endings,
    enterprise,
    figures,
    fund,
    outside,
    owners,
    programs,
    refunded,
)
from sample.leases import as_filed, flats_paid_yesterday, flats_to_pay, lease
from sample.people import ANXIN, COMPANY, HOSPITAL, LEAVING, LI, OTHERS, WANG, ZHANG, ZHAO

if TYPE_CHECKING:
    from anju.contracts.models import Lease
    from anju.fund.models import Deposit
    from anju.orders.models import Order

PLATFORM = Actor("rental platform", "api")
SUPERVISOR = Actor("jianguan", "centre")
BANKS = (
    (
        "ccb",
        "中国建设银行",
        "中国建设银行北京住房基金支行",
        "11050160520000000017",
        "6217",
        {"alipay": "2021000000000001"},
        Business.CUSTODY,
    ),
    (
        "icbc",
        "中国工商银行",
        "中国工商银行北京公积金支行",
        "0200004119000000028",
        "6222",
        {"alipay": "2021000000000002"},
        Business.CUSTODY,
    ),
    (
        "bob",
        "北京银行",
        "北京银行营业部",
        "01090520500120109000009",
        "6229",
        {"alipay": "2021000000000003", "wechat": "1900000001"},
        Business.FUND,
    ),
)
KEPT_AS = {Business.CUSTODY: "北京市住房资金管理中心", Business.FUND: "北京市住宅专项维修资金专户"}
PAID_ORDERS = (
    5 + len(OTHERS) + 5 + 1 + 1 + len(LEAVING) + len(figures.WORKDAYS_PAID) + len(refunded.TOOK)
)
FUND_IS_PAID = (FundStatus.PAID, FundStatus.DEPOSITED)
PATIENCE = 180
"""Seconds we wait for the worker and the sandbox to do their part."""


def open_banks() -> None:
    for bank, bank_name, branch_name, account_no, prefix, merchants, business in BANKS:
        payments.open_bank_account(
            bank=bank,
            bank_name=bank_name,
            branch_name=branch_name,
            account_no=account_no,
            account_name=KEPT_AS[business],
            code_prefix=prefix,
            merchants=merchants,
            business=business,
            by=PLATFORM,
        )
    fund.bank_is_open()


def admit_platform() -> None:
    """The rental platform, which the sandbox plays, files leases with the key of this set-up."""
    key = os.environ.get("PLATFORM_API_KEY")
    if key:
        people.record_api_key(
            key=key, name="北京市房屋租赁服务平台", scopes=[Scope.LEASE_FILE], by=PLATFORM
        )


def weeks_before() -> None:
    """Five weeks of payments that the banks tell of on the first day, before any day is handed over."""
    weeks = [
        (start(Channel.BANK_TRANSFER, *file_all(figures.leases_of_day(ago))), ago)
        for ago in figures.WORKDAYS_PAID
    ]
    placed = [order for order, _ago in weeks]
    until(lambda: _no_code_missing(placed), "the worker to fetch the codes")
    figures.pay(weeks)
    until(lambda: _all_orders(placed, (Status.IN_CUSTODY,)), "five weeks to be booked")


def yesterday() -> None:
    """A day in the city: leases filed, most of them paid, some money astray; then the day is handed over."""
    by_bank = [
        file(lease([LI], rent=5200)),
        file(lease([COMPANY], enterprise=1, rent=6800, each=12)),
        *(
            file(lease([who], enterprise=n % 3, rent=3000 + 150 * n))
            for n, who in enumerate(OTHERS)
        ),
    ]
    by_alipay = [
        file(lease([ZHAO], enterprise=2, rent=4600)),
        *(
            file(lease([who], enterprise=(n + 1) % 3, rent=3500, each=1))
            for n, who in enumerate(OTHERS[:5])
        ),
    ]
    by_bank.append(file(lease([HOSPITAL], enterprise=1, rent=6200, number=501)))
    settlement_accounts(by_bank[0], by_alipay[0], by_bank[1])
    left = [
        file(lease([who], enterprise=2, rent=4000, starts_in=-60, number=530 + n))
        for n, who in enumerate(LEAVING[:-1])
    ]
    moved_out = file_all(refunded.leases())
    soon = lease([LEAVING[-1]], enterprise=2, rent=4000, starts_in=-70, months=3, number=540)
    by_bank += [*left, *moved_out, file(soon)]
    waiting = [start(Channel.BANK_TRANSFER, one) for one in by_bank]
    waiting += [start(Channel.ALIPAY, one) for one in by_alipay]
    waiting.append(start(Channel.BANK_TRANSFER, *file_all(flats_paid_yesterday())))
    let_yesterday = [
        file(lease([who], rent=4300, number=510 + n)) for n, who in enumerate(OTHERS[5:8])
    ]
    waiting.append(enterprise.pays_for(*let_yesterday))
    deposits = [*fund.deposits_are_begun(), *owners.deposits_are_begun()]
    until(
        lambda: _no_code_missing(waiting) and fund.have_codes(deposits),
        "the worker to fetch the codes",
    )
    pay(waiting)
    fund.pay(deposits)
    until(lambda: fund.are(deposits, *FUND_IS_PAID), "the deposits to be booked")
    until(
        lambda: _all_orders(waiting, (Status.PAID, Status.IN_CUSTODY)), "the payments to be booked"
    )
    end_leases(left)
    give_back(moved_out)
    if not _all_orders(waiting, (Status.IN_CUSTODY,)):
        money_astray(waiting[0])
        closings.the_bank_will_be_wrong()
        outside.hand_over_the_day()
    until(lambda: _all_orders(waiting, (Status.IN_CUSTODY,)), "Alipay's day to be settled")
    the_fund_goes_on(deposits)


def the_fund_goes_on(deposits: list[Deposit]) -> None:
    """One home has its receipt, one is measured anew, one is asked to deposit by a notice; then `owners`."""
    until(lambda: fund.are(deposits, FundStatus.DEPOSITED), "the fund's day to be settled")
    fund.receipt_is_asked_for(deposits[0])
    until(lambda: fund.has_its_receipt(deposits[0]), "the receipt platform")
    fund.is_measured()
    fund.notice_for_zhang()
    failing = owners.a_receipt_fails()
    until(lambda: owners.has_no_receipt(failing), "the receipt platform to refuse")
    owners.money_has_moved()
    owners.additions_are_asked_for()
    more, left = owners.deposits_voluntarily()
    until(lambda: fund.have_codes([more, left]), "the worker to fetch a code")
    fund.pay([more])
    until(lambda: fund.are([more], *FUND_IS_PAID), "a voluntary deposit to be booked")


def a_home_is_bought() -> Deposit:
    """Its owner pays the first deposit, and communities' earnings arrive, before the day is handed over."""
    deposit = communities.deposit_is_begun()
    until(lambda: fund.have_codes([deposit]), "the worker to fetch a code")
    fund.pay([deposit])
    if not communities.credits_have_arrived():
        communities.earnings_arrive()
    until(lambda: fund.are([deposit], *FUND_IS_PAID), "a deposit to be booked")
    return deposit


def staff_have_work(bought: Deposit) -> None:
    """What the fund's desk finds in the morning."""
    until(lambda: fund.are([bought], FundStatus.DEPOSITED), "the fund's day to be settled")
    until(communities.credits_have_arrived, "the communities' earnings")
    until(closings.yesterday_is_compared, "yesterday's statements to be compared")
    closings.an_entry_is_made()
    communities.wait_for_staff(bought)


def end_leases(left: list[Lease]) -> None:
    """Five tenants have moved out: three disputes, one who can't be paid under the filed name, one order to check."""
    until(lambda: endings.are_ended(left) or endings.are_held(left), "the money to come to rest")
    endings.open_cases(left)
    until(lambda: endings.wants_account(left[3]), "a payment that has no account")
    endings.apply_for_another_name(left[3])


def give_back(moved_out: list[Lease]) -> None:
    """Twelve homes were handed back in the last weeks; both sides agree, the banks are told to pay."""
    until(
        lambda: all(endings.are_held([one]) or refunded.has_ended(one) for one in moved_out),
        "the money to come to rest",
    )
    refunded.are_ended(moved_out)
    until(lambda: refunded.are_instructed(moved_out), "the worker to have refunds paid")
    refunded.are_given_to_the_banks(moved_out)


def board_is_counted() -> None:
    moved_out = refunded.known()
    until(lambda: refunded.are_paid(moved_out), "the banks to pay refunds")
    refunded.are_counted()


def today() -> None:
    """What is to be done now: bills to pay, a payment under way, one that waits for tomorrow's settlement."""
    programs.are_connected()
    programs.platforms_are_told()
    file(lease([ZHANG], rent=4000))
    file(lease([ZHANG], enterprise=1, rent=3600, each=12))
    file(lease([ZHANG, LI], enterprise=2, rent=7500, each=3))
    file(lease([WANG], enterprise=1, rent=4200, starts_in=-9))
    file(lease([COMPANY], enterprise=0, rent=5500, starts_in=3))
    in_transit = start(Channel.ALIPAY, file(lease([ZHAO], rent=3900)))
    file(lease([ANXIN], enterprise=1, rent=8800, each=3))
    file(lease([HOSPITAL], enterprise=0, rent=5900, starts_in=2, number=502))
    flats = file_all(flats_to_pay())
    start(Channel.BANK_TRANSFER, *flats[:36:3])
    let_today = [file(lease([who], rent=4500, number=520 + n)) for n, who in enumerate(OTHERS[:7])]
    enterprise.pays_for(*let_today[:2])
    enterprise.hands_in_a_file(*let_today[2:6])
    until(lambda: _no_code_missing([in_transit]), "the worker to fetch a code")
    pay([in_transit])
    until(lambda: _all_orders([in_transit], (Status.PAID,)), "a payment to be booked")


def settlement_accounts(*leases: Lease) -> None:
    """The enterprises of these leases name their accounts; all but the last one's have been checked."""
    named = [
        enterprise.names_its_account(one, f"1040010000100000{n:03}") for n, one in enumerate(leases)
    ]
    for account in named[:-1]:
        custody.approve_account(account_id=account.pk, by=SUPERVISOR)


def is_complete() -> bool:
    """The last thing that happens is a payment that waits for tomorrow: by then all others are in custody."""
    return order_queries.count_by_status(Status.PAID, Status.IN_CUSTODY) >= PAID_ORDERS


def file(terms: LeaseTerms) -> Lease:
    """File a lease, or find it where an interrupted run has filed it. The rental platform shows it to its tenants."""
    return file_all([terms])[0]


@transaction.atomic
def file_all(every: list[LeaseTerms]) -> list[Lease]:
    """One transaction, because hundreds would each wait for the disk, and for the worker that tells their tenants."""
    outside.show_leases([as_filed(terms) for terms in every])
    return [
        contract_queries.lease_by_filing_no(terms.filing_no)
        or contracts.file_lease(terms=terms, by=PLATFORM)
        for terms in every
    ]


def start(channel: Channel, *leases: Lease) -> Order:
    """The first tenant orders what is due at the start and chooses how to pay, unless that was done before."""
    for started in order_queries.orders_of(leases[0]):
        if started.status not in (Status.CANCELLED, Status.FAILED):
            return started
    first = leases[0].tenants.get(position=1)
    by = Actor(
        f"person:{first.person_id}" if first.person_id else f"organisation:{first.organisation_id}",
        "tenant_web",
        person_id=first.person_id,
        organisation_id=first.organisation_id,
    )
    due = {
        bill.pk
        for filed in leases
        for bill in contract_queries.bills_of(filed)
        if bill.due_on == filed.starts_on
    }
    order = orders.place_order(bill_ids=due, by=by)
    return orders.start_payment(order_id=order.pk, channel=channel, by=by)


def pay(waiting: Iterable[Order]) -> None:
    """Everybody pays: the transfers of one bank in one message, Alipay one by one."""
    transfers: dict[str, list[dict[str, str]]] = {}
    for order in _now(waiting):
        payment = order.payment
        if order.status != Status.PAYING or payment is None:
            continue
        payer = order.person or order.organisation
        assert payer is not None
        if payment.channel == Channel.ALIPAY:
            outside.pay_by_alipay(payment.no, payer.name)
            continue
        transfers.setdefault(payment.bank_account.bank, []).append(
            {
                "collection_code": payment.collection_code or "",
                "amount": plain_yuan(order.amount_fen),
                "payer_name": payer.name,
                "payer_account": "6222020200000000014",
                "text": "租押金",
            }
        )
    for bank, of_bank in transfers.items():
        outside.transfer(bank, of_bank)


def money_astray(paid: Order) -> None:
    """Three transfers for the fund centre to work off: unknown code, wrong amount, no code at all."""
    payment = order_queries.order_by_no(paid.no).payment
    assert payment is not None
    someone = {"payer_name": "马超", "payer_account": "6217000010000000003"}
    wrong = plain_yuan(payment.amount_fen - 100)
    code = payment.collection_code or ""
    outside.transfer(
        payment.bank_account.bank,
        [
            {
                **someone,
                "collection_code": "621700000000009999",
                "amount": "3200.00",
                "text": "房租",
            },
            {**someone, "collection_code": code, "amount": wrong, "text": "房租"},
            {**someone, "collection_code": "", "amount": "150.00", "text": "押金"},
        ],
    )


def until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(
                f"The sample world waited {PATIENCE} s in vain for {what}; see the worker's log. "
                "The next start goes on from here."
            )
        time.sleep(0.2)


def _now(waiting: Iterable[Order]) -> list[Order]:
    """The same orders as they stand now."""
    return [order_queries.order_by_no(order.no) for order in waiting]


def _no_code_missing(waiting: list[Order]) -> bool:
    payments_now = [order.payment for order in _now(waiting)]
    return all(p is not None and p.status != PaymentStatus.REQUESTED for p in payments_now)


def _all_orders(waiting: list[Order], statuses: tuple[Status, ...]) -> bool:
    return all(order.status in statuses for order in _now(waiting))
