"""Inbound facts: written down as received, once; later taken up by a job, many in one transaction."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import seal
from anju.core.db import (
    Staged,
    action,
    action_of_one_statement,
    as_array,
    lock,
    move,
    move_many,
)
from anju.core.prepared import run_prepared
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.payments.actions.payments import receive_late
from anju.payments.models import (
    BankAccount,
    BankEntry,
    Payment,
    ProviderNotification,
)
from anju.payments.rules import (
    CLOCKS_APART,
    RETURN_CODES,
    TOLD_PAID,
    Business,
    EntrySource,
    FactStatus,
    Refusal,
)
from anju.payments.terms import EntryTerms

ENTRY_COLUMNS = {
    "bank_ref": "text",
    "direction": "text",
    "amount_fen": "bigint",
    "booked_at": "timestamptz",
    "counterparty_name": "bytea",
    "counterparty_account": "bytea",
    "collection_code": "text",
    "end_to_end_id": "text",
    "text": "text",
    "transaction_code": "text",
}
TOLD = ", ".join(f"{name} {kind}" for name, kind in ENTRY_COLUMNS.items())
SEALED = ("counterparty_name", "counterparty_account")


# A message is taken in whole or not at all. What we have already is left out; nothing is taken in when one entry is now
# told with another amount or side.
RECORD_MESSAGE = f"""
    WITH account AS (
        SELECT id FROM payments_bankaccount
        WHERE bank = %(bank)s AND %(account_no)s::text IN ('', account_no)
    ), told AS (
        SELECT * FROM json_to_recordset(%(entries)s::json) AS told ({TOLD})
    ), changed AS (
        SELECT known.bank_ref FROM account, told JOIN payments_bankentry AS known USING (bank_ref)
        WHERE known.bank_account_id = account.id
            AND (known.direction, known.amount_fen) <> (told.direction, told.amount_fen)
    ), message AS (
        INSERT INTO payments_bankmessage (bank, nonce, digest, received_at)
        SELECT %(bank)s, %(nonce)s, %(digest)s, %(now)s::timestamptz
        FROM account WHERE NOT EXISTS (SELECT FROM changed)
        ON CONFLICT (bank, nonce) DO NOTHING RETURNING id
    ), added AS (
        INSERT INTO payments_bankentry
            (bank_account_id, source, received_at, status, because, {", ".join(ENTRY_COLUMNS)})
        SELECT account.id, 'message', %(now)s::timestamptz, 'new', '', told.*
        FROM account, told WHERE EXISTS (SELECT FROM message)
        ON CONFLICT (bank_account_id, bank_ref) DO NOTHING RETURNING id
    )
    SELECT EXISTS (SELECT FROM account), (SELECT min(bank_ref) FROM changed), EXISTS (SELECT FROM message),
        (SELECT count(*) FROM added)
"""  # noqa: S608 - column names of our own model


@action_of_one_statement
def record_bank_message(
    *,
    bank: str,
    nonce: str,
    digest: bytes,
    entries: Sequence[EntryTerms],
    account_no: str = "",
    by: Actor,
) -> int:
    """Write down the entries of one signed message; known entries are skipped. Returns how many were new.

    Refused when its nonce was used before, when it speaks of an account other than ours at this bank, or when it
    tells an entry that we have with another amount or side.
    """
    _check_entries(entries)
    message = {"bank": bank, "account_no": account_no, "nonce": nonce, "digest": digest}
    is_ours, changed, is_new, added = run_prepared(
        RECORD_MESSAGE, {**message, "now": clock.now(), "entries": _as_json(entries)}
    )
    if not is_ours:
        raise Refused(Refusal.WRONG_ACCOUNT, account=account_no)
    if changed:
        raise Refused(Refusal.ENTRY_CHANGED, bank_ref=changed)
    if not is_new:
        raise Refused(Refusal.NONCE_REUSED)
    if added < len(entries):
        _check_known(bank, entries)
    return int(added)


def _check_entries(entries: Sequence[EntryTerms]) -> None:
    """Refused when one entry is told in two ways, or is said to have happened more than a day from now."""
    said: dict[str, tuple[str, int]] = {}
    if entries:
        latest = max(entries, key=lambda entry: entry.booked_at)
        check_moment(latest.bank_ref, latest.booked_at)
    for entry in entries:
        terms = (entry.direction, entry.amount_fen)
        if said.setdefault(entry.bank_ref, terms) != terms:
            raise Refused(Refusal.ENTRY_CHANGED, bank_ref=entry.bank_ref)


def _as_json(entries: Sequence[EntryTerms]) -> str:
    """The entries as one parameter, which costs a tenth of a parameter for each column; who paid is sealed."""
    return json.dumps(
        [
            vars(entry)
            | {"booked_at": entry.booked_at.isoformat()}
            | {name: f"\\x{seal(BankEntry, name, getattr(entry, name)).hex()}" for name in SEALED}
            for entry in entries
        ]
    )


@action
def record_entries(
    *, bank: str, entries: Sequence[EntryTerms], source: EntrySource, by: Actor
) -> int:
    """Insert the entries we do not have yet. Refused when one we have is now told with another amount or side."""
    _check_entries(entries)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO payments_bankentry
                (bank_account_id, source, received_at, status, because, {", ".join(ENTRY_COLUMNS)})
            SELECT account.id, %s, %s, 'new', '', told.*
            FROM json_to_recordset(%s::json) AS told ({TOLD})
            JOIN payments_bankaccount AS account ON account.bank = %s
            ON CONFLICT (bank_account_id, bank_ref) DO NOTHING
            """,  # noqa: S608 - column names of our own model
            [source.value, clock.now(), _as_json(entries), bank],
        )
        added = int(cursor.rowcount)
    if added < len(entries):
        _check_known(bank, entries)
    return added


def check_moment(ref: str, moment: datetime | None) -> None:
    """Refused when something is said to have happened more than a day from now."""
    if moment is not None and moment > clock.now() + CLOCKS_APART:
        raise Refused(Refusal.IN_THE_FUTURE, ref=ref, moment=moment.isoformat())


def _check_known(bank: str, entries: Sequence[EntryTerms]) -> None:
    """Some entries were known: that is how banks repeat themselves, as long as they say the same."""
    if not BankAccount.objects.filter(bank=bank).exists():
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    references = [entry.bank_ref for entry in entries]
    known = BankEntry.objects.filter(bank_account__bank=bank, bank_ref__in=references)
    said = {
        ref: (direction, fen)
        for ref, direction, fen in known.values_list("bank_ref", "direction", "amount_fen")
    }
    for entry in entries:
        if said.get(entry.bank_ref) != (entry.direction, entry.amount_fen):
            raise Refused(Refusal.ENTRY_CHANGED, bank_ref=entry.bank_ref)


RECORD_NOTIFICATION = """
    INSERT INTO payments_providernotification (channel, notify_id, merchant_no, payment_no, trade_no, trade_status,
        amount_fen, paid_at, buyer, received_at, status, because)
    VALUES (%(channel)s, %(notify_id)s, %(merchant_no)s, %(payment_no)s, %(trade_no)s, %(trade_status)s,
        %(amount_fen)s::bigint, %(paid_at)s::timestamptz, %(buyer)s, %(now)s::timestamptz, 'new', '')
    ON CONFLICT (channel, notify_id) DO NOTHING RETURNING id
"""


@action_of_one_statement
def record_notification(
    *,
    channel: str,
    notify_id: str,
    merchant_no: str,
    payment_no: str,
    trade_no: str,
    trade_status: str,
    amount_fen: int,
    paid_at: datetime | None,
    buyer: str,
    by: Actor,
) -> bool:
    """Write down what a provider told us about a trade. The same notification again changes nothing."""
    check_moment(trade_no, paid_at)
    fact = {
        "channel": channel,
        "notify_id": notify_id,
        "merchant_no": merchant_no,
        "payment_no": payment_no,
        "trade_no": trade_no,
        "trade_status": trade_status,
        "amount_fen": amount_fen,
        "paid_at": paid_at,
        "buyer": seal(ProviderNotification, "buyer", buyer),
        "now": clock.now(),
    }
    return run_prepared(RECORD_NOTIFICATION, fact) is not None


@action
def take_credits(*, limit: int, by: Actor) -> int:
    """Lock the next new entries and lay them out in the temporary table `payments_taken` for the caller to book.

    One row an entry: fact_id, bank, direction, amount_fen, happened_at, payment_id (by its collection code, or
    null), turn (1 for the first entry of a payment in this batch). Others working at the same time take others.
    The payouts that they end or bring back are locked with them.
    """
    taken = _take(
        """
        WITH fact AS MATERIALIZED (
            SELECT id, bank_account_id, direction, amount_fen, booked_at, collection_code
            FROM payments_bankentry WHERE status = 'new' ORDER BY id LIMIT %s
            FOR UPDATE SKIP LOCKED
        )
        SELECT fact.id AS fact_id, account.bank, fact.direction, fact.amount_fen,
            fact.booked_at AS happened_at, payment.id AS payment_id,
            row_number() OVER (PARTITION BY coalesce(payment.id, -fact.id) ORDER BY fact.id) AS turn
        FROM fact
        JOIN payments_bankaccount AS account ON account.id = fact.bank_account_id
        LEFT JOIN payments_payment AS payment
            ON payment.collection_code = fact.collection_code
            AND payment.bank_account_id = fact.bank_account_id
        """,
        limit,
    )
    if taken:
        with connection.cursor() as cursor:
            cursor.execute(LOCK_PAYOUTS, [as_array(f'"{code}"' for code in RETURN_CODES)])
    return taken


# In the order of their ids, as a batch locks them that is sent or refused: a bank tells of its payouts in an order of
# its own, maybe before we have noted that it has taken the batch. Orders, leases and pots are locked after them.
LOCK_PAYOUTS = """
    SELECT FROM payments_payout WHERE id = ANY (ARRAY(
        SELECT payout.id FROM payments_taken AS taken
        JOIN payments_bankentry AS fact ON fact.id = taken.fact_id
        JOIN payments_payout AS payout ON payout.no = fact.end_to_end_id
        WHERE fact.end_to_end_id <> ''
            AND (fact.direction = 'debit' OR fact.transaction_code = ANY (%s::text[]))
    )) ORDER BY id FOR UPDATE
"""


@action
def take_notifications(*, limit: int, business: str = Business.CUSTODY, by: Actor) -> int:
    """As `take_credits`, for providers' notifications to the merchants of one business.

    Its columns: fact_id, channel, trade_no, is_paid, bank, same_merchant, …. `trade_no` is the provider's number of
    the trade; `happened_at` when it was paid. An unknown merchant is custody's, so that somebody looks at it.
    """
    return _take(
        f"""
        WITH fact AS MATERIALIZED (
            SELECT * FROM payments_providernotification AS told
            WHERE status = 'new' AND (%s = 'fund') = EXISTS (
                SELECT 1 FROM payments_merchant AS merchant
                JOIN payments_bankaccount AS account ON account.id = merchant.bank_account_id
                WHERE merchant.channel = told.channel AND merchant.no = told.merchant_no
                    AND account.business = 'fund'
            ) ORDER BY id LIMIT %s
            FOR UPDATE SKIP LOCKED
        )
        SELECT fact.id AS fact_id, fact.channel, account.bank, fact.trade_no, fact.amount_fen,
            fact.trade_status IN ({", ".join(f"'{status}'" for status in TOLD_PAID)}) AS is_paid,
            coalesce(fact.paid_at, fact.received_at) AS happened_at, payment.id AS payment_id,
            merchant.no = fact.merchant_no AS same_merchant,
            row_number() OVER (PARTITION BY fact.payment_no ORDER BY fact.id) AS turn
        FROM fact
        LEFT JOIN payments_payment AS payment
            ON payment.no = fact.payment_no AND payment.channel = fact.channel
        LEFT JOIN payments_bankaccount AS account ON account.id = payment.bank_account_id
        LEFT JOIN payments_merchant AS merchant
            ON merchant.bank_account_id = account.id AND merchant.channel = fact.channel
        """,  # noqa: S608 - the words of our own rules
        business,
        limit,
    )


def _take(select: str, *parameters: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS payments_taken")
        cursor.execute(
            f"CREATE TEMPORARY TABLE payments_taken ON COMMIT DROP AS {select}", parameters
        )
        return int(cursor.rowcount)


@action
def mark_credits(*, entry_ids: list[int], payment_ids: list[int], by: Actor) -> None:
    """The taken entries have paid their payments."""
    staged = Staged("payments_taken", "fact_id", "payment_id")
    move_many(BankEntry, entry_ids, "match", by=by, payment=staged)
    move_many(Payment, payment_ids, "receive", by=by)


@action
def mark_notifications(*, notification_ids: list[int], payment_ids: list[int], by: Actor) -> None:
    """The taken notifications have been acted on; the payments they report paid are received."""
    move_many(ProviderNotification, notification_ids, "match", by=by)
    move_many(Payment, payment_ids, "receive", by=by, close_wanted=False)


@action
def set_aside_credit(
    *, entry_id: int, because: str, return_on: date | None = None, by: Actor
) -> BankEntry:
    """Put a credit that nothing can be done with into suspense (挂账), for a person or a rule to work off.

    With `return_on` it goes back to its payer on that day unless somebody has settled it before.
    """
    entry: BankEntry = lock(BankEntry, pk=entry_id)
    if entry.status != FactStatus.NEW:
        return entry
    move(entry, "set_aside", by=by, because=because, return_due_on=return_on)
    entry.because = because[:200]
    entry.save(update_fields=["because"])
    bank = entry.bank_account.bank
    ledger.transfer(
        key=f"set_aside:{bank}:{entry.bank_ref}",
        reason="unmatched",
        cause=f"entry:{entry.pk}",
        happened_at=entry.booked_at,
        legs=[(f"world:{bank}", f"suspense:{bank}", entry.amount_fen)],
    )
    return entry


@action
def mark_one_credit(*, entry_id: int, payment_id: int, by: Actor) -> None:
    """A credit that came late has paid this payment after all."""
    move(lock(BankEntry, pk=entry_id), "match", by=by, payment_id=payment_id)
    receive_late(payment_id=payment_id, because="late", by=by)


@action
def claim_credit(*, entry_id: int, payment_id: int | None, because: str, by: Actor) -> None:
    """A person has found out what a credit in suspense was for. It no longer goes back by itself."""
    entry = lock(BankEntry, pk=entry_id)
    move(entry, "claim", by=by, because=because, payment_id=payment_id, return_due_on=None)


@action
def keep_for_a_person(*, entry_id: int, because: str, by: Actor) -> None:
    """A credit that cannot go back by itself stays in suspense until a person has looked at it."""
    entry = lock(BankEntry, pk=entry_id)
    entry.return_due_on = None
    entry.because = because[:200]
    entry.save(update_fields=["return_due_on", "because"])


@action
def set_aside_debit(*, entry_id: int, because: str, by: Actor) -> None:
    """A debit that no instruction of ours explains. Nothing is booked: the day's proof shows the difference."""
    entry = lock(BankEntry, pk=entry_id)
    if entry.status == FactStatus.NEW:
        move(entry, "set_aside", by=by, because=because)
        entry.because = because[:200]
        entry.save(update_fields=["because"])


@action
def set_aside_notification(
    *, notification_id: int, name: str = "set_aside", because: str, by: Actor
) -> None:
    """Put a notification on the work list (`set_aside`), or down as needing nothing (`ignore`, `match`)."""
    fact = lock(ProviderNotification, pk=notification_id)
    if fact.status == FactStatus.NEW:
        move(fact, name, by=by, because=because)
        fact.because = because[:200]
        fact.save(update_fields=["because"])
