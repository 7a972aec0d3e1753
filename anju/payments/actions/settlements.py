"""A provider's day: its bill, the one bank credit that pays for it, and its lines taken apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Q, Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import seal
from anju.core.db import action, lock, move, move_many
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.payments.models import (
    BankAccount,
    BankEntry,
    Payment,
    ProviderNotification,
    Settlement,
    SettlementLine,
)
from anju.payments.rules import (
    TOLD_PAID,
    Direction,
    LineStatus,
    PaymentStatus,
    Refusal,
    SettlementStatus,
)


@dataclass(frozen=True)
class BillLine:
    """One line of a provider's bill; `kind` is «trade» or «refund»."""

    kind: str
    trade_no: str
    payment_no: str
    amount_fen: int
    fee_fen: int
    finished_at: datetime


@action
def record_bill(
    *, channel: str, bank: str, day: date, digest: bytes, lines: Iterable[BillLine], by: Actor
) -> Settlement:
    """Write down a provider's bill for one day. The same bill again changes nothing, another one is refused."""
    account = BankAccount.objects.get(bank=bank)
    known = Settlement.objects.filter(bank_account=account, channel=channel, day=day).first()
    if known is not None:
        if bytes(known.digest) != digest:
            raise Refused(Refusal.BILL_CHANGED, day=day)
        return known
    settlement = Settlement.objects.create(
        bank_account=account,
        channel=channel,
        day=day,
        digest=digest,
        trades_fen=0,
        refunds_fen=0,
        fees_fen=0,
        line_count=0,
        received_at=clock.now(),
    )
    _copy_lines(settlement, lines)
    sums = SettlementLine.objects.filter(settlement=settlement).aggregate(
        trades=Sum("amount_fen", filter=Q(kind="trade")),
        refunds=Sum("amount_fen", filter=Q(kind="refund")),
        fees=Sum("fee_fen"),
        count=Count("id"),
    )
    settlement.trades_fen = sums["trades"] or 0
    settlement.refunds_fen = sums["refunds"] or 0
    settlement.fees_fen = sums["fees"] or 0
    settlement.line_count = sums["count"]
    settlement.save()
    if settlement.net_fen == 0:
        move(settlement, "fund", by=by, because="nothing to be paid")
    return settlement


def _copy_lines(settlement: Settlement, lines: Iterable[BillLine]) -> None:
    """Many rows have come at once: the planner is told, or the chunks to come are looked up in the wrong way."""
    into = """COPY payments_settlementline (settlement_id, number, kind, trade_no, payment_no, amount_fen,
        fee_fen, finished_at, status, because) FROM STDIN"""
    with connection.cursor() as cursor, cursor.cursor.copy(into) as copy:
        for number, line in enumerate(lines, 1):
            copy.write_row(
                (
                    settlement.pk,
                    number,
                    line.kind,
                    line.trade_no,
                    line.payment_no,
                    line.amount_fen,
                    line.fee_fen,
                    line.finished_at,
                    LineStatus.NEW.value,
                    "",
                )
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE payments_settlementline")


@action
def fund_settlement(*, settlement_id: int, entry_id: int, by: Actor) -> bool:
    """The bank has booked a provider's day: a credit, or a debit where more went back than came in.

    Only the exact net amount of the provider's bill will do; else False. A net of zero needs no entry.
    """
    settlement = lock(Settlement, pk=settlement_id)
    entry = lock(BankEntry, pk=entry_id)
    if settlement.credit_id == entry.pk:
        return True
    paid_fen = entry.amount_fen if entry.direction == Direction.CREDIT else -entry.amount_fen
    if paid_fen != settlement.net_fen or settlement.status != SettlementStatus.RECEIVED:
        return False
    move(entry, "match", by=by, because=f"settlement:{settlement.pk}")
    move(settlement, "fund", by=by, because=entry.bank_ref, credit=entry)
    bank = settlement.bank_account.bank
    pots = (f"world:{bank}", f"world:{settlement.channel}:{bank}")
    source, destination = pots if paid_fen > 0 else reversed(pots)
    ledger.transfer(
        key=f"settlement:{settlement.channel}:{bank}:{settlement.day}",
        reason="bank_settlement",
        cause=f"settlement:{settlement.pk}",
        happened_at=entry.booked_at,
        legs=[(source, destination, entry.amount_fen)],
    )
    return True


@action
def report_untold_trades(*, settlement_id: int, by: Actor) -> int:
    """A trade in the bill whose payment we have not received was never notified to us: take the bill's word for it.

    Returns how many notifications were written down; they are then booked like any other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO payments_providernotification (channel, notify_id, merchant_no, payment_no, trade_no,
                trade_status, amount_fen, paid_at, buyer, received_at, status, because)
            SELECT settlement.channel, 'bill:' || line.trade_no, merchant.no, line.payment_no, line.trade_no,
                %s, line.amount_fen, line.finished_at, %s, %s, 'new', ''
            FROM payments_settlementline AS line
            JOIN payments_settlement AS settlement ON settlement.id = line.settlement_id
            JOIN payments_merchant AS merchant ON merchant.bank_account_id = settlement.bank_account_id
                AND merchant.channel = settlement.channel
            JOIN payments_payment AS payment ON payment.no = line.payment_no AND payment.channel = settlement.channel
            WHERE settlement.id = %s AND line.status = 'new' AND line.kind = 'trade'
                AND payment.status IN ('requested', 'open', 'closed', 'failed')
            ON CONFLICT (channel, notify_id) DO NOTHING
            """,
            [TOLD_PAID[0], seal(ProviderNotification, "buyer", ""), clock.now(), settlement_id],
        )
        return int(cursor.rowcount)


@action
def take_lines(*, settlement_id: int, limit: int, by: Actor) -> int:
    """Lock the next lines of a funded settlement and lay them out in the temporary table `payments_taken`.

    One row a line: line_id, channel, kind, trade_no, amount_fen, payment_id (or null), payment_status,
    payment_amount_fen, bank, happened_at (when the bank booked the day). Run again after a crash, it goes on where it
    stopped.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS payments_taken")
        cursor.execute(
            """
            CREATE TEMPORARY TABLE payments_taken ON COMMIT DROP AS
            WITH line AS MATERIALIZED (
                SELECT * FROM payments_settlementline
                WHERE settlement_id = %s AND status = 'new' ORDER BY id LIMIT %s
                FOR UPDATE SKIP LOCKED
            )
            SELECT line.id AS line_id, settlement.channel, line.kind, line.trade_no, line.amount_fen,
                payment.id AS payment_id, payment.status AS payment_status,
                payment.amount_fen AS payment_amount_fen, account.bank,
                coalesce(credit.booked_at, settlement.received_at) AS happened_at
            FROM line
            JOIN payments_settlement AS settlement ON settlement.id = line.settlement_id
            JOIN payments_bankaccount AS account ON account.id = settlement.bank_account_id
            LEFT JOIN payments_bankentry AS credit ON credit.id = settlement.credit_id
            LEFT JOIN payments_payment AS payment ON payment.no = line.payment_no
                AND payment.bank_account_id = settlement.bank_account_id AND payment.channel = settlement.channel
            """,
            [settlement_id, limit],
        )
        return int(cursor.rowcount)


@action
def mark_lines(*, line_ids: list[int], payment_ids: list[int], by: Actor) -> None:
    """The taken lines have been booked, and their payments are settled."""
    move_many(SettlementLine, line_ids, "book", by=by)
    move_many(Payment, payment_ids, "settle", by=by)


@action
def differ_line(*, line_id: int, because: str, by: Actor) -> None:
    """A line that does not agree with our books goes on the list of differences."""
    line = lock(SettlementLine, pk=line_id)
    if line.status == LineStatus.NEW:
        move(line, "differ", by=by, because=because)
        line.because = because[:200]
        line.save(update_fields=["because"])


@action
def settle_the_rest(*, booked_ids: set[int], by: Actor) -> None:
    """The taken lines that their business could not book: given back meanwhile, or on the list of differences."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT line_id, kind, trade_no, amount_fen, payment_id, payment_status, payment_amount_fen
            FROM payments_taken ORDER BY line_id"""
        )
        rest = [row for row in cursor.fetchall() if row[0] not in booked_ids]
    for line_id, kind, trade_no, amount_fen, payment_id, status, expected_fen in rest:
        given_back = status in ("refunding", "refunded")
        if payment_id is not None and amount_fen == expected_fen and given_back:
            mark_lines(line_ids=[line_id], payment_ids=[], by=by)
        elif payment_id is None:
            differ_line(line_id=line_id, because=f"没有交易{trade_no}对应的支付单", by=by)
        elif amount_fen != expected_fen:
            differ_line(
                line_id=line_id,
                because=f"账单{yuan(amount_fen)}元，支付单{yuan(expected_fen)}元",
                by=by,
            )
        else:
            differ_line(line_id=line_id, because=_why(kind, status), by=by)


def _why(kind: str, status: str) -> str:
    label = str(PaymentStatus(status).label)
    return f"账单为{'退款' if kind == 'refund' else '收款'}，支付单状态为「{label}」"


@action
def finish_settlement(*, settlement_id: int, by: Actor) -> bool:
    """A day is settled when none of its lines is new any more. False while some are."""
    settlement = lock(Settlement, pk=settlement_id)
    if settlement.status == SettlementStatus.BOOKED:
        return True
    if settlement.lines.filter(status=LineStatus.NEW).exists():
        return False
    move(settlement, "finish", by=by)
    return True
