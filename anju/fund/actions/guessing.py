"""快速交存 is guessed at: wrong tries are counted in the database, known to every process, also after a restart."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from anju.core.crypto import digest
from anju.core.prepared import rows_prepared
from anju.core.refusals import Refused
from anju.fund.rules import (
    TRIES_OF_A_NUMBER,
    TRIES_OF_A_SESSION,
    TRIES_OF_A_SOURCE,
    TRIES_OF_A_SOURCE_AT_A_NUMBER,
    TRIES_OF_ALL,
    TRIES_WHILE_GUESSED,
    Refusal,
)

KNOWN = """
    SELECT digest, failures FROM fund_tries WHERE window_at = %(window_at)s AND digest = ANY(%(digests)s::bytea[])
"""
ADDED = """
    INSERT INTO fund_tries (digest, window_at, failures)
    SELECT one, %(window_at)s, %(more)s FROM unnest(%(digests)s::bytea[]) AS one ORDER BY one
    ON CONFLICT (digest, window_at) DO UPDATE SET failures = fund_tries.failures + excluded.failures
    RETURNING digest, failures
"""


def window_of(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Guesses:
    """Who tries which number in a window, and how often each of that was wrong. Only digests are kept."""

    source: str
    session: str
    number: str
    window_at: datetime

    @cached_property
    def of_all(self) -> bytes:
        return digest("quick:all")

    @cached_property
    def of_source(self) -> bytes:
        return digest(f"quick:source:{self.source}")

    @cached_property
    def limits(self) -> dict[bytes, int]:
        limits = {
            self.of_source: TRIES_OF_A_SOURCE,
            digest(f"quick:number:{self.number}"): TRIES_OF_A_NUMBER,
            digest(f"quick:{self.source}:{self.number}"): TRIES_OF_A_SOURCE_AT_A_NUMBER,
        }
        if self.session:
            limits[digest(f"quick:session:{self.session}")] = TRIES_OF_A_SESSION
        return limits

    def known(self) -> dict[bytes, int]:
        """How often each was wrong until now; nobody waits, and nothing is written."""
        return self._rows(KNOWN, [*self.limits, self.of_all])

    def held(self) -> dict[bytes, int]:
        """The same, and whoever tries one of them at the same moment waits until this try has been counted."""
        return self._rows(ADDED, list(self.limits), more=0)

    def check(self, failures: dict[bytes, int]) -> None:
        """Refused when a limit is reached; while the whole city is guessed at, each address has a lower one."""
        is_guessed = failures.get(self.of_all, 0) >= TRIES_OF_ALL
        limits = self.limits | ({self.of_source: TRIES_WHILE_GUESSED} if is_guessed else {})
        if any(failures.get(one, 0) >= most for one, most in limits.items()):
            raise Refused(Refusal.TOO_MANY_TRIES)

    def count(self) -> None:
        self._rows(ADDED, [*self.limits, self.of_all], more=1)

    def _rows(self, sql: str, digests: list[bytes], **more: int) -> dict[bytes, int]:
        facts = {"window_at": self.window_at, "digests": digests, **more}
        return {bytes(one): failures for one, failures in rows_prepared(sql, facts)}
