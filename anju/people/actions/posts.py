"""Posts (岗位): kept by the system administrator, given by two: one proposes, the security administrator approves."""

from collections.abc import Iterable

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.people.actions.staff import keep_an_administrator, kept_by, write_powers
from anju.people.models import Post, Posting, StaffMember, StaffPower
from anju.people.queries import check_power
from anju.people.rules import (
    Duty,
    Office,
    PostingStatus,
    Power,
    Refusal,
    StaffStatus,
    office_of,
    powers_for,
)

STANDING = (PostingStatus.PROPOSED, PostingStatus.IN_FORCE)


@action
def keep_post(*, name: str, powers: Iterable[str], by: Actor) -> Post:
    """Name another set of powers of the business of one's office.

    It gives nobody anything: who is to have it is proposed and approved one by one.
    """
    check_power(by, Power.USER_KEEP)
    office, chosen = Office(by.portal), [Power(power) for power in powers]
    if not chosen:
        raise Refused(Refusal.POST_EMPTY)
    for power in chosen:
        if power not in powers_for(office, Duty.BUSINESS):
            place = office_of([power])
            if place is None:
                raise Refused(Refusal.DUTY_ANOTHER, power=power.label, duty=Duty.BUSINESS.label)
            raise Refused(Refusal.POWER_OF_ANOTHER_OFFICE, power=power.label, office=place.label)
    post, is_new = Post.objects.get_or_create(
        office=office,
        name=name.strip(),
        defaults={
            "duty": Duty.BUSINESS,
            "powers": sorted(chosen),
            "kept_at": clock.now(),
            "kept_by": by.name,
        },
    )
    if not is_new:
        raise Refused(Refusal.POST_NAME_TAKEN, name=name.strip())
    return post


@action
def propose_post(*, member_id: int, post_id: int, by: Actor) -> Posting:
    """A system administrator proposes that somebody else of the office has a post; it gives nothing yet.

    Refused where the post does not go with the duty for which the account was opened (三员分立).
    """
    member = kept_by(member_id, Power.USER_KEEP, by)
    post = Post.objects.get(pk=post_id)
    if member.status == StaffStatus.CLOSED:
        raise Refused(Refusal.STAFF_CLOSED)
    if post.office != member.office:
        raise Refused(Refusal.OF_ANOTHER_OFFICE)
    if post.duty != member.duty:
        raise Refused(Refusal.DUTY_ANOTHER, power=post.name, duty=Duty(member.duty).label)
    standing = Posting.objects.filter(member=member, post=post, status__in=STANDING).first()
    if standing is not None:
        raise Refused(
            Refusal.POST_THERE, post=post.name, status=PostingStatus(standing.status).label
        )
    return Posting.objects.create(
        member=member, post=post, proposer_id=by.staff_id, proposed_at=clock.now()
    )


@action
def approve_post(*, posting_id: int, by: Actor) -> None:
    """The security administrator approves: from now on the member has the powers that the post has today."""
    posting, member = _to_decide(posting_id, by)
    if member.status == StaffStatus.CLOSED:
        raise Refused(Refusal.STAFF_CLOSED)
    move(posting, "approve", by=by, decider_id=by.staff_id, decided_at=clock.now())
    write_powers(member, posting.post.powers, by, posting)


@action
def refuse_post(*, posting_id: int, because: str, by: Actor) -> None:
    """The security administrator does not approve, and says why."""
    posting, _ = _to_decide(posting_id, by)
    if not because.strip():
        raise Refused(Refusal.REASON_WANTED)
    decided = {"decider_id": by.staff_id, "decided_at": clock.now()}
    move(posting, "refuse", by=by, because=because.strip(), **decided)


@action
def end_post(*, posting_id: int, by: Actor) -> None:
    """A system administrator takes a post away, or a proposal back; less power needs no second person.

    Refused where the office would be left without an administrator of that kind.
    """
    member = kept_by(Posting.objects.get(pk=posting_id).member_id, Power.USER_KEEP, by)
    posting = lock(Posting, pk=posting_id)
    if posting.status == PostingStatus.IN_FORCE:
        keep_an_administrator(member)
    move(posting, "end", by=by)
    StaffPower.objects.filter(posting=posting).delete()


def _to_decide(posting_id: int, by: Actor) -> tuple[Posting, StaffMember]:
    member = kept_by(Posting.objects.get(pk=posting_id).member_id, Power.SECURITY_KEEP, by)
    posting = lock(Posting, pk=posting_id)
    if posting.proposer_id == by.staff_id:
        raise Refused(Refusal.PROPOSER_DECIDES)
    return posting, member
