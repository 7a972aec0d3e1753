"""Everything one running sandbox consists of, handed to whoever needs it."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from sandbox.clock import Clock
from sandbox.settings import Settings
from sandbox.store import Store


@dataclass(frozen=True)
class World:
    settings: Settings
    store: Store
    clock: Clock

    @classmethod
    def open(cls, settings: Settings) -> "World":
        store = Store(settings.state_dir / "sandbox.sqlite3")
        return cls(settings, store, Clock(store))


def the_world() -> World:
    return cast(World, current_app.extensions["sandbox"])
