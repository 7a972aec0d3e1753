"""The keys of other systems' programs, and their calls."""

import secrets
from collections.abc import Iterable

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action
from anju.people.models import ApiCall, ApiKey
from anju.people.rules import CALLS_A_MINUTE, Scope


@action
def issue_api_key(*, name: str, scopes: Iterable[str], by: Actor) -> str:
    """Make a key for another system. It is told this once; afterwards only its digest is known."""
    key = secrets.token_urlsafe(32)
    record_api_key(key=key, name=name, scopes=scopes, by=by)
    return key


@action
def record_api_key(*, key: str, name: str, scopes: Iterable[str], by: Actor) -> ApiKey:
    """Admit a key that was agreed upon elsewhere. Under a name that has one, it takes that one's place."""
    admitted, _ = ApiKey.objects.update_or_create(
        name=name,
        defaults={
            "key_digest": digest(f"api_key:{key}"),
            "scopes": [Scope(scope).value for scope in scopes],
            "is_active": True,
            "issued_at": clock.now(),
            "issued_by": by.name,
        },
    )
    return admitted


@action
def set_callback(
    *, name: str, url: str, key: str, calls_a_minute: int = CALLS_A_MINUTE, by: Actor
) -> None:
    """Where a program is told what becomes of its requests, the key that signs this, and how often it may call."""
    ApiKey.objects.filter(name=name).update(
        callback_url=url, callback_key=key, calls_a_minute=calls_a_minute
    )


@action
def record_api_call(
    *, api_key_id: int, method: str, path: str, answer: int, ip: str | None, by: Actor
) -> None:
    """Write down that a program called, whatever it was answered. (HVF-04)"""
    ApiCall.objects.create(
        api_key_id=api_key_id,
        at=clock.now(),
        method=method[:10],
        path=path[:300],
        answer=answer,
        ip=ip,
    )


@action
def withdraw_api_key(*, name: str, by: Actor) -> None:
    """The key of this name opens nothing any more."""
    ApiKey.objects.filter(name=name).update(is_active=False)
