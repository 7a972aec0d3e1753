"""What the clock does with payments: fetch codes, send returns and refunds, fetch what the outside has for a day.

The outside is asked here, never inside a transaction; each answer then becomes one action.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from procrastinate.contrib.django import app

from anju.clients import alipay, bank, iso20022, wechat
from anju.clients.outcomes import Unavailable
from anju.clients.trades import Provider
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.core.refusals import Refused
from anju.payments import actions, queries
from anju.payments.actions.facts import EntryTerms
from anju.payments.actions.settlements import BillLine
from anju.payments.models import BankAccount, Merchant, Payment, PayoutBatch, Statement
from anju.payments.rules import (
    BILL_COMES_WITHIN,
    DUPLICATES,
    TOLD_PAID,
    UNPAID,
    Channel,
    Opening,
    StatementAnswer,
)

log = logging.getLogger(__name__)
MOST_ASKED = 1_000
PROVIDERS: dict[str, Provider] = {Channel.ALIPAY: alipay, Channel.WECHAT: wechat}


@app.periodic(cron="* * * * * *")
@app.task(
    queue="payments", name="payments.offer", lock="payments.offer", queueing_lock="payments.offer"
)
def offer_payments(timestamp: int) -> None:
    """Fetch the code for each payment that waits for one."""
    for payment in queries.payments_to_offer()[:200]:
        try:
            qr_code = fetch_code(payment)
        except (Unavailable, Refused) as failure:
            log.warning("no code for payment %s: %s", payment.no, failure)
        else:
            actions.offer_payment(payment_id=payment.pk, qr_code=qr_code, by=CLOCK)


def fetch_code(payment: Payment) -> str:
    """The content of the provider's QR code; for a bank transfer register the collection code, which needs no QR."""
    account = payment.bank_account
    if payment.opening == Opening.APP and payment.expires_at is not None:
        return wechat.pay_page(
            queries.merchant_no_of(payment),
            payment.no,
            payment.amount_fen,
            payment.subject,
            payment.expires_at,
            payment.payer_ip or "",
        )
    if payment.expires_at is not None:
        return PROVIDERS[payment.channel].precreate(
            queries.merchant_no_of(payment),
            payment.no,
            payment.amount_fen,
            payment.subject,
            payment.expires_at,
        )
    bank.register_collection_code(
        account.bank, payment.collection_code or "", payment.amount_fen, None, payment.no
    )
    return ""


@app.periodic(cron="* * * * * *")
@app.task(
    queue="payments", name="payments.news", lock="payments.news", queueing_lock="payments.news"
)
def ask_for_news(timestamp: int) -> None:
    """Ask the provider about payments whose payers have come back from it; unanswered, ask again."""
    for payment in queries.payments_asked_about()[:100]:
        try:
            if payment.status in UNPAID:
                record_trade(payment)
        except (Unavailable, Refused) as failure:
            log.warning("no news of payment %s: %s", payment.no, failure)
        else:
            actions.have_news(payment_id=payment.pk, by=CLOCK)


def record_trade(payment: Payment) -> None:
    """Ask the provider what became of a payment and write the answer down as a fact, to be booked like any other."""
    merchant_no = queries.merchant_no_of(payment)
    trade = PROVIDERS[payment.channel].query(merchant_no, payment.no)
    if trade.status != "paid":
        return
    actions.record_notification(
        channel=payment.channel,
        notify_id=f"query:{trade.trade_no}",
        merchant_no=merchant_no,
        payment_no=payment.no,
        trade_no=trade.trade_no,
        trade_status=TOLD_PAID[0],
        amount_fen=trade.amount_fen,
        paid_at=trade.paid_at,
        buyer=trade.buyer,
        by=CLOCK,
    )


def close_at_provider(payment: Payment) -> str:
    """Have the provider close a payment: `closed`, `already_paid`, or `unknown` to it."""
    return PROVIDERS[payment.channel].close(queries.merchant_no_of(payment), payment.no)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="payments",
    name="payments.refund",
    lock="payments.refund",
    queueing_lock="payments.refund",
)
def make_refunds(timestamp: int) -> None:
    """Ask the provider to give payments back, until it has. One request number never pays twice."""
    for refund in queries.refunds_to_make()[:100]:
        payment = refund.payment
        try:
            done = PROVIDERS[payment.channel].refund(
                queries.merchant_no_of(payment),
                payment.no,
                refund.amount_fen,
                refund.request_no,
                refund.because,
            )
        except (Unavailable, Refused) as failure:
            actions.put_off_refund(refund_id=refund.pk, because=str(failure), by=CLOCK)
        else:
            if done:
                actions.confirm_refund(refund_id=refund.pk, by=CLOCK)
            else:
                actions.put_off_refund(refund_id=refund.pk, because="not done yet", by=CLOCK)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="payments",
    name="payments.return",
    lock="payments.return",
    queueing_lock="payments.return",
)
def send_returns(timestamp: int) -> None:
    """Begin the returns that fall due, and give each to its bank. The message id makes repeating harmless."""
    for entry in queries.returns_falling_due(clock.today())[:100]:
        try:
            actions.return_credit(entry_id=entry.pk, because=entry.because, by=CLOCK)
        except Refused as refused:
            actions.keep_for_a_person(entry_id=entry.pk, because=refused.message, by=CLOCK)
    for instruction in queries.returns_to_send()[:100]:
        payout = bank.Payout(
            end_to_end_id=instruction.end_to_end_id,
            amount_fen=instruction.amount_fen,
            creditor_name=instruction.creditor_name,
            creditor_account=instruction.creditor_account,
            creditor_bank="",
            text="退回",
        )
        code = instruction.entry.bank_account.bank
        try:
            answer = bank.pay(code, instruction.end_to_end_id, [payout])
            because = answer.group_reason or "RJCT"
            is_taken = answer.group_status != "RJCT" or (
                because in DUPLICATES and has_been_told(code, instruction.end_to_end_id)
            )
        except (Unavailable, Refused) as failure:
            log.warning("return %s not sent: %s", instruction.end_to_end_id, failure)
            continue
        if is_taken:
            actions.send_return(return_id=instruction.pk, by=CLOCK)
        else:
            actions.fail_return(end_to_end_id=instruction.end_to_end_id, because=because, by=CLOCK)


@app.periodic(cron="* * * * * */5")
@app.task(
    queue="payments", name="payments.batch", lock="payments.batch", queueing_lock="payments.batch"
)
def make_batches(timestamp: int) -> None:
    """At the set times of a working day put together what is due by then. A person checks it, as any other batch."""
    due_before = queries.last_batch_time(clock.now())
    if due_before is None:
        return
    for code in queries.banks_with_payouts_due(due_before):
        actions.make_batch(bank=code, payout_ids=None, due_before=due_before, by=CLOCK)


@app.periodic(cron="* * * * * *")
@app.task(queue="payments", name="payments.pay", lock="payments.pay", queueing_lock="payments.pay")
def send_batches(timestamp: int) -> None:
    """Give released batches to their banks while these take them; note those that have ended.

    Killed after the bank took a batch and before that is noted, we send it again: the message id is the same, and
    the bank answers as before. (CHN-06)
    """
    for batch in queries.batches_to_send()[:50]:
        if not queries.sending_window(clock.now()).is_open:
            break
        try:
            send_batch(batch)
        except (Unavailable, Refused) as failure:
            log.warning("batch %s not sent: %s", batch.no, failure)
    for batch in queries.batches_that_ended()[:50]:
        actions.finish_batch(batch_id=batch.pk, by=CLOCK)


def send_batch(batch: PayoutBatch) -> None:
    code = batch.bank_account.bank
    payouts = [actions.as_told(payout.no, payout) for payout in queries.payouts_in(batch)]
    answer = bank.pay(code, batch.no, payouts)
    if answer.group_status == "RJCT":
        because = answer.group_reason or "RJCT"
        actions.refuse_batch(
            bank=code,
            batch_no=batch.no,
            because=because,
            known_there=[
                payout.end_to_end_id
                for payout in payouts
                if because in DUPLICATES and has_been_told(code, payout.end_to_end_id)
            ],
            by=CLOCK,
        )
    else:
        actions.send_batch(batch_id=batch.pk, by=CLOCK)


def has_been_told(code: str, reference: str) -> bool:
    """Whether a bank has this payment, and has not failed it, whichever message it came with."""
    answer = bank.payment_status(code, reference)
    return answer is not None and answer.status != "RJCT"


@app.periodic(cron="*/10 * * * *")
@app.task(queue="payments", name="payments.ask", lock="payments.ask", queueing_lock="payments.ask")
def ask_about_instructions(timestamp: int) -> None:
    """Ask the bank about payouts and returns it has kept silent on: its word of a failure may have been lost."""
    for code, reference in queries.instructions_unanswered(MOST_ASKED):
        try:
            answer = bank.payment_status(code, reference)
        except (Unavailable, Refused) as failure:
            log.warning("nothing heard about %s: %s", reference, failure)
            continue
        if answer is not None and answer.status == "RJCT":
            actions.fail_instruction(
                bank=code, end_to_end_id=reference, because=answer.reason, by=CLOCK
            )


def record_report(code: str, report: iso20022.StatusReport) -> None:
    """What a bank's pain.002 says of our messages: one it did not take, and single payments it could not make."""
    because = report.group_reason or "RJCT"
    if report.group_status == "RJCT" and because not in DUPLICATES:
        actions.refuse_message(bank=code, message_id=report.message_id, because=because, by=OUTSIDE)
    for each in report.transactions:
        if each.status == "RJCT":
            actions.fail_instruction(
                bank=code, end_to_end_id=each.end_to_end_id, because=each.reason, by=OUTSIDE
            )


@app.periodic(cron="* * * * * */10")
@app.task(
    queue="payments", name="payments.fetch", lock="payments.fetch", queueing_lock="payments.fetch"
)
def fetch_days(timestamp: int) -> None:
    """Fetch each bill and statement of the last days that we do not have yet."""
    days = [clock.today() - timedelta(days=back + 1) for back in range(BILL_COMES_WITHIN.days)]
    for merchant in queries.merchants():
        _fetch_each(days, partial(fetch_bill, merchant), f"{merchant.channel} {merchant.no}")
    for account in queries.bank_accounts():
        _fetch_each(days, partial(fetch_statement, account), account.bank)


def _fetch_each(days: Iterable[date], fetch: Callable[[date], None], whose: str) -> None:
    for day in days:
        try:
            fetch(day)
        except (Unavailable, Refused) as failure:
            log.warning("%s of %s: %s", whose, day, failure)


def fetch_bill(merchant: Merchant, day: date) -> None:
    bank, provider = merchant.bank_account.bank, PROVIDERS[merchant.channel]
    if queries.settlement_of(merchant.channel, bank, day) is not None:
        return
    content = provider.download_bill(merchant.no, day)
    if content is None:
        return
    lines = (
        BillLine(
            row.kind, row.trade_no, row.out_trade_no, row.amount_fen, row.fee_fen, row.finished_at
        )
        for row in provider.bill_rows(content)
    )
    actions.record_bill(
        channel=merchant.channel,
        bank=bank,
        day=day,
        digest=hashlib.sha256(content).digest(),
        lines=lines,
        by=CLOCK,
    )


def fetch_statement(account: BankAccount, day: date) -> None:
    """The bank sends its statement at the end of the day; should that have been lost, it is fetched."""
    if queries.statement_of(account.bank, day) is not None:
        return
    content = bank.statement(account.bank, day)
    if content is None:
        return
    message = iso20022.read_message(content)
    if isinstance(message, iso20022.Statement):
        record_statement(account.bank, message)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="payments",
    name="payments.ask_again",
    lock="payments.ask_again",
    queueing_lock="payments.ask_again",
)
def ask_for_statements_again(timestamp: int) -> None:
    """Ask banks once more for statements that somebody wants; a bank that does not answer is asked again."""
    for request in queries.statements_to_ask_for()[:20]:
        account = request.bank_account
        answer = StatementAnswer.THE_SAME
        try:
            known = queries.statement_of(account.bank, request.day)
            content = bank.statement(account.bank, request.day)
            message = None if content is None else iso20022.read_message(content)
            if isinstance(message, iso20022.Statement) and message.day == request.day:
                if record_statement(account.bank, message) != known:
                    answer = StatementAnswer.NEW_VERSION
            else:
                answer = StatementAnswer.UNREADABLE if content else StatementAnswer.NONE
        except Unavailable as failure:
            log.warning("statement of %s, %s: %s", account.bank, request.day, failure)
            continue
        except Refused as refused:
            log.error("statement of %s, %s: %s", account.bank, request.day, refused.message)
            answer = StatementAnswer.UNREADABLE
        actions.note_answer(request_id=request.pk, answer=answer, by=CLOCK)


def record_statement(code: str, message: iso20022.Statement) -> Statement:
    """Write down a statement as read from its message; the one that stands thereafter."""
    return actions.record_statement(
        bank=code,
        account_no=message.account,
        day=message.day,
        statement_ref=message.statement_ref,
        opening_fen=message.opening_fen,
        closing_fen=message.closing_fen,
        made_at=message.made_at,
        entries=[entry_terms(entry) for entry in message.entries],
        by=CLOCK,
    )


def entry_terms(entry: iso20022.Entry) -> EntryTerms:
    return EntryTerms(**{name: getattr(entry, name) for name in EntryTerms.__dataclass_fields__})
