"""Votes of owners in every portal that shows them: open, answered, objected to, decided, over. (BEY-02, BEY-03)"""

from django.urls import reverse

from anju.companies.tests.world import a_company, come_in
from anju.core.actors import Actor
from anju.fund.tests.world import WANG, ZHAO, signed_in
from anju.homes.models import Community
from anju.people.models import Organisation, Person
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits
from anju.votes import actions, jobs
from anju.votes.models import Elector, Objection, Vote
from anju.votes.queries import link_for
from anju.votes.tests.test_lists import a_list, row
from anju.votes.tests.world import (
    CLERK,
    LIU,
    a_passed_vote,
    a_scan,
    an_open_vote,
    closes_on,
    company_of,
    everybody_signs,
    head_of,
    seat_of,
    signed_paper,
    some_homes,
    the_company,
)

FORM = "main form[method=post]"


def an_objection(owner: object = WANG) -> Objection:
    """To paper with a scan."""
    vote = an_open_vote(owner, LIU)
    voice = signed_paper(vote, file_id=a_scan(company_of(vote)))
    return actions.object_to(voice_id=voice.pk, by=signed_in(WANG))


def of_owner() -> Walk:
    """王五: to be answered, with 赵六 on paper, objected to, struck, over; the answer confirmed."""

    to = addresses_of("owner")

    fresh, shared, over = an_open_vote(WANG, ZHAO), an_open_vote((WANG, ZHAO)), a_passed_vote()
    signed_paper(shared)
    disputed, struck = an_objection(), an_objection()
    actions.uphold_objection(objection_id=struck.pk, opinion="笔迹不符", by=CLERK)
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    every = (fresh.pk, shared.pk, over.pk, disputed.vote_id, struck.vote_id)
    asked = f"{to('vote_confirm', fresh.pk)}?head={head_of(fresh, WANG).pk}&answer=yes"
    return Walk(
        pages,
        [
            *visits(to("votes"), *(to("vote", one) for one in every), asked),
            Visit(asked, sends(FORM)),
            Visit(to("vote_confirm", fresh.pk), leads_to=to("vote", fresh.pk)),
        ],
    )


def of_organisation() -> Walk:
    """A developer with an unsold home."""
    developer = the_company("首开地产", "91110108MA01ABCD5T")
    home = some_homes(WANG, None)[0]
    Community.objects.filter(pk=home.building.community_id).update(
        developer=developer.organisation_id
    )
    vote = actions.open_vote(
        cause="works:developer",
        community_id=home.building.community_id,
        title="屋面防水",
        dwelling_ids=[one.pk for one in home.building.dwellings.all()],
        closes_on=closes_on(),
        by=the_company(),
    )
    pages = Pages()
    pages.sign_in_as(Organisation.objects.get(pk=developer.organisation_id))
    at = reverse("developer:vote_confirm", args=[vote.pk])
    asked = f"{at}?head={vote.heads.get(is_developer=True).pk}&answer=no"
    page = reverse("developer:vote", args=[vote.pk])
    return Walk(
        pages,
        [*visits(reverse("developer:votes"), page, asked), Visit(at, leads_to=page)],
    )


def of_anybody() -> list[Visit]:
    """The link of a message: to be tapped, tapped, no longer counted, dead."""

    def at(vote: Vote) -> str:
        voice = vote.heads.get(electors__owner__isnull=False).voices.latest("id")
        link = link_for(voice, Elector.objects.get(head=voice.head_id))
        return reverse("public:objection", args=[link.rsplit("/", 1)[1]])

    fresh, struck, disputed = (an_open_vote(WANG) for _ in range(3))
    for vote in (fresh, struck, disputed):
        signed_paper(vote)
    for vote in (struck, disputed):
        voice = vote.heads.get().voices.get()
        made = actions.object_to(voice_id=voice.pk, by=signed_in(WANG))
        if vote == struck:
            actions.uphold_objection(objection_id=made.pk, opinion="伪造", by=CLERK)
    dead = reverse("public:objection", args=["none"])
    return [*visits(at(fresh), at(disputed), at(struck)), Visit(dead, status=404)]


def of_authority(*, objection: int) -> list[Visit]:
    """The desk of objections, one that waits and one that is decided."""

    to = addresses_of("authority")

    decided = an_objection()
    actions.dismiss_objection(objection_id=decided.pk, opinion="系本人签名", by=CLERK)
    return [
        *visits(to("vote_objections"), f"{to('vote_objections')}?status=upheld"),
        *visits(to("vote_objection", objection), to("vote_objection", decided.pk)),
        Visit(to("vote_objection", objection), sends(FORM)),
        Visit(to("vote_paper", objection), is_file=True),
    ]


def of_company() -> Walk:
    """A property company: an open vote with paper, a list and a sheet; one that is over, and a company without any."""

    to = addresses_of("property")

    _, actor = a_company()
    pages = Pages()
    come_in(pages, actor)
    vote, over = an_open_vote(WANG, ZHAO, LIU, None, company=actor), a_closed_vote(actor)
    signed_paper(vote, 1, file_id=a_scan(actor))
    voice = signed_paper(vote, 1, agrees=False, file_id=a_scan(actor))
    files = [
        actions.receive_file(vote_id=vote.pk, name="签名.xlsx", content=content, by=actor)
        for content in (a_list(row(vote, 2), row(vote, 3, "弃权")),)
    ]
    jobs.work_on_files(0)
    waiting = actions.receive_file(
        vote_id=vote.pk, name="新的.xlsx", content=a_list(row(vote, 3)), by=actor
    )
    sheet = actions.ask_for_sheet(vote_id=vote.pk, by=actor)
    jobs.make_sheets(0)
    return Walk(
        pages,
        [
            *visits(to("votes"), to("vote", vote.pk), to("vote", over.pk), to("roll", vote.pk)),
            *visits(to("seat", seat_of(vote).pk), to("seat", seat_of(vote, 4).pk)),
            Visit(to("seat", seat_of(vote, 4).pk), sends(FORM)),
            *visits(to("paper_files", vote.pk), to("publish_result", over.pk)),
            *visits(*(to("paper_file", one.pk) for one in (*files, waiting))),
            Visit(to("paper_template", vote.pk), is_file=True),
            Visit(to("paper_file_result", files[0].pk), is_file=True),
            Visit(to("attendance_sheet", sheet.pk), is_file=True),
            Visit(to("vote_paper", voice.pk), is_file=True),
        ],
    )


def a_closed_vote(actor: Actor) -> Vote:
    vote = an_open_vote(WANG, ZHAO, company=actor)
    everybody_signs(vote)
    return actions.close_vote(cause=vote.cause, by=actor)
