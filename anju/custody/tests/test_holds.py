"""What stops releases, and what becomes of what has gathered meanwhile."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.models import Hold, Lot, Release
from anju.custody.rules import HoldReason, HoldStatus, LotStatus, Refusal
from anju.ledger.queries import balance_fen
from anju.tests.custody_world import OFFICER, an_account, released, t_1, the_bank_pays
from anju.tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03")]

FIRST = date(2025, 4, 1)
NOTICE = "京建发〔2026〕12号"


def stopped(*, document_no=NOTICE, reason=HoldReason.AUTHORITY, until_on=None, **scope):
    return actions.hold_releases(
        reason=reason,
        document_no=document_no,
        note="存在经营风险",
        until_on=until_on,
        **scope,
        by=OFFICER,
    )


def test_what_an_authority_stops_gathers_and_goes_out_at_once_when_it_is_lifted():
    lease = t_1()
    an_account(lease.enterprise_id)
    hold = stopped(enterprise_id=lease.enterprise_id)

    assert released(FIRST) == released(date(2025, 6, 30)) == released(date(2025, 7, 31)) == []
    assert not queries.is_releasable(lease.pk)
    waits = queries.gathered(date(2025, 7, 31), [lease.enterprise_id])[lease.enterprise_id]
    assert (waits.lot_count, waits.amount_fen, waits.since) == (5, 20_000_00, FIRST)

    actions.lift_hold(hold_id=hold.pk, because="风险已消除", by=OFFICER)

    (release,) = released(date(2025, 7, 31))
    assert (release.lot_count, release.principal_fen) == (5, 20_000_00)
    assert queries.is_releasable(lease.pk)


def test_a_court_freezes_one_lease_and_the_others_go_on():
    frozen, free = t_1(), t_1()
    an_account(free.enterprise_id)
    stopped(lease_id=frozen.pk, reason=HoldReason.JUDICIAL, document_no="（2026）京0105执1号")

    (release,) = released(FIRST)

    assert release.principal_fen == 12_000_00
    assert [balance_fen(lease.rent_pot) for lease in (frozen, free)] == [24_000_00, 12_000_00]


def test_a_hold_with_an_end_ends_by_itself():
    lease = t_1()
    an_account(lease.enterprise_id)
    until_on = clock.today() + timedelta(days=30)
    stopped(enterprise_id=lease.enterprise_id, until_on=until_on)

    assert released(until_on) == []
    assert len(released(until_on + timedelta(days=1))) == 1


def test_one_of_two_holds_lifted_lets_nothing_go():
    lease = t_1()
    an_account(lease.enterprise_id)
    first = stopped(lease_id=lease.pk)
    stopped(lease_id=lease.pk, reason=HoldReason.JUDICIAL, document_no="（2026）京0105执1号")

    actions.lift_hold(hold_id=first.pk, because="风险已消除", by=OFFICER)

    assert released(FIRST) == []


def test_the_same_document_again_is_the_same_hold_and_another_content_is_refused():
    lease = t_1()
    hold = stopped(lease_id=lease.pk)

    assert stopped(lease_id=lease.pk) == hold
    with pytest.raises(Refused) as refused, transaction.atomic():
        stopped(lease_id=lease.pk, until_on=clock.today() + timedelta(days=9))
    assert refused.value.code == Refusal.ALREADY_HELD
    assert Hold.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_no": " "}, Refusal.NO_DOCUMENT),
        ({"until_on": date(2026, 1, 1)}, Refusal.ENDS_IN_PAST),
    ],
)
def test_a_hold_names_its_document_and_ends_in_time_to_come(changes, code):
    lease = t_1()

    with pytest.raises(Refused) as refused, transaction.atomic():
        stopped(lease_id=lease.pk, **changes)

    assert refused.value.code == code
    assert not Hold.objects.exists()


def test_lifting_says_why_twice_equals_once_and_the_end_of_a_lease_is_not_lifted_by_an_officer():
    lease = t_1()
    hold = stopped(lease_id=lease.pk)
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.lift_hold(hold_id=hold.pk, because=" ", by=OFFICER)
    assert refused.value.code == Refusal.REASON_MISSING

    for _ in range(2):
        actions.lift_hold(hold_id=hold.pk, because="风险已消除", by=OFFICER)
    lifted = Event.objects.get(kind="custody.hold", record_id=hold.pk)
    assert (lifted.actor, lifted.because) == ("officer", "风险已消除")

    ending = actions.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK)
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.lift_hold(hold_id=ending.pk, because="误登记", by=OFFICER)
    assert refused.value.code == Refusal.NOT_YOURS_TO_LIFT


def test_the_end_of_a_lease_begins_once_and_is_lifted_by_what_ends_it():
    lease = t_1()
    an_account(lease.enterprise_id)

    holds = {actions.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK).pk for _ in range(2)}
    assert len(holds) == 1
    assert released(FIRST) == []

    for _ in range(2):
        actions.lift_ending(lease_id=lease.pk, because="误登记", by=CLOCK)
    assert Hold.objects.get().status == HoldStatus.LIFTED
    assert len(released(FIRST)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scope", ["lease", "enterprise"])
def test_a_hold_placed_while_a_release_is_under_way_waits_for_it_and_stops_the_next(
    scope, monkeypatch
):
    """The run has locked the lots when the hold comes: it finishes. The hold is there before the next run asks."""
    monkeypatch.setattr("anju.custody.actions.releases.MOST_LOTS_AT_ONCE", 1)
    lease = t_1()
    an_account(lease.enterprise_id)
    whose = {"lease_id": lease.pk} if scope == "lease" else {"enterprise_id": lease.enterprise_id}
    placed = threading.Event()

    def place():
        stopped(**whose)
        placed.set()
        connection.close()

    with transaction.atomic():
        (made,) = actions.release_due(enterprise_ids=queries.to_release(FIRST), day=FIRST, by=CLOCK)
        thread = threading.Thread(target=place)
        thread.start()
        came_between = placed.wait(timeout=1)
    thread.join(timeout=10)

    assert not came_between
    assert placed.is_set()
    assert made.lot_count == 1
    assert released(FIRST) == []
    assert Lot.objects.filter(status=LotStatus.RELEASING).count() == 1
    the_bank_pays(made)
    assert balance_fen(lease.rent_pot) == 20_000_00


@pytest.mark.django_db(transaction=True)
def test_a_run_that_waited_for_a_hold_sees_it():
    """The hold has locked the lots first: the run waits, asks again under its locks, and leaves them alone."""
    lease, other = t_1(), t_1()
    an_account(lease.enterprise_id)
    begun = threading.Event()
    made = []

    def run():
        begun.set()
        made.extend(released(FIRST))
        connection.close()

    with transaction.atomic():
        actions.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK)
        thread = threading.Thread(target=run)
        thread.start()
        begun.wait()
        thread.join(timeout=1)
        assert thread.is_alive()
    thread.join(timeout=10)

    assert [release.principal_fen for release in made] == [12_000_00]
    assert [balance_fen(each.rent_pot) for each in (lease, other)] == [24_000_00, 12_000_00]


@pytest.mark.django_db(transaction=True)
def test_runs_and_holds_at_the_same_time_leave_each_lot_held_or_released_once():
    leases = [t_1() for _ in range(4)]
    an_account(leases[0].enterprise_id)

    together(
        *[lambda: released(FIRST)] * 2,
        *[lambda lease=lease: stopped(lease_id=lease.pk) for lease in leases[:2]],
    )

    total = sum(release.principal_fen for release in Release.objects.all())
    assert total + sum(balance_fen(lease.rent_pot) for lease in leases) == 4 * 24_000_00
    assert all(balance_fen(lease.rent_pot) in (12_000_00, 24_000_00) for lease in leases)
    assert [balance_fen(lease.rent_pot) for lease in leases[2:]] == [12_000_00] * 2
