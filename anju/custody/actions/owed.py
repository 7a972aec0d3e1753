"""Interest that the bank had not paid us when its lot was released: it follows when there is enough. (rule A5)"""

from datetime import date

from django.db import connection

from anju.core.actors import Actor
from anju.core.db import action, move_many
from anju.custody.actions.going import accounts_to_pay, as_releases, write_down
from anju.custody.models import InterestOwed, Release
from anju.custody.queries.holds import held_leases
from anju.custody.rules import LEFT, MOST_LOTS_IN_RELEASE, OwedStatus, ReleaseKind
from anju.ledger import queries as books

GOING = """
    CREATE TEMPORARY TABLE custody_going ON COMMIT DROP AS
    SELECT 1 AS release_number, lot.id AS lot_id, filing_no, lot.enterprise_id, lot.bank_account_id,
        0::bigint AS principal_fen, sum(owed.amount_fen)::bigint AS interest_fen, 0::bigint AS owed_fen,
        max(line.days) AS days
    FROM custody_interestowed AS owed JOIN custody_releaseline AS line ON line.id = owed.line_id
    JOIN custody_lot AS lot ON lot.id = line.lot_id JOIN contracts_lease AS lease ON lease.id = lot.lease_id
    WHERE owed.id = ANY (%s) GROUP BY lot.id, filing_no
"""


@action
def pay_owed_interest(
    *, enterprise_id: int, bank_account_id: int, day: date, by: Actor
) -> Release | None:
    """Pay interest that is owed of lots gone before, the oldest first, as far as the bank's interest covers it by now.

    At most once a day for an enterprise, so that it does not come in crumbs; what is too long for one release goes on
    in the next.
    """
    accounts = accounts_to_pay([enterprise_id], day)
    if not accounts or _was_paid_on(enterprise_id, bank_account_id, day):
        return None
    owed = _owed_and_covered(enterprise_id, bank_account_id, day)
    if not owed:
        return None
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS custody_going")
        cursor.execute(GOING, [owed])
    [release] = as_releases(ReleaseKind.INTEREST, accounts, day)
    move_many(InterestOwed, owed, "pay", by=by, paid_by=release.pk)
    write_down([release], by=by)
    return release


def _was_paid_on(enterprise_id: int, bank_account_id: int, day: date) -> bool:
    paid = Release.objects.filter(
        enterprise=enterprise_id,
        bank_account=bank_account_id,
        day=day,
        kind=ReleaseKind.INTEREST,
        lot_count__lt=MOST_LOTS_IN_RELEASE,
    )
    return paid.exists()


def _owed_and_covered(enterprise_id: int, bank_account_id: int, day: date) -> list[int]:
    waiting = (
        InterestOwed.objects.select_for_update(of=("self",))
        .filter(
            status=OwedStatus.OWED,
            line__lot__status__in=LEFT,
            line__lot__enterprise=enterprise_id,
            line__lot__bank_account=bank_account_id,
        )
        .exclude(line__lot__lease__in=held_leases(day))
        .order_by("pk")
        .values_list("pk", "amount_fen", "line__lot__bank_account__bank")[:MOST_LOTS_IN_RELEASE]
    )
    covered, rest_fen = [], None
    for owed_id, amount_fen, bank in waiting:
        if rest_fen is None:
            rest_fen = books.balance_fen(f"interest:{bank}")
        if amount_fen > rest_fen:
            break
        covered.append(owed_id)
        rest_fen -= amount_fen
    return covered
