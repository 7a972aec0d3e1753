"""When the clock makes and sends batches, and what the bank says of them."""

from datetime import UTC, datetime

import pytest

from anju.clients import bank, iso20022
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.ledger.queries import balance_fen
from anju.payments import actions, jobs, queries
from anju.payments.models import Payout, PayoutBatch
from anju.payments.rules import BatchStatus, PayoutStatus
from anju.tests.world import (
    CHECKER,
    MAKER,
    a_credit,
    a_lease_in_custody,
    a_payout,
    an_approved_batch,
    book,
    go_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-06")]


def beijing(text):
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


# The hours of the banks


@pytest.mark.parametrize(
    ("moment", "opens", "is_open"),
    [
        ("2026-12-03T08:59:59", "2026-12-03T09:00", False),
        ("2026-12-03T09:00:00", "2026-12-03T09:00", True),
        ("2026-12-03T16:29:59", "2026-12-03T09:00", True),
        ("2026-12-03T16:30:00", "2026-12-04T09:00", False),
        ("2026-12-04T17:00:00", "2026-12-07T09:00", False),  # a Friday evening
        ("2026-12-05T11:00:00", "2026-12-07T09:00", False),
        ("2026-09-30T17:00:00", "2026-10-08T09:00", False),  # before the National Day
    ],
)
def test_what_is_ready_goes_out_until_half_past_four_of_a_working_day(moment, opens, is_open):
    window = queries.sending_window(beijing(moment))

    assert (window.opens_at, window.is_open) == (beijing(opens), is_open)
    assert window.closes_at - window.opens_at == beijing("2026-12-03T16:30") - beijing(
        "2026-12-03T09:00"
    )


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        ("2026-12-03T16:29:59", "2026-12-02T16:30"),
        ("2026-12-03T16:30:00", "2026-12-03T16:30"),
        ("2026-12-06T12:00:00", "2026-12-04T16:30"),
    ],
)
def test_the_last_cut_off_is_that_of_a_working_day(moment, last):
    assert queries.last_cut_off(beijing(moment)) == beijing(last)


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        ("2026-12-03T09:59:59", None),
        ("2026-12-03T10:00:00", "2026-12-03T10:00"),
        ("2026-12-03T15:30:00", "2026-12-03T14:00"),
        ("2026-12-03T23:00:00", "2026-12-03T16:00"),
        ("2026-12-05T15:30:00", None),
    ],
)
def test_the_clock_makes_batches_thrice_a_working_day(moment, last):
    assert queries.last_batch_time(beijing(moment)) == (last and beijing(last))


def a_working_day():
    """The next day on which the banks take payouts, before they open."""
    window = queries.sending_window(clock.now())
    if window.opens_at <= clock.now():
        window = queries.sending_window(window.closes_at)
    return window


def test_at_its_times_the_clock_puts_together_what_is_due_by_then():
    day = a_working_day().day
    go_to(beijing(f"{day}T09:30"))
    lease = a_lease_in_custody()
    early = a_payout(lease, "1000.00")
    jobs.make_batches(0)
    assert not PayoutBatch.objects.exists()

    go_to(beijing(f"{day}T10:01"))
    late = a_payout(lease, "500.00")
    for _ in range(2):
        jobs.make_batches(0)
    batch = PayoutBatch.objects.get()
    assert (batch.made_by, batch.status) == ("clock", BatchStatus.OPEN)
    assert list(batch.payouts.all()) == [early]

    actions.reject_batch(batch_id=batch.pk, because="户名待核", by=CHECKER)
    jobs.make_batches(0)
    assert PayoutBatch.objects.count() == 1  # what was put back waits for the next time
    go_to(beijing(f"{day}T14:00:01"))
    jobs.make_batches(0)
    assert list(PayoutBatch.objects.latest("pk").payouts.order_by("pk")) == [early, late]


@pytest.mark.covers("REF-06")
def test_the_desk_is_told_what_has_missed_a_cut_off():
    day = a_working_day().day
    reader = Actor("reader", "centre", frozenset({"bank.read"}))
    go_to(beijing(f"{day}T16:29"))
    lease = a_lease_in_custody()
    in_time = a_payout(lease, "1000.00")
    assert not is_late(in_time)
    go_to(beijing(f"{day}T16:31"))
    after = a_payout(lease, "500.00")

    assert is_late(in_time) and not is_late(after)
    [group] = queries.due_groups(reader)
    assert (group.bank, group.purpose, group.count, group.total_fen, group.late) == (
        "ccb",
        "refund",
        2,
        1500_00,
        1,
    )
    assert queries.due_groups(MAKER) == []
    assert list(queries.due_payouts(reader, bank="ccb")) == [in_time, after]


def is_late(payout):
    return queries.is_late(payout, queries.last_cut_off(clock.now()))


# The bank's word, without a bank


def test_a_status_report_reaches_whichever_instruction_has_the_reference():
    lease = a_lease_in_custody()
    payouts = [a_payout(lease, amount) for amount in ("1000.00", "500.00")]
    batch = an_approved_batch(*payouts)
    credit = a_credit(amount="100.00", code="")
    book()
    back = actions.return_credit(entry_id=credit.pk, because="不明", by=CLOCK)
    rejected = [
        iso20022.TransactionStatus(payouts[0].no, "RJCT", "AC04"),
        iso20022.TransactionStatus(payouts[1].no, "ACSC", ""),
        iso20022.TransactionStatus(back.end_to_end_id, "RJCT", "BE01"),
        iso20022.TransactionStatus("UNKNOWN", "RJCT", "BE01"),
    ]
    report = iso20022.StatusReport("S1", batch.no, "", "", tuple(rejected))

    jobs.record_report("icbc", report)
    assert Payout.objects.filter(status=PayoutStatus.BATCHED).count() == 2
    for _ in range(2):
        jobs.record_report("ccb", report)

    for record in (*payouts, back, credit):
        record.refresh_from_db()
    assert [p.status for p in payouts] == [PayoutStatus.FAILED, PayoutStatus.BATCHED]
    assert (back.status, credit.because) == ("failed", "退回失败：BE01")
    assert balance_fen(lease.deposit_pot) == 3500_00


def test_a_message_refused_as_a_whole_fails_its_batch_or_its_return():
    lease = a_lease_in_custody()
    payout = a_payout(lease, "1000.00")
    batch = an_approved_batch(payout)
    credit = a_credit(amount="100.00", code="")
    book()
    back = actions.return_credit(entry_id=credit.pk, because="不明", by=CLOCK)
    for message_id in (batch.no, back.end_to_end_id, "UNKNOWN"):
        jobs.record_report("ccb", iso20022.StatusReport("S1", message_id, "RJCT", "AM18", ()))

    for record in (payout, batch, back):
        record.refresh_from_db()
    assert (payout.status, batch.status, back.status) == ("failed", "refused", "failed")
    assert balance_fen("payout:ccb") == 0


def test_the_debit_of_a_payout_and_a_payment_brought_back_are_booked_like_any_fact():
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    actions.send_batch(batch_id=an_approved_batch(payout).pk, by=CLOCK)
    debit = a_credit(amount="4000.00", direction="debit", code="", end_to_end_id=payout.no)
    book()
    payout.refresh_from_db()
    assert (payout.status, balance_fen("world:ccb")) == (PayoutStatus.DONE, -24000_00)

    forged = a_credit(amount="4000.00", code="", end_to_end_id=payout.no)
    back = brought_back(payout)
    again = brought_back(payout)
    book()
    for record in (debit, forged, back, again):
        record.refresh_from_db()
    assert [debit.status, forged.status, back.status, again.status] == [
        "matched",
        "set_aside",
        "matched",
        "set_aside",
    ]
    assert balance_fen(lease.deposit_pot) == 4000_00
    assert balance_fen("suspense:ccb") == 8000_00


def brought_back(payout):
    terms = {"code": "", "end_to_end_id": payout.no, "transaction_code": "PMNT/ICDT/RRTN"}
    return a_credit(amount="4000.00", **terms)


@pytest.mark.parametrize("code", ["INTR", "ACMT/MCOP/INTR"])
def test_the_interest_of_the_bank_goes_into_its_pot(code):
    lease = a_lease_in_custody()
    credit = a_credit(amount="12.34", code="", text="结息", transaction_code=code)
    for _ in range(2):
        book()
    credit.refresh_from_db()

    assert credit.status == "matched"
    assert balance_fen("interest:ccb") == 12_34
    assert balance_fen("world:ccb") == -28012_34
    assert balance_fen(lease.deposit_pot) == 4000_00


def test_what_is_only_called_interest_stands_in_suspense():
    a_lease_in_custody()
    credit = a_credit(amount="12.34", code="", text="结息")
    book()
    credit.refresh_from_db()
    assert credit.status == "set_aside"


# Against the bank of the sandbox


@pytest.fixture
def banks(sandbox):
    sandbox.banks_open()
    sandbox.control("bank/ccb/transfer", {"amount": "28000.00", "payer_name": "张三"})
    return sandbox


def paid_by(banks):
    entries = banks.ask("bank/ccb/entries")["entries"]
    return [(e["end_to_end_id"], e["amount"]) for e in entries if e["direction"] == "DBIT"]


@pytest.mark.slow
def test_a_batch_the_bank_took_and_we_did_not_note_is_sent_again_and_paid_once(banks):
    payout = a_payout()
    batch = an_approved_batch(payout)
    told = [actions.as_told(payout.no, payout)]
    assert bank.pay("ccb", batch.no, told).group_status == "ACCP"
    assert paid_by(banks) == [(payout.no, "4000.00")]
    for _ in range(2):
        jobs.send_batches(0)

    for record in (payout, batch):
        record.refresh_from_db()
    assert (payout.status, batch.status) == (PayoutStatus.SENT, BatchStatus.SENT)
    assert paid_by(banks) == [(payout.no, "4000.00")]
    a_credit(amount="4000.00", direction="debit", code="", end_to_end_id=payout.no)
    book()
    jobs.send_batches(0)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.FINISHED


@pytest.mark.slow
def test_after_the_cut_off_nothing_is_sent_until_the_banks_open(banks):
    batch = an_approved_batch(a_payout())
    window = queries.sending_window(clock.now())
    after = round((window.closes_at - clock.now()).total_seconds()) + 1
    banks.control("clock", {"seconds": after, "product": False})
    go_to(window.closes_at)
    jobs.send_batches(0)
    batch.refresh_from_db()
    assert (batch.status, paid_by(banks)) == (BatchStatus.APPROVED, [])

    banks.banks_open()
    jobs.send_batches(0)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.SENT
    assert len(paid_by(banks)) == 1


@pytest.mark.slow
def test_a_batch_that_the_bank_refuses_fails_with_its_reason(banks, settings):
    """Here its account is not one of that bank."""
    settings.BANKS = {"ccb": settings.BANKS["ccb"] | {"account": "1"}}
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    batch = an_approved_batch(payout)
    jobs.send_batches(0)

    for record in (payout, batch):
        record.refresh_from_db()
    assert (batch.status, batch.because) == (BatchStatus.REFUSED, "AC01")
    assert (payout.status, payout.reason) == (PayoutStatus.FAILED, "收款账号不正确（AC01）")
    assert balance_fen(lease.deposit_pot) == 4000_00
    assert paid_by(banks) == []


@pytest.mark.slow
def test_what_the_bank_has_by_another_message_is_not_taken_for_unpaid(banks):
    """As after a restore that has lost a batch: its payouts come again in another."""
    lease = a_lease_in_custody()
    there, new = a_payout(lease, "1000.00"), a_payout(lease, "500.00")
    bank.pay("ccb", "LOST", [actions.as_told(there.no, there)])
    batch = an_approved_batch(there, new)
    jobs.send_batches(0)

    for record in (there, new, batch):
        record.refresh_from_db()
    assert (there.status, new.status, new.because) == ("sent", "failed", "DU04")
    assert (batch.status, batch.because) == (BatchStatus.SENT, "DU04")
    assert balance_fen("payout:ccb") == 1000_00
    jobs.record_report("ccb", iso20022.StatusReport("S1", batch.no, "RJCT", "DU04", ()))
    there.refresh_from_db()
    assert there.status == "sent"
    assert paid_by(banks) == [(there.no, "1000.00")]


@pytest.mark.slow
def test_a_return_that_the_bank_has_already_is_not_taken_for_failed(banks):
    a_lease_in_custody()
    credit = a_credit(amount="100.00", code="")
    book()
    back = actions.return_credit(entry_id=credit.pk, because="不明", by=CLOCK)
    told = bank.Payout(back.end_to_end_id, 100_00, "张三", "6222020200000000014", "", "退回")
    bank.pay("ccb", "LOST", [told])
    jobs.send_returns(0)
    back.refresh_from_db()
    assert back.status == "sent"
    assert paid_by(banks) == [(back.end_to_end_id, "100.00")]


@pytest.mark.slow
def test_a_lost_word_of_failure_is_asked_for_after_an_hour(banks):
    banks.control("switches", {"fail_payouts": 1, "payout_reason": "BE01", "hold": True})
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    an_approved_batch(payout)
    jobs.send_batches(0)
    jobs.ask_about_instructions(0)
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SENT

    Payout.objects.update(sent_at=beijing("2026-01-01T00:00"))
    jobs.ask_about_instructions(0)
    payout.refresh_from_db()
    assert (payout.status, payout.because) == (PayoutStatus.FAILED, "BE01")
    assert balance_fen(lease.deposit_pot) == 4000_00


@pytest.mark.slow
def test_a_bank_that_does_not_answer_is_asked_again(banks, settings):
    batch = an_approved_batch(a_payout())
    here = settings.BANKS
    settings.BANKS = {"ccb": here["ccb"] | {"url": "http://127.0.0.1:9/bank/ccb"}}
    jobs.send_batches(0)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.APPROVED
    settings.BANKS = here
    jobs.send_batches(0)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.SENT
