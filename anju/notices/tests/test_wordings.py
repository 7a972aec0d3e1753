"""The words of messages can be settled anew: no fact is lost, none invented, and a second person approves."""

import pytest
from django.db import transaction

from anju.core import clock
from anju.core.refusals import Refused
from anju.notices import actions, queries
from anju.notices.models import Notice
from anju.notices.rules import TEMPLATES
from anju.notices.rules.wording import FACTS, NAMES, WordingRefusal, labelled, named, places_in
from anju.notices.wordings import WORDINGS
from anju.parameters import actions as parameters
from anju.parameters.tests.settling import APPROVER, PROPOSER
from anju.tests.world import a_lease

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06")]
FILED = "text.centre.notice.lease_filed.zh"
NEW = "【住房资金中心】合同{filing_no}已备案，{due_on}前请缴纳{amount}元。"


def proposed(text, code=FILED):
    return actions.propose_wording(
        code=code, text=text, from_on=clock.today(), because="统一用语", by=PROPOSER
    )


def refused(text):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        proposed(text)
    return refusal.value


def test_messages_are_sent_in_the_new_words_once_another_has_approved_them():
    a_lease()
    notice = Notice.objects.get(kind="lease_filed")
    before = queries.message(notice.pk).text
    value = proposed(NEW)
    assert queries.message(notice.pk).text == before

    parameters.approve_value(value_id=value, by=APPROVER)

    text = queries.message(notice.pk).text
    assert text.startswith("【住房资金中心】合同") and "请缴纳28,000.00元" in text
    assert queries.message(notice.pk, queries.words_in_force()).text == text


def test_the_other_language_and_other_messages_stay_as_they_are():
    parameters.approve_value(value_id=proposed(NEW), by=APPROVER)
    words = queries.words_in_force()

    assert words[FILED] == NEW
    changed = [code for code, text in words.items() if text != WORDINGS[code].original]
    assert changed == [FILED]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (NEW.replace("{amount}", "{sum}"), WordingRefusal.UNKNOWN, "〔sum〕"),
        (NEW.replace("{amount}元", ""), WordingRefusal.MISSING, "〔金额〕"),
        (NEW.replace("{amount}", "{amount.__class__}"), WordingRefusal.BRACES, "大括号"),
        (NEW + "}", WordingRefusal.BRACES, "大括号"),
        (NEW + "〔房价〕", WordingRefusal.UNKNOWN, "〔房价〕"),
        (NEW.replace("【住房资金中心】", "【银行】"), WordingRefusal.SIGNATURE, "【住房资金中心】"),
        (NEW + "好" * 500, WordingRefusal.TOO_LONG, "500"),
        (TEMPLATES["lease_filed"].zh, WordingRefusal.UNCHANGED, "没有变化"),
    ],
)
def test_a_text_that_invents_or_loses_a_fact_is_refused(text, code, told):
    refusal = refused(text)
    assert refusal.code == code and told in refusal.message


def test_all_words_are_read_in_one_question(django_assert_num_queries):
    clock.today()
    with django_assert_num_queries(2):  # and how far the clock of the tests is ahead
        assert len(queries.words_in_force()) == 2 * len(TEMPLATES)


def test_every_original_could_be_proposed_again():
    """Its places are plain names, as a new text's have to be."""
    for one in WORDINGS.values():
        assert set(places_in(one.original)) <= set(one.places), one.code
        assert one.original.format(**dict.fromkeys(one.places, "x"))


def test_officers_read_and_type_the_facts_by_their_chinese_names():
    assert set(FACTS) == {place for one in WORDINGS.values() for place in one.places}
    assert len(NAMES) == len(FACTS)
    for one in WORDINGS.values():
        assert named(labelled(one.original)) == one.original and one.title
    value = proposed(labelled(NEW))
    parameters.approve_value(value_id=value, by=APPROVER)
    assert queries.words_in_force()[FILED] == NEW
