"""Where the outside knocks: verify, write the fact down, answer. Everything else is done by the jobs. (CHN-02)"""

import hashlib
import json
import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.clients import alipay, bank, iso20022, signing, wechat
from anju.clients.hand_overs import announcement
from anju.clients.trades import Notification, RefundNews
from anju.core import actions as core
from anju.core import clock
from anju.core.actors import OUTSIDE
from anju.core.refusals import Refused
from anju.hand_overs import actions as hand_overs
from anju.hand_overs.rules import Refusal as HandOverRefusal
from anju.payments import actions as payments
from anju.payments import jobs
from anju.payments.rules import Channel
from anju.web.doors import machine

log = logging.getLogger(__name__)
STATUS = {
    HandOverRefusal.REPLAYED: 409,
    HandOverRefusal.UNKNOWN_LEASE: 404,
    HandOverRefusal.NOT_A_TENANT: 404,
}


def refused(refusal: Refused, status: int = 400, text: str = "") -> HttpResponse:
    """Say why in one sentence; the sender keeps the message and tries again."""
    log.warning("refused: %s", refusal.message)
    return HttpResponse(text or refusal.message, "text/plain; charset=utf-8", status)


@machine
@require_POST
def alipay_notification(request: HttpRequest) -> HttpResponse:
    """Alipay wants exactly `success`; on anything else it repeats the notification for a day."""
    try:
        record(Channel.ALIPAY, alipay.verified_notification(request.body))
    except Refused as refusal:
        return refused(refusal, text="fail")
    return HttpResponse("success", "text/plain")


@machine
@require_POST
def wechat_notification(request: HttpRequest) -> HttpResponse:
    """WeChat takes 204 for a yes; on anything else it repeats the notification for a day."""
    try:
        told = wechat.verified_notification(request.headers, request.body)
        if isinstance(told, RefundNews):
            payments.ask_about_refund(request_no=told.request_no, by=OUTSIDE)
        else:
            record(Channel.WECHAT, told)
    except Refused as refusal:
        log.warning("refused: %s", refusal.message)
        return JsonResponse({"code": "FAIL", "message": refusal.message}, status=400)
    return HttpResponse(status=204)


def record(channel: Channel, told: Notification) -> None:
    payments.record_notification(
        channel=channel,
        notify_id=told.notify_id,
        merchant_no=told.merchant_no,
        payment_no=told.out_trade_no,
        trade_no=told.trade_no,
        trade_status=told.trade_status,
        amount_fen=told.amount_fen,
        paid_at=told.paid_at,
        buyer=told.buyer,
        by=OUTSIDE,
    )


@machine
@require_POST
def bank_message(request: HttpRequest, code: str) -> HttpResponse:
    """A bank's camt.054, camt.053 or pain.002, signed with its key and a nonce of its own."""
    try:
        nonce = bank.verify(code, "POST", request.path, request.headers, request.body)
        message = iso20022.read_message(request.body)
        entries = message.entries if isinstance(message, iso20022.Credits) else ()
        account_no = message.account if isinstance(message, iso20022.Credits) else ""
        payments.record_bank_message(
            bank=code,
            nonce=nonce,
            digest=hashlib.sha256(request.body).digest(),
            account_no=account_no,
            entries=[jobs.entry_terms(entry) for entry in entries],
            by=OUTSIDE,
        )
        take(code, message)
    except Refused as refusal:
        return refused(refusal)
    return HttpResponse("ok", "text/plain")


def take(code: str, message: iso20022.Credits | iso20022.Statement | iso20022.StatusReport) -> None:
    """What the other kinds of message mean: a day's statement, or instructions that could not be carried out."""
    if isinstance(message, iso20022.Statement):
        jobs.record_statement(code, message)
    if isinstance(message, iso20022.StatusReport):
        jobs.record_report(code, message)


@machine
@require_POST
def hand_over(request: HttpRequest, sender: str) -> HttpResponse:
    """A tenant comes from the mini program or the rental platform: where its browser may enter, once. (IDN-11, NET-01)

    The refusal's sentence is for the tenant: the sender shows it.
    """
    try:
        told = announcement(sender, request.path, request.headers, request.body)
        ticket, made = hand_overs.make_hand_over(announcement=told, by=OUTSIDE)
    except Refused as no:
        log.warning("hand-over by %s refused: %s", sender, no.code)
        answer = {"code": str(no.code.value), "message": no.message}
        return JsonResponse(answer, status=STATUS.get(no.code, 400))  # type: ignore[call-overload]
    url = f"{settings.PUBLIC_URL}{reverse('sign_in:enter', args=[ticket])}"
    return JsonResponse({"url": url, "expires_at": made.expires_at.isoformat()}, status=201)


@machine
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the movable clock of a demo forward. The route exists only where the clock is movable."""
    try:
        signing.check_shared_key(settings.CLOCK_KEY, request.headers, request.body)
        wanted = json.loads(request.body)
        core.advance_clock(
            seconds=int(wanted.get("seconds", 0)), days=int(wanted.get("days", 0)), by=OUTSIDE
        )
    except Refused as refusal:
        return refused(refusal)
    except (ValueError, TypeError, AttributeError):
        return HttpResponse('expected {"days": n} or {"seconds": n}', "text/plain", 400)
    return JsonResponse({"now": clock.now().isoformat()})
