"""Builders of homes with accounts and deposits, made of actions."""

import itertools
from datetime import date, timedelta
from typing import Any

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.fund import actions, queries
from anju.fund.models import Account, Deposit
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.models import Dwelling
from anju.ledger import actions as ledger
from anju.ledger.queries import trial_balance
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.actions.facts import EntryTerms
from anju.payments.actions.settlements import BillLine
from anju.payments.models import Payment, Settlement
from anju.payments.rules import Business, Channel
from anju.people import actions as people
from anju.people.rules import Power

DEPARTMENT = Actor("department", "centre", frozenset({Power.FUND_ENTER}), staff_id=990)
WANG = OwnerTerms("王五", "110101199003078013")
ZHAO = OwnerTerms("赵六", "11010519491231002X")
FUND_APP, FUND_SHOP = "2021000000000003", "1900000001"
serial = itertools.count(1)


def the_fund_bank(bank: str = "bob") -> None:
    payments.open_bank_account(
        bank=bank,
        bank_name="北京银行",
        branch_name="北京银行营业部",
        account_no="01090520500120109000009",
        account_name="北京市住宅专项维修资金专户",
        code_prefix="6229",
        merchants={"alipay": FUND_APP, "wechat": FUND_SHOP},
        business=Business.FUND,
        by=DEPARTMENT,
    )


def a_home(
    *,
    storeys: int = 12,
    owners: tuple[OwnerTerms, ...] = (WANG,),
    mode: str = "trust",
    **terms: Any,
) -> Dwelling:
    """90 m² in a house of twelve storeys, sold in 2024, unless told otherwise."""
    number = next(serial)
    community = homes.record_community(
        name=f"望京{'花园' if mode == 'trust' else '自管苑'}",
        district="110105",
        address="阜通东大街1号",
        custody_mode=mode,
        by=DEPARTMENT,
    )
    building = homes.record_building(
        community_id=community.pk, name=f"{number}号楼", storeys=storeys, by=DEPARTMENT
    )
    wanted: dict[str, Any] = {
        "unit": "1",
        "floor": 3,
        "room": "301",
        "area_hundredths": 90_00,
        "contract_on": date(2024, 5, 1),
        "contract_no": f"XF{number:08}",
    }
    return homes.record_dwelling(
        building_id=building.pk,
        terms=DwellingTerms(**(wanted | terms)),
        owners=owners,
        by=DEPARTMENT,
    )


def an_account(**terms: Any) -> Account:
    the_fund_bank()
    home = a_home(**terms)
    return actions.open_account(dwelling_id=home.pk, bank="bob", by=DEPARTMENT)


def a_sold_public_home(**terms: Any) -> Account:
    """Sold by 北京市第一机床厂 to its tenant."""
    unit = people.record_organisation(
        name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=DEPARTMENT
    )
    return an_account(kind="sold_public", selling_unit_id=unit.pk, **terms)


def signed_in(owner: OwnerTerms) -> Actor:
    person = people.record_person(
        name=owner.name,
        id_type=owner.id_type,
        id_number=owner.id_number,
        phone="13800000001",
        by=DEPARTMENT,
    )
    return Actor(f"person:{person.pk}", "owner", person_id=person.pk)


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def start(deposit: Deposit, by: Actor, channel: Channel = Channel.ALIPAY) -> Payment:
    """The payment that this payer is shown."""
    started = actions.start_payment(deposit_id=deposit.pk, channel=channel, by=by)
    payment = started.attempts.order_by("-pk").first()
    assert payment is not None
    return payment.payment


def is_told_paid(payment: Payment, **changes: Any) -> None:
    fact: dict[str, Any] = {
        "channel": payment.channel,
        "notify_id": f"F{next(serial):08}",
        "merchant_no": payment_queries.merchant_no_of(payment),
        "payment_no": payment.no,
        "trade_no": f"T{payment.no}",
        "trade_status": "TRADE_SUCCESS",
        "amount_fen": payment.amount_fen,
        "paid_at": clock.now(),
        "buyer": "wang***@example.com",
    }
    payments.record_notification(**(fact | changes), by=OUTSIDE)


def book() -> None:
    actions.book_notifications(limit=100, by=OUTSIDE)


def the_bank_credits(*paid: Payment) -> None:
    """A provider's day of these payments, credited by the fund's bank and taken apart; each time a day of its own."""
    [channel] = {payment.channel for payment in paid}
    lines = [BillLine("trade", f"T{p.no}", p.no, p.amount_fen, 0, clock.now()) for p in paid]
    billed = Settlement.objects.filter(channel=channel).order_by("day").first()
    day = billed.day - timedelta(days=1) if billed else clock.today()
    settlement = payments.record_bill(
        channel=channel, bank="bob", day=day, digest=b"d" * 32, lines=lines, by=CLOCK
    )
    entry = EntryTerms(f"S{settlement.pk}", "credit", settlement.net_fen, clock.now())
    payments.record_bank_message(
        bank="bob", nonce=f"f{settlement.pk:031x}", digest=b"0" * 32, entries=[entry], by=OUTSIDE
    )
    found = settlement.bank_account.bankentry_set.get(bank_ref=entry.bank_ref)
    assert payments.fund_settlement(settlement_id=settlement.pk, entry_id=found.pk, by=CLOCK)
    assert list(payment_queries.settlements_to_book(Business.FUND)) == [settlement]
    assert not payment_queries.settlements_to_book().exists()
    while actions.settle_lines(settlement_id=settlement.pk, limit=100, by=CLOCK):
        pass
    assert payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)


def first_deposited(account: Account, by: Actor) -> Deposit:
    deposit = actions.demand_deposit(account_id=account.pk, by=by)
    payment = start(deposit, by)
    is_told_paid(payment)
    book()
    the_bank_credits(payment)
    return fresh(deposit)


def spend(account: Account, amount_fen: int) -> None:
    """Repairs of the house took so much."""
    ledger.transfer(
        key=f"spent:{next(serial)}",
        reason="paid_out",
        cause=f"home:{account.dwelling_id}",
        happened_at=clock.now(),
        legs=[(account.pot, "world:bob", amount_fen)],
    )


def receive(account: Account, amount_fen: int, suffix: str = "") -> None:
    """So much has come into the home's account from elsewhere: suffix `:unit` for the selling unit's part."""
    ledger.transfer(
        key=f"came:{next(serial)}",
        reason="fund_deposited",
        cause=f"home:{account.dwelling_id}",
        happened_at=clock.now(),
        legs=[("world:bob", f"{account.pot}{suffix}", amount_fen)],
    )


def freeze(account: Account, amount_fen: int, suffix: str = "") -> None:
    """So much of what the home holds is promised to repairs: suffix `:unit` for the selling unit's part."""
    pot = f"{account.pot}{suffix}"
    ledger.open_pots(codes=[f"{pot}:frozen"])
    ledger.transfer(
        key=f"frozen:{next(serial)}",
        reason="frozen",
        cause=f"home:{account.dwelling_id}",
        happened_at=clock.now(),
        legs=[(pot, f"{pot}:frozen", amount_fen)],
    )


def release(account: Account, amount_fen: int) -> None:
    """The repairs do not need it after all."""
    ledger.transfer(
        key=f"released:{next(serial)}",
        reason="released",
        cause=f"home:{account.dwelling_id}",
        happened_at=clock.now(),
        legs=[(account.frozen_pot, account.pot, amount_fen)],
    )


def books_balance() -> bool:
    return sum(line.balance_fen for line in trial_balance()) == 0


def due(account: Account) -> Any:
    return queries.due_of(queries.account_of_home(account.dwelling_id))
