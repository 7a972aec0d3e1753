"""Builders of votes, made of actions."""

import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import CLOCK, Actor
from anju.core.files import Allowance, Kind
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, fresh, signed_in
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.models import Dwelling
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.people import actions as people
from anju.people.rules import Power
from anju.votes import actions, queries
from anju.votes.actions import Paper
from anju.votes.models import Head, Seat, Voice, VoiceCode, Vote
from anju.votes.rules import NOTICE_DAYS

__all__ = ["CLERK", "DEPARTMENT", "WANG", "ZHAO", "fresh", "signed_in"]

CLERK = Actor("clerk", "authority", frozenset({Power.VOTE_OBJECT}), staff_id=880)
LIU = OwnerTerms("刘七", "110101199003072113")
DEVELOPER_CODE = "91110105MA00DE5T26"
serial = itertools.count(1)


def the_company(name: str = "京城物业", uscc: str = "91110105MA01WYGA1B") -> Actor:
    """Who asks the owners and enters their paper."""
    organisation = people.record_organisation(name=name, uscc=uscc, by=CLOCK)
    return Actor(f"property:{organisation.pk}", "property", organisation_id=organisation.pk)


def closes_on() -> date:
    return clock.today() + timedelta(days=NOTICE_DAYS)


def some_homes(
    *homes_of: Sequence[OwnerTerms] | OwnerTerms | None, areas: Sequence[int] = ()
) -> list[Dwelling]:
    """Homes of one building, of these owners each (None: unsold), 90 m² unless `areas` (hundredths) say otherwise."""
    community = homes.record_community(
        name="和平里小区", district="110101", address="和平里东街1号", by=DEPARTMENT
    )
    building = homes.record_building(
        community_id=community.pk, name=f"{next(serial)}号楼", storeys=12, by=DEPARTMENT
    )
    made = []
    for number, owners in enumerate(homes_of):
        terms = DwellingTerms(
            unit="1",
            floor=number // 4 + 1,
            room=f"{number // 4 + 1:02}{number % 4 + 1:02}",
            area_hundredths=areas[number] if areas else 90_00,
            contract_on=date(2024, 5, 1),
        )
        if owners is None:
            made += homes.record_unsold(building_id=building.pk, stated=[terms], by=DEPARTMENT)
            continue
        some = [owners] if isinstance(owners, OwnerTerms) else list(owners)
        made.append(
            homes.record_dwelling(building_id=building.pk, terms=terms, owners=some, by=DEPARTMENT)
        )
    return made


def an_open_vote(
    *homes_of: Any, areas: Sequence[int] = (), company: Actor | None = None, cause: str = ""
) -> Vote:
    """A vote of the owners of some homes, asked by `the_company()`: of WANG's and ZHAO's, unless told otherwise."""
    dwellings = some_homes(*(homes_of or (WANG, ZHAO)), areas=areas)
    return actions.open_vote(
        cause=cause or f"works:T{next(serial):08}",
        community_id=dwellings[0].building.community_id,
        title="更换1号电梯",
        dwelling_ids=[home.pk for home in dwellings],
        closes_on=closes_on(),
        by=company or the_company(),
    )


def company_of(vote: Vote) -> Actor:
    return Actor(
        f"property:{vote.organisation_id}", "property", organisation_id=vote.organisation_id
    )


def seat_of(vote: Vote, number: int = 1) -> Seat:
    """The first home of a roll, or the one of this number."""
    return list(queries.roll_of(vote))[number - 1]


def head_of(vote: Vote, owner: OwnerTerms) -> Head:
    """As which head an owner is counted; of several the one that comes first on the roll."""
    return queries.heads_of(signed_in(owner)).filter(vote=vote).order_by("id")[0]


def signed_paper(vote: Vote, number: int = 1, *, agrees: bool = True, **terms: Any) -> Voice:
    """The company enters the paper of one home."""
    return actions.enter_paper(
        vote_id=vote.pk,
        seat_id=seat_of(vote, number).pk,
        paper=Paper(agrees, **terms),
        by=company_of(vote),
    )


def spoken_online(
    vote: Vote, owner: OwnerTerms, *, agrees: bool = True, head: Head | None = None
) -> Voice:
    """An owner confirms with the code on their phone; it is long ago that they asked for another."""
    by, head_id = signed_in(owner), (head or head_of(vote, owner)).pk
    VoiceCode.objects.update(sent_at=F("sent_at") - timedelta(days=1))
    actions.send_code(head_id=head_id, agrees=agrees, by=by)
    return actions.speak_online(head_id=head_id, agrees=agrees, code=code_sent(), by=by)


def code_sent() -> str:
    """The code of the last message, as it stands on the owner's phone."""
    last = Notice.objects.filter(kind="vote_code").latest("id")
    return re.findall(r"\d{6}", message(last.pk).text)[0]


def everybody_signs(vote: Vote, *, agrees: bool = True) -> None:
    """Paper of every head that has not spoken is entered, so that the vote can be closed at once."""
    waiting = {seat.head_id: seat for seat in queries.roll_of(vote) if not seat.head.counted}
    for seat in waiting.values():
        actions.enter_paper(
            vote_id=vote.pk, seat_id=seat.pk, paper=Paper(agrees), by=company_of(vote)
        )


def a_passed_vote(**wanted: Any) -> Vote:
    """Everybody agreed on paper, and it is closed."""
    vote = an_open_vote(**wanted)
    everybody_signs(vote)
    return actions.close_vote(cause=vote.cause, by=company_of(vote))


def passed(vote: Vote) -> Vote:
    """The same with a vote that is there, say one that an order has opened."""
    everybody_signs(vote)
    return actions.close_vote(cause=vote.cause, by=company_of(vote))


def a_scan(by: Actor) -> int:
    """The scan of a signed paper."""
    pdf = b"%PDF-1.4\n%%EOF\n"
    return store_file(
        name="签名.pdf", content=pdf, allowed=Allowance(frozenset({Kind.PDF}), 10_000), by=by
    )
