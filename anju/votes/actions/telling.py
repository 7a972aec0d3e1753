"""Owners are told: of a vote, of every voice counted in their name, of what became of an objection. (BEY-02)

Whom we know by the name and number of an owner gets a message; everybody reads the same in the portal.
"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.notices import actions as notices
from anju.votes.models import Elector, Head, Objection, Voice
from anju.votes.queries.links import link_for
from anju.votes.queries.owners import objections_until, recipient_of
from anju.votes.rules import TOLD_TOGETHER, Channel, VoteStatus


def electors_of(head_id: int) -> list[Elector]:
    every = Elector.objects.filter(head=head_id).select_related(
        "owner", "organisation", "head__vote"
    )
    return list(every.order_by("id"))


@action
def tell_of_vote(*, vote_id: int, by: Actor) -> int:
    """Tell the next owners that a vote is open; how many heads there were to tell."""
    waiting = Head.objects.filter(vote=vote_id, told_at__isnull=True).order_by("id")
    heads = list(waiting.select_for_update(skip_locked=True)[:TOLD_TOGETHER])
    electors = Elector.objects.filter(head__in=heads).select_related(
        "owner", "organisation", "head__vote"
    )
    for elector in electors.order_by("id"):
        vote, known = elector.head.vote, recipient_of(elector)
        if known is not None and vote.status == VoteStatus.OPEN:
            notices.queue(
                key=f"vote:{vote_id}:opened:{elector.pk}",
                kind="vote_opened",
                facts={"title": vote.title, "closes_on": vote.closes_on.isoformat()},
                **known[0],
                by=by,
            )
    Head.objects.filter(pk__in=[head.pk for head in heads]).update(told_at=clock.now())
    return len(heads)


def tell_of_voice(voice: Voice, *, by: Actor) -> None:
    """Everybody who is counted with a voice is told so at once, with a link for an objection."""
    for elector in electors_of(voice.head_id):
        known = recipient_of(elector)
        if known is None or not known[1]:
            continue
        vote = elector.head.vote
        kind = "vote_on_paper"
        if voice.channel == Channel.ONLINE:
            kind = "vote_online" if voice.elector_id == elector.pk else "vote_by_co_owner"
        notices.queue_sealed(
            key=f"voice:{voice.pk}:{elector.pk}",
            kind=kind,
            facts={
                "title": vote.title,
                "answer": "同意" if voice.agrees else "不同意",
                "answer_en": "agree" if voice.agrees else "disagree",
                "until": objections_until(vote).isoformat(),
            },
            sealed={"link": link_for(voice, elector)},
            phone=known[1],
            **known[0],
            by=by,
        )


def tell_decision(objection: Objection, *, by: Actor) -> None:
    """Whoever objected reads what became of it, and why."""
    known = recipient_of(objection.elector)
    if known is not None:
        notices.queue(
            key=f"vote_objection:{objection.pk}",
            kind=f"vote_objection_{objection.status}",
            facts={"title": objection.vote.title, "opinion": objection.opinion[:200]},
            **known[0],
            by=by,
        )
