"""The register of money that waits: what comes in, what becomes of it, who is reminded. It moves no money. (BEY-14)"""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move_many, one_at_a_time
from anju.core.refusals import Refused
from anju.notices import actions as notices
from anju.payments import queries as payments
from anju.unclaimed import queries
from anju.unclaimed.actions.fund_money import fund_states, register_fund_money
from anju.unclaimed.models import ReachNote, UnclaimedMoney
from anju.unclaimed.rules import (
    LONGEST_NOTE,
    REMINDED_AFTER,
    REMINDED_EVERY,
    Kind,
    Refusal,
    Status,
)

# The owner of a refund is its payee: the tenant, or the enterprise where the part is the enterprise's.
REFUNDS = """
    INSERT INTO unclaimed_unclaimedmoney (kind, source, source_id, person_id, organisation_id, about, district,
        amount_fen, since_on, reminders, remind_on, status)
    SELECT 'refund', 'portion:' || portion.id, portion.id,
        CASE portion.side WHEN 'tenant' THEN tenant.person_id END,
        CASE portion.side WHEN 'tenant' THEN tenant.organisation_id ELSE lease.enterprise_id END,
        lease.filing_no, lease.district, portion.deposit_fen + portion.rent_fen + portion.interest_fen,
        (portion.created_at AT TIME ZONE 'Asia/Shanghai')::date, 0, %(day)s, 'waiting'
    FROM refunds_portion AS portion
    JOIN refunds_case AS ended ON ended.id = portion.case_id
    JOIN contracts_lease AS lease ON lease.id = ended.lease_id
    JOIN contracts_leasetenant AS tenant ON tenant.id = ended.payee_tenant_id
    WHERE portion.status IN ('account_wanted', 'name_review') AND portion.created_at < %(before)s
    ON CONFLICT DO NOTHING
"""

# What the register says of a record, and what has become of it.
STATES = """
    SELECT money.id, money.status, CASE
        WHEN portion.status = 'paid' OR entry.status IN ('matched', 'returned', 'withdrawn') THEN 'closed'
        WHEN portion.status IN ('due', 'paying') OR entry.status IN ('returning', 'doubted') THEN 'under_way'
        ELSE 'waiting' END AS now
    FROM unclaimed_unclaimedmoney AS money
    LEFT JOIN refunds_portion AS portion ON money.kind = 'refund' AND portion.id = money.source_id
    LEFT JOIN payments_bankentry AS entry ON money.kind = 'transfer' AND entry.id = money.source_id
    WHERE money.kind IN ('refund', 'transfer') AND (money.status <> 'closed' OR money.closed_on >= %s)
"""
CLOSED_LATELY = timedelta(days=60)
"""So long after it was paid a payment may come back."""

WAYS = {
    (Status.WAITING, Status.UNDER_WAY): "take_up",
    (Status.UNDER_WAY, Status.WAITING): "fail",
    (Status.WAITING, Status.CLOSED): "close",
    (Status.UNDER_WAY, Status.CLOSED): "close",
    (Status.CLOSED, Status.WAITING): "come_back",
}


@action
def register(*, day: date, by: Actor) -> int:
    """Enter what has waited for longer than the term; gives how much came in. Again changes nothing."""
    one_at_a_time("unclaimed.register")
    before = clock.start_of(day - timedelta(days=queries.after_days(day) - 1))
    with connection.cursor() as cursor:
        cursor.execute(REFUNDS, {"day": day, "before": before})
        entered = int(cursor.rowcount)
    known = UnclaimedMoney.objects.filter(kind=Kind.TRANSFER).values("source_id")
    transfers = payments.credits_waiting(before).exclude(pk__in=known)
    rows = [
        UnclaimedMoney(
            kind=Kind.TRANSFER,
            source=f"entry:{entry.pk}",
            source_id=entry.pk,
            **_meant_by(entry, day),
            payer_digest=queries.payer_digest(entry.counterparty_name, entry.counterparty_account),
            about=entry.bank_ref,
            amount_fen=entry.amount_fen,
            since_on=clock.day_of(entry.booked_at),
        )
        for entry in transfers
    ]
    UnclaimedMoney.objects.bulk_create(rows, batch_size=1000)
    return entered + len(rows) + register_fund_money(day=day, before=clock.day_of(before), by=by)


def _meant_by(entry: Any, day: date) -> dict[str, Any]:
    """Who placed the order that it was meant to pay, and is reminded; nobody where it names none."""
    payer = getattr(entry, "meant_by", None)
    if payer is None:
        return {}
    return {
        "person_id": payer.person_id,
        "organisation_id": payer.organisation_id,
        "remind_on": day,
    }


@action
def follow(*, day: date, by: Actor) -> dict[str, int]:
    """Take note of what has become of what is registered: its owner came, the bank failed, it was paid."""
    one_at_a_time("unclaimed.register")
    with connection.cursor() as cursor:
        cursor.execute(STATES, [day - CLOSED_LATELY])
        states = [*cursor.fetchall(), *fund_states()]
    found = [(pk, WAYS.get((Status(was), Status(now)))) for pk, was, now in states]
    done: dict[str, int] = {}
    for name in dict.fromkeys(WAYS.values()):
        ids = [pk for pk, way in found if way == name]
        lock_many(UnclaimedMoney, ids)
        changes: dict[str, Any] = {"closed_on": day if name == "close" else None}
        if name == "come_back":
            changes["remind_on"] = day
        move_many(UnclaimedMoney, ids, name, by=by, **changes)
        done[name] = len(ids)
    return done


REMINDER_ROWS = """
    CREATE TEMPORARY TABLE unclaimed_told ON COMMIT DROP AS
    SELECT id, 'unclaimed_waits:' || id || ':' || reminders + 1 AS key, person_id, organisation_id,
        CASE kind WHEN 'refund' THEN 'unclaimed_waits' WHEN 'transfer' THEN 'unclaimed_transfer_waits'
            ELSE 'unclaimed_fund_waits' END AS kind,
        jsonb_build_object(
            'about', about, 'amount', to_char(amount_fen / 100.0, 'FM999,999,999,990.00')) AS facts
    FROM unclaimed_unclaimedmoney
    WHERE status = 'waiting' AND remind_on <= %(day)s AND (person_id IS NOT NULL OR organisation_id IS NOT NULL)
"""
NEXT_REMINDER = """
    UPDATE unclaimed_unclaimedmoney AS money SET reminders = reminders + 1, remind_on = COALESCE(
        (SELECT min(money.since_on + step) FROM unnest(%(steps)s::int[]) AS step
         WHERE money.since_on + step > %(day)s),
        %(day)s + %(every)s)
    FROM unclaimed_told WHERE unclaimed_told.id = money.id
"""


@action
def remind(*, day: date, by: Actor) -> None:
    """Tell the owners whose reminder is due, each once for each: after 30, 90 and 180 days, then every year.

    One statement updates the register and one inserts the messages, in one transaction.
    """
    one_at_a_time("unclaimed.register")
    steps = "{" + ",".join(str(days) for days in REMINDED_AFTER) + "}"
    told: dict[str, Any] = {"day": day, "steps": steps, "every": REMINDED_EVERY}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS unclaimed_told")
        cursor.execute(REMINDER_ROWS, told)
        cursor.execute(NEXT_REMINDER, told)
    notices.queue_selected(
        rows="SELECT key, kind, person_id, organisation_id, facts FROM unclaimed_told",
        parameters=[],
        by=by,
    )


@action
def note_attempt(*, money_id: int, way: str, text: str, by: Actor) -> ReachNote:
    """Keep how somebody tried to reach an owner, and what came of it."""
    money: UnclaimedMoney = lock(UnclaimedMoney, pk=money_id)
    if money.status == Status.CLOSED:
        raise Refused(Refusal.CLAIMED_ALREADY)
    text = text.strip()[:LONGEST_NOTE]
    if not text:
        raise Refused(Refusal.NOTE_EMPTY)
    last = money.notes.order_by("-pk").first()
    if last is not None and (last.way, last.text, last.written_by) == (way, text, by.name):
        return last
    return money.notes.create(way=way, text=text, written_by=by.name, written_at=clock.now())
