"""Builders for tests. They go through actions, so a test can only start from a state the system can reach."""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.contracts.actions import LeaseTerms, TenantTerms
from anju.contracts.models import Lease
from anju.contracts.plan import InstalmentTerms
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.calendar import add_months
from anju.core.money import parse_yuan
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.actions.facts import EntryTerms
from anju.payments.models import (
    BankAccount,
    BankEntry,
    Payout,
    PayoutBatch,
    ProviderNotification,
)
from anju.payments.rules import Channel

PLATFORM = Actor("rental platform", "api")
MAKER, CHECKER = Actor("maker", "centre"), Actor("checker", "centre")
ENTERPRISE = ("安居租赁有限公司", "91110105MA00TE5T2T")
ZHANG_SAN = TenantTerms("张三", "13800000001", "resident_id", "110101199003078013")
LI_SI = TenantTerms("李四", "13800000002", "resident_id", "11010519491231002X")
BANKS = {
    "ccb": ("中国建设银行", "11050160520000000017", "6217", "2021000000000001"),
    "icbc": ("中国工商银行", "0200004119000000028", "6222", "2021000000000002"),
}
serial = itertools.count(1)


def a_bank_account(bank: str = "ccb") -> BankAccount:
    name, account_no, prefix, app_id = BANKS[bank]
    return payments.open_bank_account(
        bank=bank,
        bank_name=name,
        branch_name=f"{name}北京分行营业部",
        account_no=account_no,
        account_name="北京市住房资金管理中心",
        code_prefix=prefix,
        merchants={"alipay": app_id},
        by=PLATFORM,
    )


def instalments(
    starts_on: date, months: int, monthly_rent: str, each: int
) -> list[InstalmentTerms]:
    """Rent due in advance every `each` months from the start: 押一付六 is each=6."""
    rent_fen, terms = parse_yuan(monthly_rent), []
    for first in range(0, months, each):
        length = min(each, months - first)
        from_on = add_months(starts_on, first)
        to_on = add_months(starts_on, first + length) - timedelta(days=1)
        terms.append(InstalmentTerms(from_on, from_on, to_on, rent_fen * length))
    return terms


def lease_terms(
    *,
    filing_no: str = "",
    tenants: Sequence[TenantTerms] = (ZHANG_SAN,),
    monthly_rent: str = "4000.00",
    deposit: str = "4000.00",
    starts_on: date | None = None,
    months: int = 12,
    each: int = 6,
    bank: str = "ccb",
    enterprise: tuple[str, str] = ENTERPRISE,
    **changes: Any,
) -> LeaseTerms:
    starts_on = starts_on or clock.today()
    terms: dict[str, Any] = {
        "filing_no": filing_no or f"BA1101052026{next(serial):08}",
        "filed_on": clock.today(),
        "enterprise_name": enterprise[0],
        "enterprise_uscc": enterprise[1],
        "bank": bank,
        "address": "北京市朝阳区建国路88号3号楼1206",
        "district": "110105",
        "area": Decimal("56.30"),
        "starts_on": starts_on,
        "ends_on": add_months(starts_on, months) - timedelta(days=1),
        "monthly_rent_fen": parse_yuan(monthly_rent),
        "deposit_fen": parse_yuan(deposit),
        "deposit_due_on": starts_on,
        "tenants": tuple(tenants),
        "instalments": tuple(instalments(starts_on, months, monthly_rent, each)),
    }
    return LeaseTerms(**(terms | changes))


def a_lease(**terms: Any) -> Lease:
    """A filed lease: 4,000 yuan a month for a year, deposit of one month, rent paid half-yearly; starts today."""
    a_bank_account(terms.get("bank", "ccb"))
    return contracts.file_lease(terms=lease_terms(**terms), by=PLATFORM)


def tenant_of(lease: Lease, position: int = 1) -> Actor:
    tenant = lease.tenants.get(position=position)
    if tenant.organisation_id:
        return Actor("organisation", "tenant_web", organisation_id=tenant.organisation_id)
    return Actor(f"person:{tenant.person_id}", "tenant_web", person_id=tenant.person_id)


def an_order(
    lease: Lease | None = None, kinds: str = "deposit first", by: Actor | None = None
) -> Order:
    """An order (待确认) for `deposit`, `first` (rent), `all`, or several of them."""
    lease = lease or a_lease()
    bills = list(contract_queries.bills_of(lease))
    wanted = {
        "deposit": [b for b in bills if b.kind == "deposit"],
        "first": [b for b in bills if b.kind == "rent" and b.number == 1],
        "second": [b for b in bills if b.kind == "rent" and b.number == 2],
        "all": bills,
    }
    chosen = {bill.pk for kind in kinds.split() for bill in wanted[kind]}
    return orders.place_order(bill_ids=chosen, by=by or tenant_of(lease))


def a_paying_order(
    lease: Lease | None = None, channel: str = Channel.BANK_TRANSFER, kinds: str = "deposit first"
) -> Order:
    """An order (支付中) whose code has been given: 28,000 yuan unless told otherwise."""
    order = an_order(lease, kinds)
    by = tenant_of(order.lease)
    order = orders.start_payment(order_id=order.pk, channel=channel, by=by)
    assert order.payment is not None
    payments.offer_payment(payment_id=order.payment.pk, qr_code="https://qr.example/1", by=by)
    order.refresh_from_db()
    return order


def enterprise_of(lease: Lease) -> Actor:
    """The enterprise that let this home, acting as such."""
    name = f"organisation {lease.enterprise_id}"
    return Actor(name, "enterprise", organisation_id=lease.enterprise_id)


def an_order_on_behalf(*leases: Lease) -> Order:
    """An enterprise's order (待确认) for the deposit and the first rent of each of these leases."""
    bills = contract_queries.bills_of_leases(leases).filter(number__lte=1)
    return orders.place_order(bill_ids=[bill.pk for bill in bills], by=enterprise_of(leases[0]))


def a_paying_order_on_behalf(*leases: Lease) -> Order:
    """An enterprise's order (支付中) whose collection code has been given."""
    order, by = an_order_on_behalf(*leases), enterprise_of(leases[0])
    order = orders.start_payment(order_id=order.pk, channel=Channel.BANK_TRANSFER, by=by)
    assert order.payment is not None
    payments.offer_payment(payment_id=order.payment.pk, qr_code="", by=by)
    order.refresh_from_db()
    return order


def orders_of_every_status(lease: Lease) -> dict[str, Order]:
    """By status: the one 待确认 is for all of this lease, the others for leases of 张三; 支付中 by bank transfer."""
    made = {"awaiting": an_order(lease, "all")}
    other = [a_lease(filing_no=f"BA-OTHER-000{number}") for number in range(5)]
    made["paying"] = a_paying_order(other[0])
    made["in_custody"] = a_paying_order(other[1])
    a_credit(made["in_custody"])
    made["paid"] = a_paying_order(other[2], Channel.ALIPAY)
    a_notification(made["paid"])
    book()
    made["failed"] = a_paying_order(other[3], Channel.ALIPAY)
    assert made["failed"].payment is not None
    orders.payment_closed(
        payment_id=made["failed"].payment.pk, failed=True, because="余额不足", by=OUTSIDE
    )
    made["cancelled"] = an_order(other[4])
    orders.cancel_order(order_id=made["cancelled"].pk, by=tenant_of(other[4]))
    return made


def a_credit(
    order: Order | None = None,
    *,
    amount: str | None = None,
    bank_ref: str = "",
    code: str | None = None,
    booked_at: datetime | None = None,
    bank: str = "ccb",
    **terms: Any,
) -> BankEntry:
    """A new bank entry: the exact amount to the order's collection code unless told otherwise."""
    number = next(serial)
    if order is not None and order.payment is not None:
        code = order.payment.collection_code if code is None else code
        bank = order.payment.bank_account.bank
    fen = parse_yuan(amount) if amount else (order.amount_fen if order else 0)
    bank_ref = bank_ref or f"REF{number:08}"
    entry = EntryTerms(
        bank_ref=bank_ref,
        direction=terms.pop("direction", "credit"),
        amount_fen=fen,
        booked_at=booked_at or clock.now(),
        counterparty_name=terms.pop("payer", "张三"),
        counterparty_account=terms.pop("account", "6222020200000000014"),
        collection_code=code or "",
        **terms,
    )
    payments.record_bank_message(
        bank=bank, nonce=f"{number:032x}", digest=b"0" * 32, entries=[entry], by=OUTSIDE
    )
    return BankEntry.objects.get(bank_account__bank=bank, bank_ref=bank_ref)


def a_notification(
    order: Order, *, status: str = "TRADE_SUCCESS", notify_id: str = "", **changes: Any
) -> ProviderNotification:
    """A new notification of Alipay: the order's payment was paid, unless told otherwise."""
    payment = changes.pop("payment", None) or order.payment
    notify_id = notify_id or f"N{next(serial):08}"
    fact: dict[str, Any] = {
        "notify_id": notify_id,
        "channel": payment.channel,
        "merchant_no": payment_queries.merchant_no_of(payment),
        "payment_no": payment.no,
        "trade_no": f"T{payment.no}",
        "trade_status": status,
        "amount_fen": payment.amount_fen,
        "paid_at": clock.now(),
        "buyer": "zhang***@example.com",
    }
    payments.record_notification(**(fact | changes), by=OUTSIDE)
    return ProviderNotification.objects.get(notify_id=notify_id)


def a_lease_in_custody(**terms: Any) -> Lease:
    """A lease whose deposit and first rent the bank has booked: 4,000 and 24,000 yuan unless told otherwise."""
    lease = a_lease(**terms)
    a_credit(a_paying_order(lease))
    book()
    return lease


def a_payout(
    lease: Lease | None = None, amount: str = "4000.00", *, key: str = "", **terms: Any
) -> Payout:
    """A payout (待付款) to 张三 out of a lease's deposit, unless told otherwise."""
    lease = lease or a_lease_in_custody()
    bank, fen = terms.pop("bank", "ccb"), parse_yuan(amount)
    wanted: dict[str, Any] = {
        "key": key or f"refund:{next(serial)}",
        "bank": bank,
        "amount_fen": fen,
        "creditor_name": "张三",
        "creditor_account": "6222020200000000014",
        "creditor_bank": "中国工商银行",
        "text": "押金退还",
        "purpose": "refund",
        "cause": f"lease:{lease.filing_no}",
        "legs": [(lease.deposit_pot, f"payout:{bank}", fen)],
    }
    return payments.instruct_payout(**(wanted | terms), by=CLOCK)


def an_approved_batch(*payouts: Payout) -> PayoutBatch:
    """These payouts in one batch (待发送), made by one person and checked by another."""
    bank = payouts[0].bank_account.bank
    batch = payments.make_batch(bank=bank, payout_ids=[p.pk for p in payouts], by=MAKER)
    return payments.approve_batch(batch_id=batch.pk, by=CHECKER)


def seconds_until_the_banks_open() -> int:
    """Until half past ten of the next day on which they take payouts; 0 while they do."""
    window = payment_queries.sending_window(clock.now())
    half_past_ten = window.opens_at + timedelta(minutes=90)
    return 0 if window.is_open else round((half_past_ten - clock.now()).total_seconds())


def banks_open() -> None:
    """Move the clock to when the banks take payouts, unless they do."""
    advance_clock(seconds=seconds_until_the_banks_open(), by=CLOCK)


def go_to(moment: datetime) -> None:
    """Move the clock forward to a moment."""
    advance_clock(seconds=ceil((moment - clock.now()).total_seconds()), by=CLOCK)


def book() -> None:
    """What the booking job does once."""
    orders.book_credits(limit=1000, by=OUTSIDE)
    orders.book_notifications(limit=1000, by=OUTSIDE)
