"""Builders of what owners see: homes in every state, receipts that the platform has issued or refused."""

from dataclasses import dataclass

from anju.clients.receipt_platform import Issued
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.files import CheckedFile, Kind
from anju.fund import actions, jobs, queries
from anju.fund.models import Account, CounterRefund, Deposit
from anju.fund.rules import RefundReason
from anju.fund.tests.world import (
    WANG,
    an_account,
    book,
    fresh,
    is_told_paid,
    signed_in,
    spend,
    start,
    the_bank_credits,
)
from anju.people.models import Person
from anju.people.rules import Power
from anju.receipts import actions as receipts
from anju.receipts.models import Receipt
from anju.receipts.rules import Result
from anju.refunds.tests.endings import bank_pays

OFFICER = Actor("li.na", "centre", frozenset({Power.FUND_ENTER}), staff_id=990)
PAYER = Actor("zhang.min", "centre", frozenset({Power.FUND_PAY}), staff_id=901)
CHECKER = Actor("zhou.jie", "centre", frozenset({Power.FUND_CHECK}), staff_id=902)
PDF = b"%PDF-1.4\n%%EOF\n"


@dataclass(frozen=True)
class Homes:
    """王五's homes in every state, and what was deposited for two of them."""

    owing: Account
    holding: Account
    low: Account
    deposits: list[Deposit]


def homes_in_every_state(owing: Account) -> Homes:
    """One owes its first deposit, one has deposited, one is below 30 % after repairs."""
    holding, low = an_account(room="302"), an_account(unit="9", room="303")
    deposits = all_deposited(holding, low)
    spend(low, 15_000_00)
    return Homes(owing, holding, low, deposits)


def all_deposited(*accounts: Account) -> list[Deposit]:
    """Their first deposits, paid on one day."""
    by = signed_in(WANG)
    deposits = [actions.demand_deposit(account_id=one.pk, by=by) for one in accounts]
    payments = [start(one, by) for one in deposits]
    for payment in payments:
        is_told_paid(payment)
    book()
    the_bank_credits(*payments)
    return [fresh(one) for one in deposits]


def a_refund_of(account: Account, reason: str = RefundReason.DUPLICATE) -> CounterRefund:
    """100.00 of what was deposited first goes back to 王五; another person has not checked it yet."""
    return actions.enter_refund(
        account_id=account.pk,
        reason=reason,
        deposit_id=account.deposits.order_by("pk")[0].pk,
        amount_fen=100_00,
        payee_name=WANG.name,
        payee_account="6222020200000000014",
        payee_bank="中国工商银行北京望京支行",
        by=PAYER,
    )


def a_refund_that_failed(account: Account) -> CounterRefund:
    """The bank could not pay it to 王五's account."""
    refund = a_refund_of(account)
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    bank_pays(failing=refund.payee_account)
    jobs.hear_of_refunds(0)
    return fresh(refund)


def acting(person: Person) -> Actor:
    """Whom a session of this person stands for on the owners' pages."""
    return Actor(f"person {person.pk}", "owner", person_id=person.pk)


def the_platform_issues(deposit: Deposit) -> Receipt:
    issued = Issued("11030126", f"{deposit.pk:010}", "a1B2c3", clock.now())
    paper = CheckedFile("receipt.pdf", Kind.PDF, PDF)
    asked = asked_for(deposit)
    return receipts.take_issued(receipt_id=asked.pk, issued=issued, paper=paper, by=CLOCK)


def the_platform_refuses(deposit: Deposit) -> Receipt:
    asked = asked_for(deposit)
    return receipts.take_refusal(receipt_id=asked.pk, reason="票据库存不足", by=CLOCK)


def the_platform_is_silent(deposit: Deposit) -> Receipt:
    asked = asked_for(deposit)
    return receipts.note_silence(
        receipt_id=asked.pk, result=Result.UNREACHABLE, why="HTTP 503", raw="", by=CLOCK
    )


def asked_for(deposit: Deposit) -> Receipt:
    receipt = queries.receipt_of(deposit)
    assert receipt is not None
    return receipt
