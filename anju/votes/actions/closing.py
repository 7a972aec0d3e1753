"""A vote ends, its result is hung out, or what it was about is given up. (rule B4.8)"""

from datetime import date

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.votes.actions.speaking import check_company
from anju.votes.models import Vote
from anju.votes.queries.counting import all_have_spoken
from anju.votes.rules import Refusal, VoteStatus


@action
def close_vote(*, cause: str, by: Actor) -> Vote:
    """The vote is over: by the clock after its last day, by the company sooner only when everybody has spoken."""
    vote: Vote = lock(Vote, cause=cause)
    if by != CLOCK:
        check_company(vote, by)
    if vote.status in (VoteStatus.CLOSED, VoteStatus.PUBLISHED):
        return vote
    if clock.today() <= vote.closes_on and not all_have_spoken(vote):
        raise Refused(Refusal.NOT_YET, closes_on=vote.closes_on.isoformat())
    move(vote, "close", by=by, closed_on=min(clock.today(), vote.closes_on))
    return vote


@action
def publish_result(*, vote_id: int, published_on: date, by: Actor) -> Vote:
    """The company states on which day it hung out the result in the community."""
    vote: Vote = lock(Vote, pk=vote_id)
    check_company(vote, by)
    if vote.status == VoteStatus.PUBLISHED and vote.published_on == published_on:
        return vote
    Vote.MOVES.check("publish", vote)
    assert vote.closed_on is not None
    if not vote.closed_on <= published_on <= clock.today():
        raise Refused(Refusal.PUBLISHED_WRONG_DAY, first=vote.closed_on.isoformat())
    move(vote, "publish", by=by, published_on=published_on)
    return vote


@action
def withdraw_vote(*, cause: str, because: str, by: Actor) -> Vote:
    """What the owners were asked about has been given up. Again, it is withdrawn already."""
    vote: Vote = lock(Vote, cause=cause)
    if vote.status != VoteStatus.WITHDRAWN:
        move(vote, "withdraw", by=by, because=because)
    return vote
