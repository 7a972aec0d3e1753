"""The outside of the fund, played day by day: banks with statements of their own, and the two providers.

A bank here counts for itself what comes and goes. What it says at the end of a day is held against our book.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.calendar import add_months
from anju.core.numbers import next_of
from anju.fund import actions as fund
from anju.fund import jobs as fund_jobs
from anju.fund.models import Account, Deposit
from anju.fund.tests.world import DEPARTMENT, a_home, is_told_paid, start
from anju.fund_runs import actions as runs
from anju.fund_runs import jobs, queries
from anju.fund_runs.models import Run
from anju.fund_runs.tests.things import CHECKER, MAKER
from anju.ledger.queries import balances
from anju.orders import jobs as orders
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.actions.facts import EntryTerms
from anju.payments.actions.settlements import BillLine
from anju.payments.models import BankEntry, Payment, Payout, Refund
from anju.payments.rules import Business, Channel
from anju.refunds.tests.endings import Days
from anju.tests.world import an_approved_batch

__all__ = ["Bank", "Town"]
INTEREST, BROUGHT_BACK = "ACMT/MCOP/INTR", "PMNT/ICDT/RRTN"
serial = itertools.count(1)


@dataclass
class Bank:
    """One bank of the fund, as it sees itself."""

    bank: str
    number: int
    held_fen: int = 0
    of_today: list[EntryTerms] = field(default_factory=list)
    bills: dict[tuple[str, date], list[BillLine]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        payments.open_bank_account(
            bank=self.bank,
            bank_name=f"银行{self.number}",
            branch_name=f"银行{self.number}营业部",
            account_no=self.account_no,
            account_name="北京市住宅专项维修资金专户",
            code_prefix=f"62{self.number:02}",
            merchants={one: self.merchant(one) for one in (Channel.ALIPAY, Channel.WECHAT)},
            business=Business.FUND,
            by=DEPARTMENT,
        )

    @property
    def account_no(self) -> str:
        return f"0109052050012010{self.number:07}"

    def merchant(self, channel: str) -> str:
        return f"2021{self.number:012}" if channel == Channel.ALIPAY else f"19{self.number:08}"

    def enters(self, fen: int, direction: str = "credit", **terms: str) -> BankEntry:
        """The bank books something and tells it at once; our job takes it up."""
        ref = f"{self.bank}{next_of('core_refund_no')}"
        entry = EntryTerms(ref, direction, fen, clock.now(), **terms)
        self.of_today.append(entry)
        nonce = f"{next_of('core_refund_no'):032x}"
        payments.record_bank_message(
            bank=self.bank, nonce=nonce, digest=b"0" * 32, entries=[entry], by=OUTSIDE
        )
        orders.book_inbound(0)
        return BankEntry.objects.get(bank_account__bank=self.bank, bank_ref=ref)

    def day_ends(self) -> None:
        """The statement of the day, and the proof of our book against it."""
        day, came = clock.today(), sum(one.amount_fen for one in self.of_today if is_in(one))
        went = sum(one.amount_fen for one in self.of_today if not is_in(one))
        payments.record_statement(
            bank=self.bank,
            account_no=self.account_no,
            day=day,
            statement_ref=f"{self.bank}{day}",
            opening_fen=self.held_fen,
            closing_fen=self.held_fen + came - went,
            entries=self.of_today,
            by=OUTSIDE,
        )
        self.held_fen, self.of_today = self.held_fen + came - went, []
        proof = payment_queries.day_proof(self.bank, day)
        assert proof.agrees, (self.bank, day, proof)

    def passes_on(self, channel: str, day: date) -> None:
        """The provider's bill of a day, and its net in one sum."""
        lines = self.bills.pop((channel, day))
        settlement = payments.record_bill(
            channel=channel, bank=self.bank, day=day, digest=b"d" * 32, lines=lines, by=CLOCK
        )
        net, text = (
            settlement.net_fen,
            f"{channel.upper()} SETTLEMENT {day} {self.merchant(channel)}",
        )
        if net:
            self.enters(abs(net), "credit" if net > 0 else "debit", text=text)
        fund_jobs.settle_days(0)


def is_in(entry: EntryTerms) -> bool:
    return entry.direction == "credit"


class Town:
    """Two banks, their days, and who pays what."""

    def __init__(self, days: Days, banks: int = 2) -> None:
        self.days = days
        self.banks = [Bank(f"fund{number}", number) for number in range(1, banks + 1)]

    def home(self, bank: int = 0, **terms: object) -> Account:
        home = a_home(**terms)
        opened = fund.open_account(dwelling_id=home.pk, bank=self.banks[bank].bank, by=DEPARTMENT)
        return Account.objects.get(pk=opened.pk)

    def bank_of(self, account: Account) -> Bank:
        return next(one for one in self.banks if one.bank == account.bank_account.bank)

    def pays(
        self, deposit: Deposit, by: Actor, channel: str = Channel.ALIPAY, fee_fen: int = 0
    ) -> Payment:
        payment = start(deposit, by, channel)
        self.is_paid(payment, fee_fen)
        return payment

    def is_paid(self, payment: Payment, fee_fen: int = 0) -> None:
        """The provider takes the money, tells us, and will bill it."""
        is_told_paid(payment)
        self._billed("trade", payment, fee_fen)
        orders.book_inbound(0)
        fund_jobs.book_inbound(0)

    def _billed(self, kind: str, payment: Payment, fee_fen: int = 0) -> None:
        bank = next(one for one in self.banks if one.bank == payment.bank_account.bank)
        line = BillLine(
            kind, f"T{payment.no}", payment.no, payment.amount_fen, fee_fen, clock.now()
        )
        bank.bills.setdefault((payment.channel, clock.today()), []).append(line)

    def providers_refund(self) -> int:
        """The providers give back what we asked them to."""
        due = list(Refund.objects.filter(status="due").select_related("payment"))
        for refund in due:
            payments.confirm_refund(refund_id=refund.pk, by=CLOCK)
            self._billed("refund", Payment.objects.get(pk=refund.payment_id))
        return len(due)

    def banks_pay_out(self, failing: str = "") -> None:
        """What is due is instructed, released and paid; what goes to this account is brought back the same day."""
        for payout in Payout.objects.filter(status="due").order_by("pk"):
            payments.send_batch(batch_id=an_approved_batch(payout).pk, by=CLOCK)
            bank = next(one for one in self.banks if one.bank == payout.bank_account.bank)
            bank.enters(payout.amount_fen, "debit", end_to_end_id=payout.no)
            fund_jobs.hear_of_refunds(0)
            if failing and payout.creditor_account.endswith(failing):
                bank.enters(
                    payout.amount_fen, end_to_end_id=payout.no, transaction_code=BROUGHT_BACK
                )
                fund_jobs.hear_of_refunds(0)

    def banks_pay_interest(self, run: Run) -> None:
        """Exactly what is to be credited."""
        bank = next(one for one in self.banks if one.bank == run.bank_account.bank)
        held = queries.position(bank.bank).interest_fen
        bank.enters(run.amount_fen - held, transaction_code=INTEREST)

    def settled(self, run: Run) -> Run:
        """Counted, paid for by the bank, approved and booked."""
        jobs.run_what_is_open(0)
        run.refresh_from_db()
        if queries.source_of(run).startswith("interest") and run.amount_fen:
            self.banks_pay_interest(run)
        runs.approve_run(run_id=run.pk, by=CHECKER)
        jobs.run_what_is_open(0)
        run.refresh_from_db()
        assert run.status == "done"
        return run

    def revenue(self, community_id: int, bank: int, fen: int) -> Run:
        entry = self.banks[bank].enters(fen, text="电梯广告")
        return self.settled(
            runs.enter_revenue(
                community_id=community_id, entry_id=entry.pk, purpose="电梯广告", by=MAKER
            )
        )

    def pass_to(self, day: date) -> None:
        """Days go by. Each on which a bank booked something, and the last of each month, ends with statements and their
        proofs; on the next one the providers pass on what was paid.
        """
        while clock.today() < day:
            for bank in self.banks:
                bank.day_ends()
            over = clock.today()
            self.days.be(over + timedelta(days=1))
            for bank in self.banks:
                for channel, billed in [key for key in bank.bills if key[1] <= over]:
                    bank.passes_on(channel, billed)
            if not any(bank.of_today or bank.bills for bank in self.banks):
                month_ends = add_months(clock.today().replace(day=1), 1) - timedelta(days=1)
                self.days.be(min(day, month_ends))

    def is_in_order(self) -> None:
        """No pot below zero; and for every bank: all homes and what is under way are what the bank has."""
        for bank in self.banks:
            position = queries.position(bank.bank)
            assert position.difference_fen == 0
            now = sum(one.amount_fen * (1 if is_in(one) else -1) for one in bank.of_today)
            assert position.in_bank_fen == bank.held_fen + now
        assert all(fen >= 0 for code, fen in pots() if not code.startswith("world:"))
        assert sum(fen for _, fen in pots()) == 0


def pots() -> Iterator[tuple[str, int]]:
    from anju.ledger.models import Pot

    codes = list(Pot.objects.values_list("code", flat=True))
    return iter(balances(codes).items())
