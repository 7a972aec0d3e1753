"""Money that leaves: taken out of its pots when it is instructed, and each fen back in its own when it is not paid."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from anju.clients.rules import Refusal as ClientRefusal
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.refusals import Broken, Refused
from anju.ledger import actions as ledger
from anju.ledger.queries import balance_fen, balances, legs_of, trial_balance
from anju.ledger.rules import Refusal as LedgerRefusal
from anju.payments import actions, queries
from anju.payments.actions import PayoutTerms
from anju.payments.models import Payout
from anju.payments.rules import PayoutStatus, Refusal
from anju.tests.together import together
from anju.tests.world import (
    a_bank_account,
    a_credit,
    a_lease_in_custody,
    a_payout,
    an_approved_batch,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-06")]


def deposit_and_rent(lease):
    """A payout of 5,000.00: the whole deposit, and 1,000.00 of the rent."""
    legs = [
        (lease.deposit_pot, "payout:ccb", 4000_00),
        (lease.rent_pot, "payout:ccb", 1000_00),
    ]
    return a_payout(lease, "5000.00", key="refund:1", legs=legs)


def held(lease):
    return [balance_fen(pot) for pot in (lease.deposit_pot, lease.rent_pot, "payout:ccb")]


def refused(work):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work()
    return refusal.value.code


def a_debit(payout, amount, **terms):
    """The bank's word that it has paid."""
    return a_credit(amount=amount, direction="debit", end_to_end_id=payout.no, **terms)


def paid(payout):
    """A payout that the bank has paid."""
    debit = a_debit(payout, "5000.00")
    actions.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    payout.refresh_from_db()
    return payout


def test_what_is_instructed_leaves_its_pots_at_once_and_is_not_yet_outside():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)

    assert held(lease) == [0, 23000_00, 5000_00]
    assert balance_fen("world:ccb") == -28000_00
    assert payout.status == PayoutStatus.DUE
    assert payout.no[0] == "R" and len(payout.no) == 21
    assert not queries.payouts_to_heed("refund", 10)


def test_the_same_again_is_the_same_payout():
    lease = a_lease_in_custody()
    first, second = deposit_and_rent(lease), deposit_and_rent(lease)

    assert first == second
    assert held(lease) == [0, 23000_00, 5000_00]


@pytest.mark.parametrize(
    "other",
    [
        {"creditor_name": "李四"},
        {"creditor_account": "6222020200000000022"},
        {"cause": "lease:another"},
        {"purpose": "release"},
        {"legs": [("lease:BA-PAYOUT-1:rent", "payout:ccb", 4000_00)]},
    ],
)
def test_a_key_used_for_another_content_is_refused(other):
    lease = a_lease_in_custody(filing_no="BA-PAYOUT-1")
    a_payout(lease, key="refund:1")

    assert refused(partial(a_payout, lease, key="refund:1", **other)) == Refusal.PAYOUT_CHANGED
    assert held(lease) == [0, 24000_00, 4000_00]


def test_legs_must_make_the_amount():
    lease = a_lease_in_custody()
    for fen in (3999_99, 4000_01):
        with pytest.raises(Broken, match="legs of"), transaction.atomic():
            a_payout(lease, "4000.00", legs=[(lease.rent_pot, "payout:ccb", fen)])

    assert held(lease) == [4000_00, 24000_00, 0]
    assert not Payout.objects.exists()


def test_no_more_leaves_a_pot_than_is_in_it():
    lease = a_lease_in_custody()

    assert refused(partial(a_payout, lease, "4000.01")) == LedgerRefusal.NOT_ENOUGH
    assert not Payout.objects.exists()


def test_a_name_that_no_message_can_carry_is_refused_at_once():
    lease = a_lease_in_custody()
    for wrong in (
        {"creditor_name": "张\x07三"},
        {"creditor_account": "6222 0202"},
        {"text": "退" * 141},
    ):
        assert refused(partial(a_payout, lease, **wrong)) == ClientRefusal.UNWRITABLE
    assert refused(partial(a_payout, lease, bank="abc", legs=[])) == Refusal.UNKNOWN_BANK
    assert held(lease) == [4000_00, 24000_00, 0]


def test_masses_are_booked_by_their_owner_under_a_number_it_was_given():
    lease = a_lease_in_custody()
    no = actions.reserve_payout_no(by=CLOCK)
    terms = PayoutTerms(
        "release:1", "ccb", 100_00, "安居", "6222020200000000014", "", "", "release", "release:1"
    )
    with pytest.raises(Broken, match="legs of 0"), transaction.atomic():
        actions.instruct_booked_payout(payout_no=no, terms=terms, by=CLOCK)
    ledger.transfer(
        key=f"payout:{no}",
        reason="payout_instructed",
        cause="release:1",
        happened_at=clock.now(),
        legs=[(lease.rent_pot, "payout:ccb", 100_00)],
    )

    payout = actions.instruct_booked_payout(payout_no=no, terms=terms, by=CLOCK)

    assert (payout.no, payout.amount_fen, payout.status) == (no, 100_00, PayoutStatus.DUE)
    assert actions.instruct_booked_payout(payout_no=no, terms=terms, by=CLOCK) == payout
    with pytest.raises(Broken, match="two payouts"), transaction.atomic():
        actions.instruct_booked_payout(payout_no="R0", terms=terms, by=CLOCK)


def test_the_debit_of_the_bank_ends_it():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    an_approved_batch(payout)
    debit = a_debit(payout, "5000.00")
    for _ in range(2):
        actions.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    payout.refresh_from_db()
    debit.refresh_from_db()

    assert (payout.status, debit.status) == (PayoutStatus.DONE, "matched")
    assert held(lease) == [0, 23000_00, 0]
    assert balance_fen("world:ccb") == -23000_00
    assert legs_of(f"paid:{payout.no}") == [("payout:ccb", "world:ccb", 5000_00)]


def test_a_debit_that_does_not_fit_ends_nothing():
    a_bank_account("icbc")
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    wrong = a_debit(payout, "4999.99")
    elsewhere = a_debit(payout, "5000.00", bank="icbc")
    unchecked = a_debit(payout, "5000.00")

    assert actions.confirm_payout(payout_no=payout.no, debit_id=unchecked.pk, by=OUTSIDE) is None
    an_approved_batch(payout)
    for debit in (wrong, elsewhere):
        assert actions.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE) is None
    assert actions.confirm_payout(payout_no="", debit_id=wrong.pk, by=OUTSIDE) is None
    assert held(lease) == [0, 23000_00, 5000_00]


def test_what_the_bank_could_not_pay_is_back_in_the_pots_it_came_from():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    an_approved_batch(payout)

    assert not actions.fail_payout(bank="icbc", payout_no=payout.no, because="AC04", by=OUTSIDE)
    assert actions.fail_payout(bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE)
    assert not actions.fail_payout(bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE)

    payout.refresh_from_db()
    assert (payout.status, payout.reason) == (PayoutStatus.FAILED, "收款账户已销户（AC04）")
    assert held(lease) == [4000_00, 24000_00, 0]
    assert legs_of(f"payout_failed:{payout.no}") == [
        ("payout:ccb", lease.rent_pot, 1000_00),
        ("payout:ccb", lease.deposit_pot, 4000_00),
    ]


def test_interest_paid_with_it_is_back_with_the_bank_s_interest():
    """The legs may pass through a pot: it is empty before and after."""
    lease = a_lease_in_custody()
    interest = f"lease:{lease.filing_no}:interest"
    ledger.open_pots(codes=[interest])
    ledger.transfer(
        key="interest:1",
        reason="bank_interest",
        cause="entry:1",
        happened_at=clock.now(),
        legs=[("world:ccb", "interest:ccb", 10_00)],
    )
    payout = a_payout(
        lease,
        "4002.03",
        legs=[
            (lease.deposit_pot, "payout:ccb", 4000_00),
            ("interest:ccb", interest, 2_03),
            (interest, "payout:ccb", 2_03),
        ],
    )
    assert balances([interest, "interest:ccb", "payout:ccb"]) == {
        interest: 0,
        "interest:ccb": 7_97,
        "payout:ccb": 4002_03,
    }
    an_approved_batch(payout)
    actions.fail_payout(bank="ccb", payout_no=payout.no, because="BE01", by=OUTSIDE)

    assert balances([interest, "interest:ccb", "payout:ccb", lease.deposit_pot]) == {
        interest: 0,
        "interest:ccb": 10_00,
        "payout:ccb": 0,
        lease.deposit_pot: 4000_00,
    }


def test_what_is_not_with_the_bank_cannot_fail_there():
    payout = a_payout()
    assert not actions.fail_payout(bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE)
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    assert not actions.fail_payout(bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE)
    assert batch.payouts.get().status == PayoutStatus.BATCHED


def test_what_the_bank_brings_back_is_in_the_pots_it_came_from():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    an_approved_batch(payout)
    back = a_credit(amount="5000.00", end_to_end_id=payout.no, text="退汇：账户已销户")
    assert actions.give_payout_back(payout_no=payout.no, credit_id=back.pk, by=OUTSIDE) is None
    paid(payout)
    for _ in range(2):
        actions.give_payout_back(payout_no=payout.no, credit_id=back.pk, by=OUTSIDE)
    payout.refresh_from_db()

    assert (payout.status, payout.reason) == (PayoutStatus.RETURNED, "退汇：账户已销户")
    assert held(lease) == [4000_00, 24000_00, 0]
    assert balance_fen("world:ccb") == -28000_00


def test_a_credit_that_does_not_fit_brings_nothing_back():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    an_approved_batch(payout)
    paid(payout)
    for wrong in (
        a_credit(amount="4999.99", end_to_end_id=payout.no),
        a_debit(payout, "5000.00"),
    ):
        assert actions.give_payout_back(payout_no=payout.no, credit_id=wrong.pk, by=OUTSIDE) is None
    assert held(lease) == [0, 23000_00, 0]


def test_a_payout_nobody_has_batched_can_be_withdrawn():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    for _ in range(2):
        actions.withdraw_payout(payout_id=payout.pk, because="写错了", by=CLOCK)

    assert held(lease) == [4000_00, 24000_00, 0]
    assert not queries.payouts_to_heed("refund", 10)
    other = a_payout(lease)
    an_approved_batch(other)
    code = refused(partial(actions.withdraw_payout, payout_id=other.pk, because="写错了", by=CLOCK))
    assert code.value == "wrong_status"


def test_its_owner_takes_note_of_each_end_once():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    assert actions.heed_payout(payout_id=payout.pk, by=CLOCK) is None
    an_approved_batch(payout)
    paid(payout)
    assert queries.payouts_to_heed("refund", 10) == [payout.pk]
    assert queries.payouts_to_heed("release", 10) == []

    assert actions.heed_payout(payout_id=payout.pk, by=CLOCK).status == PayoutStatus.DONE
    assert actions.heed_payout(payout_id=payout.pk, by=CLOCK) is None
    assert queries.payouts_to_heed("refund", 10) == []

    back = a_credit(amount="5000.00", end_to_end_id=payout.no)
    actions.give_payout_back(payout_no=payout.no, credit_id=back.pk, by=OUTSIDE)
    assert queries.payouts_to_heed("refund", 10) == [payout.pk]
    assert actions.heed_payout(payout_id=payout.pk, by=CLOCK).status == PayoutStatus.RETURNED


def test_the_database_keeps_a_payout_without_a_batch_from_being_paid():
    payout = a_payout()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(status="done")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("LED-03")
def test_at_the_same_time_one_key_is_one_payout():
    lease = a_lease_in_custody()
    results = together(*[partial(deposit_and_rent, lease)] * 6)

    assert len({payout.pk for payout in results}) == 1
    assert held(lease) == [0, 23000_00, 5000_00]


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("LED-03")
def test_at_the_same_time_the_bank_says_paid_and_failed_and_one_word_counts():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    an_approved_batch(payout)
    debits = [a_debit(payout, "5000.00") for _ in range(3)]
    failing = partial(
        actions.fail_payout, bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE
    )
    confirming = [
        partial(actions.confirm_payout, payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
        for debit in debits
    ]
    results = together(*confirming, failing, failing)

    payout.refresh_from_db()
    assert [bool(result) for result in results].count(True) == 1
    assert held(lease) == (
        [0, 23000_00, 0] if payout.status == PayoutStatus.DONE else [4000_00, 24000_00, 0]
    )
    assert sum(line.balance_fen for line in trial_balance()) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("LED-03")
def test_at_the_same_time_a_payout_is_withdrawn_and_batched_and_one_succeeds():
    lease = a_lease_in_custody()
    payout = deposit_and_rent(lease)
    withdrawn, batched = together(
        partial(actions.withdraw_payout, payout_id=payout.pk, because="", by=CLOCK),
        partial(actions.make_batch, bank="ccb", payout_ids=[payout.pk], by=CLOCK),
    )

    payout.refresh_from_db()
    assert [isinstance(result, Refused) for result in (withdrawn, batched)].count(True) == 1
    expected = [4000_00, 24000_00, 0] if payout.batch is None else [0, 23000_00, 5000_00]
    assert held(lease) == expected
