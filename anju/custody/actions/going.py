"""What all releases have in common: the lots laid out in `custody_going` are written down, booked and instructed.

That temporary table holds, for each lot, the number of its release (1, 2, 3, …), whose it is, and what it is paid.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection

from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.custody.models import Release, SettlementAccount
from anju.custody.queries.holds import in_force
from anju.custody.rules import AccountStatus, ReleaseKind
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.payments import actions as payments
from anju.payments.actions import PayoutTerms

LEASE_IS_HELD = """EXISTS (
    SELECT 1 FROM custody_hold AS hold
    WHERE hold.lease_id = {lease} AND hold.status = 'in_force' AND coalesce(hold.until_on >= %(day)s, true)
)"""

TOTALS = """
    SELECT enterprise_id, bank_account_id, count(*), sum(principal_fen)::bigint, sum(interest_fen)::bigint
    FROM custody_going GROUP BY release_number, enterprise_id, bank_account_id ORDER BY release_number
"""
NOT_COVERED = """
    UPDATE custody_going SET owed_fen = interest_fen, interest_fen = 0 WHERE release_number = ANY (%s)
"""
LINES = """
    INSERT INTO custody_releaseline (release_id, lot_id, principal_fen, interest_fen, days)
    SELECT (%(releases)s::bigint[])[release_number], lot_id, principal_fen, interest_fen, days
    FROM custody_going ORDER BY lot_id
"""
OWED = """
    INSERT INTO custody_interestowed (line_id, amount_fen, status)
    SELECT line.id, owed_fen, 'owed' FROM custody_going AS going JOIN custody_releaseline AS line
        ON line.lot_id = going.lot_id AND line.release_id = (%(releases)s::bigint[])[release_number]
    WHERE owed_fen > 0 ORDER BY line.id
"""
# Lease by lease: its rent, and its interest through its own pot, so that each lease's book shows both.
LEGS = """
    INSERT INTO ledger_staged (key, number, reason, cause, source, destination, amount_fen, happened_at)
    SELECT 'payout:' || (%(payouts)s::text[])[release_number],
        row_number() OVER (PARTITION BY release_number ORDER BY filing_no, step), 'payout_instructed',
        'release:' || (%(nos)s::text[])[release_number], source, destination, fen, %(now)s
    FROM (
        SELECT release_number, filing_no, 'lease:' || filing_no AS pot, bank, sum(principal_fen)::bigint AS rent_fen,
            sum(interest_fen)::bigint AS interest_fen
        FROM custody_going JOIN payments_bankaccount AS account ON account.id = bank_account_id
        GROUP BY release_number, filing_no, bank
    ) AS lease CROSS JOIN LATERAL (VALUES
        (1, pot || ':rent', 'payout:' || bank, rent_fen),
        (2, 'interest:' || bank, pot || ':interest', interest_fen),
        (3, pot || ':interest', 'payout:' || bank, interest_fen)
    ) AS leg (step, source, destination, fen)
    WHERE fen > 0
"""


def accounts_to_pay(enterprise_ids: Collection[int], day: date) -> dict[int, SettlementAccount]:
    """Enterprises' accounts, locked: one release of an enterprise at a time, and none past a hold."""
    active = SettlementAccount.objects.filter(
        enterprise__in=enterprise_ids, status=AccountStatus.ACTIVE
    ).exclude(not_before__gt=day)
    accounts = {
        account.enterprise_id: account
        for account in active.select_for_update(of=("self",)).order_by("pk")
    }
    for enterprise_id in (
        in_force(day).filter(enterprise__in=accounts).values_list("enterprise", flat=True)
    ):
        accounts.pop(enterprise_id, None)
    return accounts


def as_releases(
    kind: ReleaseKind, accounts: Mapping[int, SettlementAccount], day: date
) -> list[Release]:
    """A record for each release that is laid out, in their order. What interest is not covered is owed, not paid."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS)
        totals = cursor.fetchall()
    releases = [
        Release(
            no=_release_no(day),
            kind=kind,
            enterprise_id=enterprise_id,
            bank_account_id=bank_account_id,
            account=accounts[enterprise_id],
            day=day,
            principal_fen=principal_fen,
            interest_fen=interest_fen,
            lot_count=lot_count,
            instructed_at=clock.now(),
        )
        for enterprise_id, bank_account_id, lot_count, principal_fen, interest_fen in totals
    ]
    _owe_what_is_not_covered(releases)
    return Release.objects.bulk_create(releases)


def _release_no(day: date) -> str:
    serial = numbers.next_of("custody_release_no") % 10**10
    return "H" + numbers.with_mod_97(f"{day:%Y%m%d}{serial:010}")


def _owe_what_is_not_covered(releases: Collection[Release]) -> None:
    """A release goes with all its interest or with none: what the bank has paid us goes to the first ones."""
    rests: dict[str, int] = {}
    uncovered = []
    for number, release in enumerate(releases, 1):
        if not release.interest_fen:
            continue
        bank = release.bank_account.bank
        if bank not in rests:
            rests[bank] = books.balance_fen(f"interest:{bank}")
        if release.interest_fen <= rests[bank]:
            rests[bank] -= release.interest_fen
        else:
            uncovered.append(number)
            release.interest_fen = 0
    if uncovered:
        with connection.cursor() as cursor:
            cursor.execute(NOT_COVERED, [uncovered])


def write_down(releases: Collection[Release], *, by: Actor) -> None:
    """Write down what each lot is paid, take the money out of its pots, and have the banks pay it."""
    payout_nos = [payments.reserve_payout_no(by=by) for _ in releases]
    values: dict[str, Any] = {
        "releases": [release.pk for release in releases],
        "nos": [release.no for release in releases],
        "payouts": payout_nos,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        cursor.execute(OWED, values)
        cursor.execute("SELECT DISTINCT filing_no FROM custody_going WHERE interest_fen > 0")
        ledger.open_pots(codes=[f"lease:{no}:interest" for (no,) in cursor.fetchall()])
        ledger.open_stage()
        cursor.execute(LEGS, values)
    for refused in ledger.transfer_staged().values():
        raise refused
    for release, payout_no in zip(releases, payout_nos, strict=True):
        payments.instruct_booked_payout(payout_no=payout_no, terms=_terms(release), by=by)


def _terms(release: Release) -> PayoutTerms:
    account = release.account
    return PayoutTerms(
        key=f"release:{release.no}",
        bank=release.bank_account.bank,
        amount_fen=release.amount_fen,
        creditor_name=account.name,
        creditor_account=account.account_no,
        creditor_bank=account.bank_name,
        text=f"{release.get_kind_display()}{release.no}",
        purpose="release",
        cause=f"release:{release.no}",
    )
