"""Batches: one person puts payouts together, another lets them go, the bank gets each of them once."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core.actors import CLOCK, OUTSIDE
from anju.core.db import lock
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen
from anju.payments import actions
from anju.payments.models import Payout, PayoutBatch
from anju.payments.rules import BatchStatus, PayoutStatus, Refusal
from anju.tests.together import together
from anju.tests.world import (
    CHECKER,
    MAKER,
    a_bank_account,
    a_credit,
    a_lease_in_custody,
    a_payout,
    an_approved_batch,
    book,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-06")]


def three_payouts():
    lease = a_lease_in_custody()
    return [a_payout(lease, amount) for amount in ("1000.00", "1500.00", "500.00")]


def make(*payouts, bank="ccb", by=MAKER):
    return actions.make_batch(bank=bank, payout_ids=[p.pk for p in payouts], by=by)


def statuses(batch_or_payouts):
    for payout in batch_or_payouts:
        payout.refresh_from_db()
    return [payout.status for payout in batch_or_payouts]


def refused(work, *args, **terms):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(*args, **terms)
    return refusal.value.code


def test_a_batch_takes_the_chosen_payouts_and_waits_for_its_checker():
    first, second, third = three_payouts()
    batch = make(first, second)

    assert (batch.status, batch.payout_count, batch.total_fen) == (BatchStatus.OPEN, 2, 2500_00)
    assert (batch.made_by, batch.checked_by) == ("maker", "")
    assert batch.no[0] == "B" and len(batch.no) == 21
    assert statuses([first, second, third]) == ["batched", "batched", "due"]
    assert balance_fen("payout:ccb") == 3000_00


def test_all_that_is_due_at_a_bank_goes_into_one():
    a_bank_account("icbc")
    payouts = three_payouts()
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)

    assert list(batch.payouts.order_by("pk")) == payouts
    for bank in ("ccb", "icbc"):
        code = refused(actions.make_batch, bank=bank, payout_ids=None, by=CLOCK)
        assert code == Refusal.NOTHING_DUE
    assert refused(make, bank="abc") == Refusal.UNKNOWN_BANK


def test_a_payout_is_in_one_batch_only():
    a_bank_account("icbc")
    first, second, _ = three_payouts()
    make(first)

    assert refused(make, first, second) == Refusal.NOT_DUE_HERE
    assert refused(make, second, bank="icbc") == Refusal.NOT_DUE_HERE
    assert statuses([second]) == ["due"]


def test_a_batch_has_a_limit(monkeypatch):
    monkeypatch.setattr("anju.payments.actions.batches.MOST_IN_A_BATCH", 2)
    payouts = three_payouts()

    assert refused(make, *payouts) == Refusal.TOO_MANY
    assert actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK).payout_count == 2


def test_who_made_a_batch_cannot_check_it():
    batch = make(*three_payouts())

    assert refused(actions.approve_batch, batch_id=batch.pk, by=MAKER) == Refusal.SAME_PERSON
    code = refused(actions.reject_batch, batch_id=batch.pk, because="金额有误", by=MAKER)
    assert code == Refusal.SAME_PERSON
    batch.refresh_from_db()
    assert batch.status == BatchStatus.OPEN


def test_the_database_keeps_maker_and_checker_apart_and_nothing_goes_unchecked():
    batch = an_approved_batch(*three_payouts())
    for wrong in ({"made_by": "checker"}, {"checked_by": ""}, {"checked_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayoutBatch.objects.filter(pk=batch.pk).update(**wrong)
    unchecked = make(a_payout())
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutBatch.objects.filter(pk=unchecked.pk).update(status="approved")


def test_the_clock_s_batch_is_checked_by_a_person():
    three_payouts()
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    assert refused(actions.approve_batch, batch_id=batch.pk, by=CLOCK) == Refusal.SAME_PERSON
    batch = actions.approve_batch(batch_id=batch.pk, by=MAKER)
    assert (batch.made_by, batch.checked_by, batch.status) == ("clock", "maker", "approved")


def test_approving_again_changes_nothing_and_another_cannot_approve_it_again():
    batch = an_approved_batch(*three_payouts())
    again = actions.approve_batch(batch_id=batch.pk, by=CHECKER)

    assert again.checked_at == batch.checked_at
    assert refused(actions.approve_batch, batch_id=batch.pk, by=CLOCK).value == "wrong_status"


def test_a_rejected_batch_leaves_its_payouts_due():
    payouts = three_payouts()
    batch = make(*payouts)
    code = refused(actions.reject_batch, batch_id=batch.pk, because=" ", by=CHECKER)
    assert code == Refusal.WHY_REJECTED
    batch = actions.reject_batch(batch_id=batch.pk, because="户名有误", by=CHECKER)

    assert (batch.status, batch.because, batch.checked_by) == ("rejected", "户名有误", "checker")
    assert statuses(payouts) == ["due"] * 3
    assert balance_fen("payout:ccb") == 3000_00
    assert make(*payouts).payout_count == 3
    approved = an_approved_batch(a_payout())
    code = refused(actions.reject_batch, batch_id=approved.pk, because="晚了", by=CHECKER)
    assert code.value == "wrong_status"


def test_a_sent_batch_ends_with_its_last_payout():
    first, second, third = payouts = three_payouts()
    batch = an_approved_batch(*payouts)
    actions.fail_payout(bank="ccb", payout_no=first.no, because="AC04", by=OUTSIDE)
    for _ in range(2):
        actions.send_batch(batch_id=batch.pk, by=CLOCK)
    assert statuses(payouts) == ["failed", "sent", "sent"]

    for payout, amount in ((second, "1500.00"), (third, "500.00")):
        assert not actions.finish_batch(batch_id=batch.pk, by=CLOCK)
        debit = a_credit(amount=amount, direction="debit", end_to_end_id=payout.no)
        actions.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    assert actions.finish_batch(batch_id=batch.pk, by=CLOCK)
    assert actions.finish_batch(batch_id=batch.pk, by=CLOCK)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.FINISHED and batch.ended_at is not None


def test_a_batch_the_bank_does_not_take_leaves_all_its_money_where_it_came_from():
    lease = a_lease_in_custody()
    payouts = [a_payout(lease, amount) for amount in ("1000.00", "500.00")]
    batch = an_approved_batch(*payouts)

    assert not actions.refuse_batch(bank="icbc", batch_no=batch.no, because="DU04", by=OUTSIDE)
    assert actions.refuse_batch(bank="ccb", batch_no=batch.no, because="DU04", by=OUTSIDE)
    assert not actions.refuse_batch(bank="ccb", batch_no=batch.no, because="DU04", by=OUTSIDE)
    batch.refresh_from_db()
    assert (batch.status, batch.reason) == (BatchStatus.REFUSED, "端到端编号重复（DU04）")
    assert statuses(payouts) == [PayoutStatus.FAILED] * 2
    assert balance_fen(lease.deposit_pot) == 4000_00
    assert not actions.refuse_batch(bank="ccb", batch_no="B0", because="DU04", by=OUTSIDE)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_each_payout_comes_into_one_batch():
    payouts = three_payouts()
    results = together(
        *[partial(actions.make_batch, bank="ccb", payout_ids=None, by=CLOCK)] * 3,
        *[partial(make, *payouts)] * 3,
    )

    assert [isinstance(result, Refused) for result in results].count(False) == 1
    assert PayoutBatch.objects.get().payouts.count() == 3


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_a_batch_is_approved_and_rejected_and_one_counts():
    payouts = three_payouts()
    batch = make(*payouts)
    results = together(
        partial(actions.approve_batch, batch_id=batch.pk, by=CHECKER),
        partial(actions.reject_batch, batch_id=batch.pk, because="停", by=CLOCK),
    )

    batch.refresh_from_db()
    assert [isinstance(result, Refused) for result in results].count(True) == 1
    expected = "batched" if batch.status == BatchStatus.APPROVED else "due"
    assert statuses(payouts) == [expected] * 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("LED-03")
def test_a_batch_is_noted_as_sent_while_the_bank_tells_of_its_payouts_in_an_order_of_its_own():
    payouts = three_payouts()
    batch = an_approved_batch(*payouts)
    for payout in reversed(payouts):
        yuan = f"{payout.amount_fen // 100}.00"
        a_credit(amount=yuan, direction="debit", end_to_end_id=payout.no)
    with ThreadPoolExecutor(2) as others:
        with transaction.atomic():
            lock(Payout, pk=payouts[0].pk)
            sending = others.submit(alone, actions.send_batch, batch_id=batch.pk, by=CLOCK)
            until_they_wait(1)
            booking = others.submit(alone, book)
            until_they_wait(2)
        assert sending.exception(timeout=30) is None
        assert booking.exception(timeout=30) is None

    assert statuses(payouts) == [PayoutStatus.DONE] * 3
    batch.refresh_from_db()
    assert batch.status == BatchStatus.SENT
    assert balance_fen("payout:ccb") == 0


def alone(work, **arguments):
    """In a thread, with a connection of its own."""
    try:
        work(**arguments)
    finally:
        connection.close()


def until_they_wait(many):
    """Until so many others stand before a lock of this database."""
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= many:
                return
            assert time.monotonic() < deadline, "nobody came to wait"
