"""A vote is opened: who is counted, and with how much, is settled then. (Civil Code 278; rules B4.5, B4.6)"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused, ensure
from anju.homes import queries as homes
from anju.people import queries as people
from anju.votes.models import Elector, Head, Seat, Vote
from anju.votes.rules import NOTICE_DAYS, Refusal

AT_ONCE = 1_000


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
    there = homes.dwellings_in(community_id).filter(pk__in=wanted)
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
    heads = [
        Head(
            vote=vote,
            digest=key,
            area_hundredths=one.area_hundredths,
            is_developer=one.is_developer,
        )
        for key, one in counted.items()
    ]
    Head.objects.bulk_create(heads, batch_size=AT_ONCE)
    both = list(zip(heads, counted.values(), strict=True))
    Elector.objects.bulk_create(
        (
            Elector(
                head=head,
                digest=who,
                owner_id=owner_id,
                organisation_id=developer_id if owner_id is None else None,
            )
            for head, one in both
            for who, owner_id in one.electors.items()
        ),
        batch_size=AT_ONCE,
    )
    head_of = {pk: head for head, one in both for pk, _ in one.homes}
    Seat.objects.bulk_create(
        (
            Seat(vote=vote, head=head_of[pk], dwelling_id=pk, area_hundredths=area)
            for pk, area in roll
        ),
        batch_size=AT_ONCE,
    )


def _developer(developer_id: int | None) -> list[bytes]:
    """By which digest the developer of a community is known, where we know it."""
    if developer_id is None:
        return []
    organisation = people.organisation(developer_id)
    return [homes.owner_digest(organisation.name, organisation.uscc)]


def _head_digest(electors: dict[bytes, int | None]) -> bytes:
    """The same set of owners is the same head; homes of nobody are all one."""
    return digest("head:" + ",".join(sorted(one.hex() for one in electors)))
