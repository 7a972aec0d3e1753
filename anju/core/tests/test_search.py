import pytest
from django.db.models import Q

from anju.core.reasons import Refusal, given
from anju.core.refusals import Refused
from anju.core.search import pairs_of, words_in


def test_a_text_is_found_by_every_pair_of_its_characters():
    assert pairs_of("朝阳区") == ["朝阳", "阳区"]
    assert pairs_of("Ａb 1", "ab") == ["AB", "B1"]
    assert pairs_of("京", "") == []


def test_a_search_asks_for_all_pairs_of_every_word():
    assert words_in("pairs", "安家 朝阳区") == Q(pairs__contains=["安家", "朝阳", "阳区"])
    assert words_in("pairs", " 京 安家") == Q(pairs__contains=["安家"])


@pytest.mark.parametrize("text", ["京", " ", "京 区"])
def test_a_search_without_a_word_of_two_characters_finds_nothing(text):
    assert words_in("pairs", text) == Q(pk__in=[])


def test_a_reason_says_something_and_no_more_than_is_kept():
    assert given(" 材料不全 ") == "材料不全"
    for text, code in ((" ", Refusal.REASON_MISSING), ("长" * 201, Refusal.REASON_TOO_LONG)):
        with pytest.raises(Refused) as refusal:
            given(text)
        assert refusal.value.code == code
    assert given("长" * 500, 500) == "长" * 500
