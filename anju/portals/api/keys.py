"""Who is calling: a program shows its key, and may do what its scopes say."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja.security import HttpBearer

from anju.core import clock
from anju.core.actors import OUTSIDE, Actor
from anju.core.refusals import Refused
from anju.people import actions
from anju.people import queries as people
from anju.people.actions import Counted
from anju.people.rules import KeyStatus, Scope
from anju.portals.api.rules import Refusal

if TYPE_CHECKING:
    from anju.people.models import ApiKey


class Key(HttpBearer):
    """The door of an operation: a key with one of these scopes. `request.actor` is then the program."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        key = people.api_key(token)
        if key is None:
            return None
        request.api_key_id, request.api_bank = key.pk, key.bank
        refuse_dead(key)
        request.api_quota = key.calls_a_minute, key.calls_a_day
        request.api_counted = counted = actions.count_api_call(
            api_key_id=key.pk,
            calls_a_minute=key.calls_a_minute,
            calls_a_day=key.calls_a_day,
            by=OUTSIDE,
        )
        if not counted.is_within:
            raise beyond(key, counted)
        if self.scopes and not set(self.scopes) & set(key.scopes):
            raise Refused(Refusal.NOT_IN_SCOPE, name=key.name, scope=self.scopes[0].value)
        request.actor = program(key)
        return request.actor


def refuse_dead(key: "ApiKey") -> None:
    """A key that was revoked, or whose last day is over, is told so: its program is not left guessing."""
    if key.status == KeyStatus.REVOKED:
        raise Refused(Refusal.KEY_REVOKED, name=key.name)
    if key.expires_on is not None and key.expires_on < clock.today():
        raise Refused(Refusal.KEY_EXPIRED, name=key.name, day=key.expires_on.isoformat())


def beyond(key: "ApiKey", counted: Counted) -> Refused:
    if not counted.left_on_day:
        return Refused(Refusal.DAY_USED_UP, name=key.name, limit=key.calls_a_day)
    return Refused(Refusal.QUOTA_USED_UP, name=key.name, limit=key.calls_a_minute)


def program(key: "ApiKey") -> Actor:
    """A platform's program acts in its own name; an enterprise's as the enterprise, within the key's scopes."""
    may = frozenset(key.scopes)
    if key.organisation_id is None:
        return Actor(f"api {key.name}", "api", may, client_id=key.pk)
    return Actor(
        f"organisation {key.organisation_id} key {key.pk}",
        "enterprise",
        may,
        organisation_id=key.organisation_id,
        client_id=key.pk,
    )


class AnyKey(Key):
    """The door of what is published: whatever the key is for, its calls are counted and written down."""

    def __init__(self) -> None:
        super().__init__()
