"""A vote is opened: who is counted, and with how much, is settled then. (Civil Code 278; rules B4.5, B4.6)"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, among, as_array, one_at_a_time
from anju.core.refusals import Refused, ensure
from anju.homes import queries as homes
from anju.people import queries as people
from anju.votes.models import Vote
from anju.votes.rules import NOTICE_DAYS, Refusal

HEADS = """
INSERT INTO votes_head (vote_id, digest, area_hundredths, is_developer)
SELECT %s, decode(one.digest, 'hex'), one.area_hundredths, one.is_developer
FROM unnest(%s::text[], %s::bigint[], %s::boolean[])
    WITH ORDINALITY AS one (digest, area_hundredths, is_developer, place)
ORDER BY one.place RETURNING id, digest
"""
ELECTORS = """
INSERT INTO votes_elector (head_id, digest, owner_id, organisation_id)
SELECT one.head_id, decode(one.digest, 'hex'), one.owner_id, one.organisation_id
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
    WITH ORDINALITY AS one (head_id, digest, owner_id, organisation_id, place)
ORDER BY one.place
"""
SEATS = """
INSERT INTO votes_seat (vote_id, head_id, dwelling_id, area_hundredths)
SELECT %s, one.head_id, one.dwelling_id, one.area_hundredths
FROM unnest(%s::bigint[], %s::bigint[], %s::int[])
    WITH ORDINALITY AS one (head_id, dwelling_id, area_hundredths, place)
ORDER BY one.place
"""


@dataclass
class Counted:
    """One head as it is put together: its electors by digest, with their row of homes.Owner, and its area."""

    electors: dict[bytes, int | None]
    area_hundredths: int = 0
    is_developer: bool = False
    homes: list[tuple[int, int]] = field(default_factory=list)


@action
def open_vote(
    *,
    cause: str,
    community_id: int,
    title: str,
    dwelling_ids: Sequence[int],
    closes_on: date,
    by: Actor,
) -> Vote:
    """Ask the owners of these homes; the company that asks enters the paper. The same again is the same vote.

    Refused without homes, with a home of another community, when it would close before the notice has run its time,
    and for a cause that something else was asked about.
    """
    company_id = by.organisation_id
    ensure(company_id is not None, f"{by.name} is no company")
    assert company_id is not None
    one_at_a_time(f"vote:{cause}")
    community, wanted = homes.community(community_id), sorted(set(dwelling_ids))
    known = Vote.objects.filter(cause=cause).first()
    if known is not None:
        if not _is_the_same(known, by, title, wanted, closes_on):
            raise Refused(Refusal.CAUSE_KNOWN, cause=cause)
        return known
    if not wanted:
        raise Refused(Refusal.NO_HOMES)
    _check_notice(closes_on)
    there = homes.dwellings_in(community_id).filter(pk__in=among(wanted))
    roll = list(there.values_list("pk", "area_hundredths"))
    if len(roll) != len(wanted):
        raise Refused(Refusal.OTHER_COMMUNITY, community=community.name)
    vote = Vote.objects.create(
        cause=cause,
        community_id=community_id,
        organisation_id=company_id,
        title=title.strip()[:120],
        opened_by=by.name,
        opened_at=clock.now(),
        noticed_on=clock.today(),
        closes_on=closes_on,
    )
    _freeze(vote, roll, community.developer_id)
    return vote


def _is_the_same(
    vote: Vote, by: Actor, title: str, dwelling_ids: list[int], closes_on: date
) -> bool:
    asked = vote.seats.order_by("dwelling_id").values_list("dwelling_id", flat=True)
    return (vote.organisation_id, vote.title, vote.closes_on, list(asked)) == (
        by.organisation_id,
        title.strip()[:120],
        closes_on,
        dwelling_ids,
    )


def _check_notice(closes_on: date) -> None:
    first = clock.today() + timedelta(days=NOTICE_DAYS)
    if closes_on < first:
        raise Refused(Refusal.CLOSES_TOO_SOON, days=NOTICE_DAYS, first=first.isoformat())


def _freeze(vote: Vote, roll: list[tuple[int, int]], developer_id: int | None) -> None:
    """Write the roll: one seat a home, one head a set of owners, the unsold homes one head of the developer's."""
    owners = homes.owner_digests_of(pk for pk, _ in roll)
    developer = _developer(developer_id)
    counted: dict[bytes, Counted] = {}
    for dwelling_id, area_hundredths in roll:
        electors: dict[bytes, int | None] = dict(owners.get(dwelling_id, ()))
        is_unsold = not electors
        if is_unsold:
            electors = dict.fromkeys(developer)
        head = counted.setdefault(_head_digest(electors), Counted(electors))
        head.area_hundredths += area_hundredths
        head.is_developer |= is_unsold
        head.homes.append((dwelling_id, area_hundredths))
    _write(vote, roll, counted, developer_id)


def _write(
    vote: Vote, roll: list[tuple[int, int]], counted: dict[bytes, Counted], developer_id: int | None
) -> None:
    """Three statements, whatever the number of homes; seats in the order of the roll."""
    every = counted.values()
    heads = (
        [key.hex() for key in counted],
        [one.area_hundredths for one in every],
        [one.is_developer for one in every],
    )
    with connection.cursor() as cursor:
        cursor.execute(HEADS, [vote.pk, *(as_array(column) for column in heads)])
        ids = {bytes(key): pk for pk, key in cursor.fetchall()}
        electors = [
            (ids[key], who.hex(), owner_id, developer_id if owner_id is None else None)
            for key, one in counted.items()
            for who, owner_id in one.electors.items()
        ]
        if electors:
            cursor.execute(ELECTORS, [as_array(column) for column in zip(*electors, strict=True)])
        head_of = {pk: ids[key] for key, one in counted.items() for pk, _area in one.homes}
        seats = [(head_of[pk], pk, area) for pk, area in roll]
        cursor.execute(SEATS, [vote.pk, *(as_array(column) for column in zip(*seats, strict=True))])


def _developer(developer_id: int | None) -> list[bytes]:
    """By which digest the developer of a community is known, where we know it."""
    if developer_id is None:
        return []
    organisation = people.organisation(developer_id)
    return [homes.owner_digest(organisation.name, organisation.uscc)]


def _head_digest(electors: dict[bytes, int | None]) -> bytes:
    """The same set of owners is the same head; homes of nobody are all one."""
    return digest("head:" + ",".join(sorted(one.hex() for one in electors)))
