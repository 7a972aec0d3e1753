"""Each tenant confirms with a code sent to the phone on the contract, or declines. (CON-05)

A wrong code has to count although the confirmation is refused, so it is tried in a transaction of its own.
"""

import secrets
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, move
from anju.core.refusals import Refused
from anju.notices import actions as notices
from anju.signings.actions.papers import seal_paper
from anju.signings.actions.parties import locked_by_tenant
from anju.signings.actions.signing import back_to_draft
from anju.signings.actions.telling import facts_of, tell_landlord, tell_tenants
from anju.signings.models import ConfirmationCode, Contract, ContractTenant
from anju.signings.rules import (
    CODE_AGAIN_AFTER,
    CODE_DIGITS,
    CODE_HOLDS,
    CODES_A_DAY,
    MOVES,
    WRONG_CODES,
    Refusal,
)


@action
def send_code(*, contract_id: int, by: Actor) -> ConfirmationCode:
    """Send a tenant a code to the phone on the contract. Refused within a minute of the last and after ten a day."""
    contract, tenant = locked_by_tenant(contract_id, by)
    _check_open(contract)
    if tenant.confirmed_at is not None:
        raise Refused(Refusal.CONFIRMED_ALREADY)
    now = clock.now()
    last = tenant.codes.order_by("-sent_at").first()
    if last is not None and now < last.sent_at + CODE_AGAIN_AFTER:
        left = last.sent_at + CODE_AGAIN_AFTER - now
        raise Refused(Refusal.CODE_TOO_SOON, seconds=int(left.total_seconds()) + 1)
    if tenant.codes.filter(sent_at__gte=clock.start_of(clock.today())).count() >= CODES_A_DAY:
        raise Refused(Refusal.TOO_MANY_CODES, limit=CODES_A_DAY)
    drawn = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    code = ConfirmationCode.objects.create(
        tenant=tenant,
        digest=_digest(tenant, drawn),
        terms_digest=contract.terms_digest,
        sent_at=now,
    )
    notices.queue_sealed(
        key=f"contract_code:{contract.no}:{code.pk}",
        kind="contract_code",
        facts=facts_of(contract) | {"minutes": str(int(CODE_HOLDS.total_seconds()) // 60)},
        sealed={"code": drawn},
        phone=tenant.phone,
        person_id=tenant.person_id,
        organisation_id=tenant.organisation_id,
        by=by,
    )
    return code


@dataclass(frozen=True)
class Tried:
    """What came of a code: `left` guesses, or None where it was right."""

    left: int | None


def confirm_contract(*, contract_id: int, code: str, terms_digest: bytes, by: Actor) -> Contract:
    """确认签约: a tenant signs the terms they saw, by a code. The last one makes the contract effective.

    Confirmed again, it is the same. Refused with a wrong or old code, for other terms, and when the time is over.
    """
    tried = try_code(contract_id=contract_id, code=code, terms_digest=terms_digest, by=by)
    if tried.left is not None:
        raise Refused(Refusal.CODE_WRONG, left=tried.left)
    return take_confirmation(contract_id=contract_id, terms_digest=terms_digest, by=by)


@action
def try_code(*, contract_id: int, code: str, terms_digest: bytes, by: Actor) -> Tried:
    """Compare a code with the last one that was sent; a wrong guess counts."""
    contract, tenant = locked_by_tenant(contract_id, by)
    if tenant.confirmed_at is not None:
        return Tried(None)
    _check_open(contract)
    if bytes(contract.terms_digest or b"") != terms_digest:
        raise Refused(Refusal.SEEN_OTHERWISE)
    sent = tenant.codes.filter(terms_digest=terms_digest).order_by("-sent_at").first()
    if sent is None or clock.now() > sent.sent_at + CODE_HOLDS or sent.wrong >= WRONG_CODES:
        raise Refused(Refusal.CODE_OVER)
    if not secrets.compare_digest(bytes(sent.digest), _digest(tenant, code.strip())):
        sent.wrong += 1
        sent.save(update_fields=["wrong"])
        return Tried(WRONG_CODES - sent.wrong)
    sent.used_at = clock.now()
    sent.save(update_fields=["used_at"])
    return Tried(None)


@action
def take_confirmation(*, contract_id: int, terms_digest: bytes, by: Actor) -> Contract:
    """A tenant whose code was right has confirmed; after the last of them the contract is effective and sealed."""
    contract, tenant = locked_by_tenant(contract_id, by)
    if tenant.confirmed_at is not None:
        return contract
    _check_open(contract)
    now = clock.now()
    proven = tenant.codes.filter(terms_digest=contract.terms_digest, used_at__gt=now - CODE_HOLDS)
    if bytes(contract.terms_digest or b"") != terms_digest or not proven.exists():
        raise Refused(Refusal.CODE_OVER)
    tenant.confirmed_at, tenant.confirmed_by = now, by.name
    tenant.confirmed_digest = contract.terms_digest
    tenant.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_digest"])
    if not contract.tenants.filter(confirmed_at__isnull=True).exists():
        move(contract, "confirm", by=by, effective_at=now)
        seal_paper(contract)
        tell_tenants(contract, "contract_signed", by=by)
        tell_landlord(contract, "contract_signed", by=by)
    return contract


@action
def decline_contract(*, contract_id: int, because: str, by: Actor) -> Contract:
    """拒绝签约: one tenant does not sign; it is a draft again. Refused without a reason, and once confirmed."""
    contract, tenant = locked_by_tenant(contract_id, by)
    MOVES.check("decline", contract)
    if tenant.confirmed_at is not None:
        raise Refused(Refusal.CONFIRMED_ALREADY)
    if not because.strip():
        raise Refused(Refusal.BECAUSE_MISSING)
    tell_landlord(contract, "contract_declined", by=by)
    return back_to_draft(contract, "decline", because.strip(), by)


def _check_open(contract: Contract) -> None:
    MOVES.check("confirm", contract)
    until = contract.confirm_until
    if until is None or until < clock.today():
        raise Refused(Refusal.CONFIRM_TIME_OVER, until=until)


def _digest(tenant: ContractTenant, code: str) -> bytes:
    return digest(f"signings code:{tenant.pk}:{code}")
