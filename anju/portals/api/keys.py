"""Who is calling: a program shows its key, and may do what its scopes say."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.people import queries as people
from anju.people.rules import Scope
from anju.portals.api.rules import Refusal


class Key(HttpBearer):
    """The door of an operation: a key with one scope. `request.actor` is then the program."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        key = people.api_key(token)
        if key is None:
            return None
        request.api_key_id = key.pk  # type: ignore[attr-defined]
        if not people.calls_are_left(key):
            raise Refused(Refusal.QUOTA_USED_UP, name=key.name, limit=key.calls_a_minute)
        if self.scope is not None and self.scope not in key.scopes:
            raise Refused(Refusal.NOT_IN_SCOPE, name=key.name, scope=self.scope.value)
        request.actor = Actor(f"api {key.name}", "api", frozenset(key.scopes), client_id=key.pk)
        return request.actor


class AnyKey(Key):
    """The door of what is published: whatever the key is for, its calls are counted and written down."""

    def __init__(self) -> None:
        super().__init__(None)
