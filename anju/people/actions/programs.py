"""The keys of other systems' programs."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.refusals import Refused, ensure
from anju.people.models import ApiKey
from anju.people.queries import check_power
from anju.people.rules import (
    CALLS_A_DAY,
    CALLS_A_MINUTE,
    KEY_PREFIX,
    KEYS_OF_ONE,
    OF_ENTERPRISES,
    KeyStatus,
    Power,
    Refusal,
    Scope,
)


@action
def issue_api_key(*, name: str, scopes: Iterable[str], by: Actor) -> str:
    """Make a key for another system. It is told this once; afterwards only its digest is known."""
    key = drawn()
    record_api_key(key=key, name=name, scopes=scopes, by=by)
    return key


@action
def issue_platform_key(
    *,
    name: str,
    scopes: Iterable[str],
    bank: str = "",
    expires_on: date | None = None,
    calls_a_minute: int = CALLS_A_MINUTE,
    calls_a_day: int = CALLS_A_DAY,
    by: Actor,
) -> str:
    """The office gives a platform or a bank a key. It is told this once. A bank's key is about its own account."""
    check_power(by, Power.API_KEEP)
    scopes = [Scope(scope) for scope in scopes]
    if (Scope.BANK_READ in scopes) != bool(bank):
        raise Refused(Refusal.KEY_WITHOUT_BANK)
    key = drawn()
    _issue(
        key,
        name,
        scopes,
        by,
        bank=bank,
        expires_on=expires_on,
        calls_a_minute=calls_a_minute,
        calls_a_day=calls_a_day,
    )
    return key


@action
def issue_key_for_organisation(
    *,
    name: str,
    scopes: Iterable[str],
    expires_on: date | None = None,
    calls_a_minute: int = CALLS_A_MINUTE,
    by: Actor,
) -> str:
    """An enterprise makes a key for a program of its own, which then acts as the enterprise. It is told this once.

    Refused without a name or a scope, under a name that is taken, with a scope that only the office gives, and beyond
    twenty keys in force. A program makes no keys. (BEY-11)
    """
    ensure(by.is_enterprise and by.client_id is None, f"{by.name} makes no keys")
    one_at_a_time(f"people:keys:{by.organisation_id}")
    asked = [Scope(scope) for scope in scopes]
    for scope in asked:
        if scope not in OF_ENTERPRISES:
            raise Refused(Refusal.SCOPE_OF_OTHERS, scope=scope.label)
    in_force = ApiKey.objects.filter(organisation=by.organisation_id, status=KeyStatus.ACTIVE)
    if in_force.count() >= KEYS_OF_ONE:
        raise Refused(Refusal.KEYS_TOO_MANY, most=KEYS_OF_ONE)
    key = drawn()
    _issue(
        key,
        name,
        asked,
        by,
        expires_on=expires_on,
        organisation_id=by.organisation_id,
        calls_a_minute=calls_a_minute,
    )
    return key


@action
def record_api_key(*, key: str, name: str, scopes: Iterable[str], by: Actor) -> ApiKey:
    """Admit a platform's key that was agreed upon elsewhere. Under a name that has one, it takes that one's place.

    A key that was revoked is not admitted again.
    """
    one_at_a_time(f"people:key:{name}")
    known = ApiKey.objects.filter(organisation=None, name=name, status=KeyStatus.ACTIVE).first()
    if known is None:
        return _issue(key, name, scopes, by, needs_scope=False)
    return move(
        lock(ApiKey, pk=known.pk),
        "replace",
        by=by,
        key_digest=_digest(key),
        hint=key[-4:],
        scopes=[Scope(scope).value for scope in scopes],
    )


@action
def replace_key(*, api_key_id: int, by: Actor) -> str:
    """Draw another text for a key: name, scopes and what it has asked for stay, the old text opens nothing more."""
    key = drawn()
    kept = _kept_by(api_key_id, by)
    move(kept, "replace", by=by, key_digest=_digest(key), hint=key[-4:])
    return key


@action
def revoke_key(*, api_key_id: int, because: str = "", by: Actor) -> ApiKey:
    """From now on the key opens nothing: its enterprise or the office says so. Twice is once; for good."""
    found = _kept_by(api_key_id, by)
    if found.status == KeyStatus.REVOKED:
        return found
    return move(found, "revoke", by=by, because=because, revoked_at=clock.now())


@action
def set_quota(*, api_key_id: int, calls_a_minute: int, calls_a_day: int, by: Actor) -> None:
    """The office says how often a program may call."""
    check_power(by, Power.API_KEEP)
    ensure(calls_a_minute > 0 and calls_a_day > 0, "a quota above zero")
    found = lock(ApiKey, pk=api_key_id)
    found.calls_a_minute, found.calls_a_day = calls_a_minute, calls_a_day
    found.save(update_fields=["calls_a_minute", "calls_a_day"])


@action
def set_callback(
    *, name: str, url: str, key: str, calls_a_minute: int = CALLS_A_MINUTE, by: Actor
) -> None:
    """Where a platform is told what becomes of its requests, the key that signs this, and how often it may call."""
    ApiKey.objects.filter(organisation=None, name=name).update(
        callback_url=url, callback_key=key, calls_a_minute=calls_a_minute
    )


@action
def withdraw_api_key(*, name: str, by: Actor) -> None:
    """The platform's key of this name opens nothing any more."""
    for found in ApiKey.objects.filter(organisation=None, name=name, status=KeyStatus.ACTIVE):
        move(lock(ApiKey, pk=found.pk), "revoke", by=by, revoked_at=clock.now())


def drawn() -> str:
    return KEY_PREFIX + secrets.token_urlsafe(32)


def _digest(key: str) -> bytes:
    return digest(f"api_key:{key}")


def _kept_by(api_key_id: int, by: Actor) -> ApiKey:
    """One of the enterprise's own keys, or any for the office; locked."""
    found = lock(ApiKey, pk=api_key_id)
    is_own = (
        by.is_enterprise and by.client_id is None and by.organisation_id == found.organisation_id
    )
    if not is_own:
        check_power(by, Power.API_KEEP)
    return found


def _issue(
    key: str,
    name: str,
    scopes: Iterable[str],
    by: Actor,
    *,
    needs_scope: bool = True,
    organisation_id: int | None = None,
    **limits: Any,
) -> ApiKey:
    name, listed = name.strip(), [Scope(scope).value for scope in scopes]
    if not 0 < len(name) <= 60:
        raise Refused(Refusal.KEY_WITHOUT_NAME)
    if needs_scope and not listed:
        raise Refused(Refusal.KEY_WITHOUT_SCOPE)
    ends = limits.get("expires_on")
    if ends is not None and ends < clock.today():
        raise Refused(Refusal.KEY_ENDS_BEFORE)
    of_one = ApiKey.objects.filter(organisation=organisation_id, name=name)
    if of_one.filter(status=KeyStatus.ACTIVE).exists():
        raise Refused(Refusal.KEY_NAME_TAKEN, name=name)
    if ApiKey.objects.filter(key_digest=_digest(key)).exists():
        raise Refused(Refusal.KEY_GONE)
    return ApiKey.objects.create(
        name=name,
        organisation_id=organisation_id,
        key_digest=_digest(key),
        hint=key[-4:],
        scopes=listed,
        issued_at=clock.now(),
        issued_by=by.name,
        **limits,
    )
