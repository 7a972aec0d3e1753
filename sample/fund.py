"""The maintenance fund of the sample world: a community with its homes, what was deposited, and what is to be done.

刘玉兰 owns three homes: one owes its first deposit, one has deposited and has its receipt, one was measured larger.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from anju.core.actors import Actor
from anju.fund import actions, queries
from anju.fund.rules import Status
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.payments import actions as payments
from anju.payments.rules import Business, Channel, PaymentStatus
from anju.people import actions as people
from anju.people.rules import Power
from anju.receipts.rules import Status as ReceiptStatus
from sample import outside
from sample.people import LIU, ZHANG, SamplePerson

if TYPE_CHECKING:
    from anju.fund.models import Account, Deposit

CLERK = Actor("weixiu", "centre", frozenset({Power.FUND_ENTER}))
BANK = "bob"
PLACE = ("望京花园", "110105", "阜通东大街1号")
HOMES = (
    # building, storeys, unit, floor, room, area, of, contract
    ("1号楼", 18, "2", 9, "901", 89_56, LIU, "XF2026110500000101"),
    ("3号楼", 6, "1", 3, "301", 76_20, LIU, "XF2019110500000312"),
    ("5号楼", 24, "3", 15, "1502", 118_00, LIU, "XF2025110500000507"),
    ("1号楼", 18, "2", 9, "902", 91_30, ZHANG, "XF2026110500000102"),
)
MEASURED = 121_40
"""By so many hundredths of m² the third home was sold, and then measured."""


def bank_is_open() -> None:
    payments.open_bank_account(
        bank=BANK,
        bank_name="北京银行",
        branch_name="北京银行营业部",
        account_no="01090520500120109000009",
        account_name="北京市住宅专项维修资金专户",
        code_prefix="6229",
        merchants={"alipay": "2021000000000003", "wechat": "1900000001"},
        business=Business.FUND,
        by=CLERK,
    )


def homes_are_known() -> list[Account]:
    """Recorded once; found where an interrupted run has left them."""
    name, district, address = PLACE
    community = homes.record_community(name=name, district=district, address=address, by=CLERK)
    accounts = []
    for building, storeys, unit, floor, room, area, owner, contract_no in HOMES:
        house = homes.record_building(
            community_id=community.pk, name=building, storeys=storeys, by=CLERK
        )
        terms = DwellingTerms(
            floor=floor,
            room=room,
            area_hundredths=area,
            contract_on=date(int(contract_no[2:6]), 5, 8),
            unit=unit,
            contract_no=contract_no,
        )
        home = home_queries.dwelling_by(contract_no=contract_no) or homes.record_dwelling(
            building_id=house.pk,
            terms=terms,
            owners=[OwnerTerms(owner.name, owner.id_number)],
            by=CLERK,
        )
        accounts.append(actions.open_account(dwelling_id=home.pk, bank=BANK, by=CLERK))
    return accounts


def owner(who: SamplePerson) -> Actor:
    person = people.record_person(
        name=who.name, id_type="resident_id", id_number=who.id_number, phone=who.phone, by=CLERK
    )
    return Actor(f"person {person.pk}", "owner", person_id=person.pk)


def deposits_are_begun() -> list[Deposit]:
    """刘玉兰 deposits for her second and third home, unless that was done before."""
    _owing, second, third, _of_zhang = homes_are_known()
    by = owner(LIU)
    begun = []
    for account in (second, third):
        there = queries.deposits_seen_by(by).filter(account=account).last()
        deposit = there or actions.demand_deposit(account_id=account.pk, by=by)
        if deposit.status == Status.AWAITING:
            deposit = actions.start_payment(deposit_id=deposit.pk, channel=Channel.ALIPAY, by=by)
        begun.append(deposit)
    return begun


def have_codes(deposits: list[Deposit]) -> bool:
    every = [one.payment for one in now(deposits)]
    return all(one is not None and one.status != PaymentStatus.REQUESTED for one in every)


def pay(deposits: list[Deposit]) -> None:
    for one in now(deposits):
        if one.status == Status.PAYING and one.payment is not None:
            outside.pay_by_alipay(one.payment.no, LIU.name)


def are(deposits: list[Deposit], *statuses: Status) -> bool:
    return all(one.status in statuses for one in now(deposits))


def now(deposits: list[Deposit]) -> list[Deposit]:
    """The same deposits as they stand now."""
    return [queries.deposit_by_no(one.no) for one in deposits]


def receipt_is_asked_for(deposit: Deposit) -> None:
    actions.request_receipt(deposit_id=deposit.pk, by=owner(LIU))


def has_its_receipt(deposit: Deposit) -> bool:
    receipt = queries.receipt_of(deposit)
    return receipt is not None and receipt.status == ReceiptStatus.ISSUED


def is_measured() -> None:
    """The third home turns out larger than it was sold: the difference is owed (补交)."""
    *_, third, _of_zhang = homes_are_known()
    if third.dwelling.area_hundredths != MEASURED:
        actions.correct_area(account_id=third.pk, area_hundredths=MEASURED, by=CLERK)


def notice_for_zhang() -> None:
    """What 张三 can pay without signing in, by its number and his name. (快速交存)"""
    if not notice_no():
        *_, of_zhang = homes_are_known()
        actions.demand_deposit(account_id=of_zhang.pk, by=CLERK)


def notice_no() -> str:
    """The 业务流水号 of 张三's notice; "" where there is none."""
    home = home_queries.dwelling_by(contract_no=HOMES[-1][-1])
    account = None if home is None else queries.account_of_home(home.pk)
    first = None if account is None else account.deposits.order_by("pk").first()
    return "" if first is None else first.no
