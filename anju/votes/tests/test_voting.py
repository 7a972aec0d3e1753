"""One count of paper and online voices, by heads and by area. (WDR-09, BEY-03; Civil Code 278)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.core.refusals import Broken, Refused
from anju.homes import actions as homes
from anju.people.models import Person
from anju.votes import actions, jobs, queries
from anju.votes.actions import Paper
from anju.votes.models import Seat, Voice, Vote
from anju.votes.rules import Count, Refusal
from anju.votes.tests.world import (
    DEPARTMENT,
    LIU,
    WANG,
    ZHAO,
    a_passed_vote,
    a_scan,
    an_open_vote,
    closes_on,
    company_of,
    everybody_signs,
    fresh,
    head_of,
    seat_of,
    signed_in,
    signed_paper,
    some_homes,
    spoken_online,
    the_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("WDR-09", "BEY-03")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def refused(code, work, **arguments):
    """It is refused with this code, and no voice has changed."""
    before = list(Voice.objects.order_by("pk").values())
    with pytest.raises(Refused) as raised:
        work(**arguments)
    assert raised.value.code == code
    assert list(Voice.objects.order_by("pk").values()) == before


# Who is counted


def test_one_owner_with_several_homes_co_owners_and_the_unsold_homes_are_one_head_each():
    vote = an_open_vote(
        WANG, WANG, (WANG, ZHAO), (ZHAO, WANG), ZHAO, None, None, areas=range(50_00, 57_00, 1_00)
    )
    assert queries.count_of(vote) == Count(4, 371_00)
    areas = sorted(vote.heads.values_list("area_hundredths", flat=True))
    assert areas == [54_00, 101_00, 105_00, 111_00]
    assert vote.heads.get(is_developer=True).area_hundredths == 111_00


def test_the_developer_stands_for_the_unsold_homes_together_with_its_own():
    company = the_company()
    home = some_homes(WANG, None)[0]
    community = home.building.community
    community.developer_id = company.organisation_id
    community.save()
    vote = actions.open_vote(
        cause="works:D",
        community_id=community.pk,
        title="屋面防水",
        dwelling_ids=[one.pk for one in home.building.dwellings.all()],
        closes_on=closes_on(),
        by=company,
    )
    unsold = vote.heads.get(is_developer=True)
    assert [one.organisation_id for one in unsold.electors.all()] == [company.organisation_id]
    assert queries.heads_of(company).get() == unsold


def test_the_roll_is_frozen_at_the_opening():
    vote = an_open_vote(WANG, ZHAO)
    home = seat_of(vote).dwelling
    homes.change_owners(dwelling_id=home.pk, owners=[LIU], by=DEPARTMENT)
    homes.measure_dwelling(dwelling_id=home.pk, area_hundredths=10_00, by=DEPARTMENT)
    assert queries.count_of(vote) == Count(2, 180_00)
    assert not queries.heads_of(signed_in(LIU)).exists()
    spoken_online(vote, WANG)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)


def test_a_vote_opened_again_is_the_same_and_with_other_homes_it_is_refused():
    vote = an_open_vote(WANG, ZHAO)
    same = {
        "cause": vote.cause,
        "community_id": vote.community_id,
        "title": vote.title,
        "dwelling_ids": [seat.dwelling_id for seat in queries.roll_of(vote)],
        "closes_on": vote.closes_on,
        "by": company_of(vote),
    }
    assert actions.open_vote(**same) == vote
    refused(Refusal.CAUSE_KNOWN, actions.open_vote, **same | {"title": "外墙"})
    assert (Vote.objects.count(), Seat.objects.count()) == (1, 2)


def test_a_vote_that_would_close_before_its_notice_has_run_or_has_no_homes_is_not_opened():
    [home] = some_homes(WANG)
    asked = {
        "cause": "works:1",
        "community_id": home.building.community_id,
        "title": "电梯",
        "dwelling_ids": [home.pk],
        "closes_on": clock.today() + timedelta(days=15),
        "by": the_company(),
    }
    early = asked | {"closes_on": clock.today() + timedelta(days=14)}
    refused(Refusal.CLOSES_TOO_SOON, actions.open_vote, **early)
    refused(Refusal.NO_HOMES, actions.open_vote, **asked | {"dwelling_ids": []})
    elsewhere = homes.record_community(
        name="别处", district="110101", address="某路", by=DEPARTMENT
    )
    other = asked | {"community_id": elsewhere.pk}
    refused(Refusal.OTHER_COMMUNITY, actions.open_vote, **other)
    assert Vote.objects.count() == 0
    assert actions.open_vote(**asked).status == "open"


# The count


@pytest.mark.parametrize(
    ("count", "quorum", "majority"),
    [
        (Count(3, 300, 2, 200, 2, 200), True, True),
        (Count(3, 300, 2, 199, 2, 199), False, True),
        (Count(4, 300, 2, 200, 2, 200), False, True),
        (Count(3, 300, 2, 200, 1, 150), True, False),
        (Count(3, 300, 2, 200, 2, 100), True, False),
        (Count(3, 300, 3, 300, 2, 151), True, True),
        (Count(), False, False),
    ],
)
def test_two_thirds_take_part_and_more_than_half_of_them_agree_by_heads_and_by_area(
    count, quorum, majority
):
    assert (count.has_quorum, count.has_majority) == (quorum, majority)
    assert count.passes == (quorum and majority)


def test_paper_and_online_voices_are_one_count():
    vote = an_open_vote(WANG, ZHAO, None, (WANG, ZHAO), WANG)
    signed_paper(vote, 2)
    spoken_online(vote, WANG)
    assert queries.count_of(vote) == Count(4, 450_00, 2, 270_00, 2, 270_00)
    signed_paper(vote, 4, agrees=False)
    assert queries.count_of(vote) == Count(4, 450_00, 3, 360_00, 2, 270_00)
    everybody_signs(vote)
    assert queries.count_of(vote) == Count(4, 450_00, 4, 450_00, 3, 360_00)


def test_a_paper_of_one_home_counts_with_all_homes_of_its_owner():
    vote = an_open_vote(WANG, WANG)
    signed_paper(vote, 1)
    assert queries.count_of(vote) == Count(1, 180_00, 1, 180_00, 1, 180_00)
    signed_paper(vote, 2, agrees=False)
    assert queries.count_of(vote) == Count(1, 180_00, 1, 180_00, 0, 0)


# Paper


def test_paper_that_contradicts_paper_corrects_it_with_history():
    vote = an_open_vote(WANG)
    first, again = signed_paper(vote), signed_paper(vote)
    assert first == again
    second = signed_paper(vote, agrees=False)
    assert [(one.pk, one.status) for one in queries.history_of(second.head_id)] == [
        (second.pk, "counted"),
        (first.pk, "corrected"),
    ]
    moved = Event.objects.get(kind="votes.voice", record_id=first.pk)
    assert (moved.move, moved.actor) == ("correct", company_of(vote).name)


def test_what_an_owner_said_online_is_never_overwritten_by_paper_and_who_enters_it_is_told():
    vote = an_open_vote(WANG, WANG)
    spoken_online(vote, WANG, agrees=False)
    for number in (1, 2):
        refused(
            Refusal.ONLINE_STANDS,
            actions.enter_paper,
            vote_id=vote.pk,
            seat_id=seat_of(vote, number).pk,
            paper=Paper(True),
            by=company_of(vote),
        )
    assert queries.count_of(vote) == Count(1, 180_00, 1, 180_00, 0, 0)


def test_an_owner_online_takes_the_place_of_paper():
    vote = an_open_vote(WANG)
    paper = signed_paper(vote)
    spoken_online(vote, WANG, agrees=False)
    assert fresh(paper).status == "corrected"
    assert queries.count_of(vote) == Count(1, 90_00, 1, 90_00, 0, 0)


def test_a_proxy_is_named_with_a_number_and_the_paper_is_kept():
    vote = an_open_vote(WANG)
    by = company_of(vote)
    entered = {"vote_id": vote.pk, "seat_id": seat_of(vote).pk, "by": by}
    named = {"proxy_name": "赵六", "proxy_id_number": ZHAO.id_number}
    half = Paper(True, proxy_name="赵六")
    refused(Refusal.PROXY_INCOMPLETE, actions.enter_paper, paper=half, **entered)
    bare = Paper(True, **named)
    refused(Refusal.PAPER_NEEDED, actions.enter_paper, paper=bare, **entered)
    voice = actions.enter_paper(paper=Paper(True, file_id=a_scan(by), **named), **entered)
    assert (voice.proxy_name, voice.proxy_id_number) == ("赵六", ZHAO.id_number)
    assert queries.count_of(vote).agreeing_heads == 1


def test_paper_is_signed_within_the_vote_and_entered_by_the_company_that_asked():
    vote = an_open_vote(WANG)
    entered = {"vote_id": vote.pk, "seat_id": seat_of(vote).pk}
    for days in (-1, 1):
        day = Paper(True, clock.today() + timedelta(days=days))
        refused(
            Refusal.SIGNED_WRONG_DAY,
            actions.enter_paper,
            paper=day,
            by=company_of(vote),
            **entered,
        )
    other = the_company("别家物业", "91110108MA01ABCD5T")
    refused(Refusal.NOT_THE_COMPANY, actions.enter_paper, paper=Paper(True), by=other, **entered)
    wang = signed_in(WANG)
    refused(Refusal.NOT_THE_COMPANY, actions.enter_paper, paper=Paper(True), by=wang, **entered)


# Co-owners


def test_of_co_owners_the_last_one_who_speaks_counts():
    vote = an_open_vote((WANG, ZHAO), LIU)
    spoken_online(vote, WANG, agrees=True)
    spoken_online(vote, ZHAO, agrees=False)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 0, 0)
    spoken_online(vote, WANG, agrees=True)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)


def test_nobody_speaks_for_a_home_of_others():
    vote = an_open_vote(WANG, ZHAO)
    head = head_of(vote, WANG)
    for work in (actions.send_code, actions.take_voice):
        with pytest.raises(Broken):
            work(head_id=head.pk, agrees=True, by=signed_in(ZHAO))


# The end


def test_a_vote_ends_by_the_clock_after_its_last_day():
    vote = an_open_vote(WANG, ZHAO)
    signed_paper(vote)
    refused(Refusal.NOT_YET, actions.close_vote, cause=vote.cause, by=company_of(vote))
    advance_clock(days=15, by=CLOCK)
    jobs.close_votes(0)
    assert fresh(vote).status == "open"
    advance_clock(days=1, by=CLOCK)
    entered = {"vote_id": vote.pk, "seat_id": seat_of(vote, 2).pk, "paper": Paper(True)}
    refused(Refusal.NOT_OPEN, actions.enter_paper, by=company_of(vote), **entered)
    jobs.close_votes(0)
    assert (fresh(vote).status, fresh(vote).closed_on) == ("closed", vote.closes_on)
    assert queries.count_of(vote) == Count(2, 180_00, 1, 90_00, 1, 90_00)
    refused(Refusal.NOT_OPEN, actions.enter_paper, by=company_of(vote), **entered)


def test_once_everybody_has_spoken_the_company_may_close():
    vote = a_passed_vote()
    assert (vote.status, vote.closed_on) == ("closed", clock.today())
    assert queries.count_of(vote).passes
    assert actions.close_vote(cause=vote.cause, by=company_of(vote)) == vote


def test_the_result_is_published_on_a_recorded_day():
    vote = a_passed_vote()
    by = company_of(vote)
    late = clock.today() + timedelta(days=1)
    told = {"vote_id": vote.pk, "by": by}
    refused(Refusal.PUBLISHED_WRONG_DAY, actions.publish_result, published_on=late, **told)
    actions.publish_result(published_on=clock.today(), **told)
    assert (fresh(vote).status, fresh(vote).published_on) == ("published", clock.today())
    actions.publish_result(published_on=clock.today(), **told)


def test_a_vote_that_was_withdrawn_is_nobodys_to_answer():
    vote = an_open_vote(WANG)
    for _ in range(2):
        actions.withdraw_vote(cause=vote.cause, because="任务单已撤销", by=company_of(vote))
    assert fresh(vote).status == "withdrawn"
    assert not queries.heads_of(signed_in(WANG)).exists()
    entered = {"vote_id": vote.pk, "seat_id": seat_of(vote).pk, "paper": Paper(True)}
    refused(Refusal.NOT_OPEN, actions.enter_paper, by=company_of(vote), **entered)


def test_what_waits_for_an_owner_is_what_they_have_not_answered():
    vote = an_open_vote(WANG, ZHAO)
    wang = signed_in(WANG)
    assert [head.vote_id for head in queries.heads_to_speak(wang)] == [vote.pk]
    spoken_online(vote, WANG)
    assert not queries.heads_to_speak(wang).exists()
    assert queries.vote_seen_by_owner(vote.pk, wang) == vote
    assert queries.vote_seen_by_owner(vote.pk, signed_in(LIU)) is None


def test_the_phone_of_who_speaks_must_be_known():
    vote, wang = an_open_vote(WANG), signed_in(WANG)
    Person.objects.filter(pk=wang.person_id).update(phone="")
    head = vote.heads.get()
    refused(Refusal.PHONE_MISSING, actions.send_code, head_id=head.pk, agrees=True, by=wang)
