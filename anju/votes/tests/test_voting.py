"""One count of paper and online voices. (WDR-09, BEY-03)"""

import pytest

from anju.votes import queries
from anju.votes.rules import Count
from anju.votes.tests.world import (
    WANG,
    ZHAO,
    an_open_vote,
    everybody_signs,
    signed_paper,
    spoken_online,
)

pytestmark = pytest.mark.django_db


@pytest.mark.covers("WDR-09", "BEY-03")
def test_paper_and_online_voices_are_one_count():
    vote = an_open_vote(WANG, ZHAO, None, (WANG, ZHAO), WANG)
    signed_paper(vote, 2)
    spoken_online(vote, WANG)
    assert queries.count_of(vote) == Count(4, 450_00, 2, 270_00, 2, 270_00)
    everybody_signs(vote)
    assert queries.count_of(vote).passes
