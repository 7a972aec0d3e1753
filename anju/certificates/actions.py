"""What can be done: issue a paper. None is ever changed or withdrawn; each says as of which moment it holds."""

import base64
import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from anju.certificates import paper
from anju.certificates.facts import books_of, common_facts, facts_of, facts_of_home
from anju.certificates.models import Certificate
from anju.certificates.rules import MOST_A_DAY, MOST_MOVEMENTS, OF_THE_CITY, PREFIXES, Kind, Refusal
from anju.contracts import queries as contracts
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import yuan
from anju.core.paper import canonical
from anju.core.refusals import Refused, ensure
from anju.fund import queries as fund
from anju.ledger import queries as ledger


@action
def issue_statement(
    *, lease_id: int, from_on: date, to_on: date, language: str, by: Actor
) -> Certificate:
    """Every movement of a lease's deposit and rent that happened on these Beijing days, as known now. (TEN-91)

    Refused when the period is wrong or holds more than a paper does.
    """
    if to_on < from_on:
        raise Refused(Refusal.PERIOD_BACKWARDS, from_on=from_on, to_on=to_on)
    if to_on > clock.today():
        raise Refused(Refusal.PERIOD_IN_FUTURE, to_on=to_on)
    lease = _lease_for(lease_id, by)
    books = books_of(lease, from_on, to_on, language)
    count = sum(len(book["movements"]) for book in books)
    if count > MOST_MOVEMENTS:
        raise Refused(Refusal.TOO_MANY_MOVEMENTS, count=count, limit=MOST_MOVEMENTS)
    period = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    return _issue(Kind.STATEMENT, lease, language, by, **period, books=books)


@action
def issue_proof_of_deposit(*, lease_id: int, language: str, by: Actor) -> Certificate:
    """That a lease's deposit is in custody at this moment. Refused when none is. (TEN-91)"""
    lease = _lease_for(lease_id, by)
    deposit_fen = ledger.balance_fen(lease.deposit_pot)
    if deposit_fen == 0:
        raise Refused(Refusal.NOTHING_IN_CUSTODY)
    return _issue(Kind.PROOF_OF_DEPOSIT, lease, language, by, deposit_fen=deposit_fen)


@action
def issue_proof_of_full_payment(*, account_id: int, language: str, by: Actor) -> Certificate:
    """足额交存证明, for the registration of a transfer or mortgage: this home owes nothing at this moment. (rule B2.12)

    For its owners. Refused while something is owed or on its way, and where nothing was ever deposited.
    """
    account = fund.homes_of(by).filter(pk=account_id).first()
    ensure(account is not None, f"{by.name} does not own the home of account {account_id}")
    today = clock.start_of(clock.today())
    if Certificate.objects.filter(account=account_id, issued_at__gte=today).count() >= MOST_A_DAY:
        raise Refused(Refusal.TOO_MANY_HOME_TODAY, limit=MOST_A_DAY)
    due = fund.due_of(account)  # type: ignore[arg-type]
    if due.kind is not None:
        raise Refused(Refusal.NOT_FULL, kind=due.kind.label, amount=yuan(due.amount_fen))
    if fund.is_under_way(account):  # type: ignore[arg-type]
        raise Refused(Refusal.UNDER_WAY)
    if fund.balance_fen(account) == 0:  # type: ignore[arg-type]
        raise Refused(Refusal.NOTHING_DEPOSITED)
    now = clock.now()
    no = numbers.certificate_no(PREFIXES[Kind.FULL_PAYMENT], now)
    facts = facts_of_home(no, account, now, language, by)
    return _write_down(facts, now, by, account=account)


@action
def issue_monthly_report(
    *, stated: dict[str, Any], lay_out: Callable[[dict[str, Any], str], bytes], by: Actor
) -> Certificate:
    """The fund centre's account of a month, in figures only. `stated` has `from_on`, `to_on` and the sums that whoever
    checks the paper sees: `in_fen`, `out_fen`, `held_fen`. (CTR-08, BEY-15)"""
    now = clock.now()
    no = numbers.certificate_no(PREFIXES[Kind.MONTHLY_REPORT], now)
    facts = common_facts(Kind.MONTHLY_REPORT, no, now, "zh-hans") | stated
    return _write_down(facts, now, by, lay_out)


def _lease_for(lease_id: int, by: Actor) -> Any:
    lease = contracts.leases_seen_by(by).filter(pk=lease_id).first()
    ensure(lease is not None, f"{by.name} is no tenant of lease {lease_id}")
    today = clock.start_of(clock.today())
    if Certificate.objects.filter(lease=lease_id, issued_at__gte=today).count() >= MOST_A_DAY:
        raise Refused(Refusal.TOO_MANY_TODAY, limit=MOST_A_DAY)
    return lease


def _issue(kind: Kind, lease: Any, language: str, by: Actor, **stated: Any) -> Certificate:
    now = clock.now()
    no = numbers.certificate_no(PREFIXES[kind], now)
    facts = facts_of(kind, no, lease, now, language, by) | stated
    return _write_down(facts, now, by, lease=lease)


def _write_down(
    facts: dict[str, Any],
    now: datetime,
    by: Actor,
    lay_out: Callable[[dict[str, Any], str], bytes] = paper.pdf,
    **about: Any,
) -> Certificate:
    text = canonical(facts)
    digest = hashlib.sha256(text.encode())
    pdf = lay_out(facts, digest.hexdigest())
    is_of_the_city = facts["kind"] in OF_THE_CITY
    return Certificate.objects.create(
        no=facts["no"],
        kind=facts["kind"],
        **about,
        person_id=None if is_of_the_city or by.organisation_id else by.person_id,
        organisation_id=None if is_of_the_city else by.organisation_id,
        language=facts["language"],
        issued_at=now,
        facts=text,
        facts_digest=digest.digest(),
        pdf=base64.b64encode(pdf).decode(),
        pdf_digest=hashlib.sha256(pdf).digest(),
    )
