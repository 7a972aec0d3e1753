"""What became of a release: paid, failed, or given back by the bank. (rule A5.11)"""

from datetime import timedelta
from typing import Any

from anju.core import calendar, clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many
from anju.core.money import plain_yuan
from anju.custody.actions.accounts import doubt_account
from anju.custody.models import InterestOwed, Lot, Release, SettlementAccount
from anju.custody.rules import MOST_FAILURES, AccountStatus, ReleaseKind, ReleaseStatus
from anju.payments import actions as payments
from anju.payments.rules import PayoutStatus
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


@action
def end_release(*, payout_id: int, by: Actor) -> Release | None:
    """Take note of how a release ended: its lots have gone, or they are held again and go on earning interest.

    Twice equals once, as a payout is heeded once; None when there is nothing new. After a failure the enterprise's
    account rests until the next bank day; after three bank days of failures the enterprise has to confirm it.
    """
    payout = payments.heed_payout(payout_id=payout_id, by=by)
    if payout is None:
        return None
    release: Release = lock(Release, no=payout.cause.removeprefix("release:"))
    account: SettlementAccount = lock(SettlementAccount, pk=release.account_id)
    if payout.status == PayoutStatus.FAILED:
        _fail(release, payout, by=by)
        _count_failure(account, payout.reason, by=by)
        return release
    if release.status == ReleaseStatus.INSTRUCTED:
        _confirm(release, payout, by=by)
        _count_success(account)
    if payout.status == PayoutStatus.RETURNED:
        _give_back(release, payout, by=by)
        _count_failure(account, payout.reason, by=by)
    return release


def _confirm(release: Release, payout: Any, *, by: Actor) -> None:
    move(release, "confirm", by=by, because=payout.no, ended_at=payout.ended_at)
    if release.kind == ReleaseKind.RENT:
        move_many(Lot, _lots(release), "confirm_release", by=by)
    else:
        move_many(InterestOwed, _owed(release), "confirm", by=by)
    _tell(release, Event.RELEASE_PAID, by=by)


def _fail(release: Release, payout: Any, *, by: Actor) -> None:
    because = payout.because
    move(release, "fail", by=by, because=because, ended_at=payout.ended_at)
    _note_reason(release, because)
    if release.kind == ReleaseKind.RENT:
        move_many(Lot, _lots(release), "fail_release", by=by, because=because, left_on=None)
    else:
        move_many(InterestOwed, _owed(release), "fail", by=by, because=because, paid_by=None)
    _tell(release, Event.RELEASE_FAILED, by=by, because=release.reason)


def _give_back(release: Release, payout: Any, *, by: Actor) -> None:
    because = payout.because
    move(release, "give_back", by=by, because=because, ended_at=payout.ended_at)
    _note_reason(release, because)
    if release.kind == ReleaseKind.RENT:
        move_many(Lot, _lots(release), "give_back", by=by, because=because, left_on=None)
    else:
        move_many(InterestOwed, _owed(release), "give_back", by=by, because=because, paid_by=None)
    _tell(release, Event.RELEASE_FAILED, by=by, because=release.reason)


def _tell(release: Release, event: Event, *, by: Actor, **more: str) -> None:
    webhooks.tell(
        organisation_id=release.enterprise_id,
        event=event,
        about=release.no,
        facts={
            "release_no": release.no,
            "kind": release.kind,
            "amount": plain_yuan(release.amount_fen),
            **more,
        },
        by=by,
    )


def _note_reason(release: Release, because: str) -> None:
    release.because = because
    release.save(update_fields=["because"])


def _lots(release: Release) -> list[int]:
    lots = release.lines.values_list("lot", flat=True)
    return [lot.pk for lot in lock_many(Lot, lots)]


def _owed(release: Release) -> list[int]:
    owed = release.owed_before.values_list("pk", flat=True)
    return [one.pk for one in lock_many(InterestOwed, owed)]


def _count_success(account: SettlementAccount) -> None:
    if account.failures or account.not_before:
        account.failures, account.not_before = 0, None
        account.save(update_fields=["failures", "not_before"])


def _count_failure(account: SettlementAccount, because: str, *, by: Actor) -> None:
    """However many releases of a day fail, it is one failure: the next try is on the next bank day."""
    today = clock.today()
    if account.not_before is not None and account.not_before > today:
        return
    account.failures += 1
    account.not_before = calendar.next_workday(today + timedelta(days=1)).on
    account.save(update_fields=["failures", "not_before"])
    if account.failures >= MOST_FAILURES and account.status == AccountStatus.ACTIVE:
        doubt_account(account=account, because=because, by=by)
