"""记分标准: the list, 查看, and upkeep in versions. (CRD-02)"""

import pytest

from anju.agencies.tests.offices import an_institution
from anju.credit.models import CreditMode, CreditRule
from anju.credit.tests.scoring import a_rule, scored
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CRD-02")]


@pytest.fixture
def keeping(officer):
    return officer(Power.RULE_KEEP, username="biao.zhun", name="标准")


def typed(rule, **changes):
    names = ("item", "category", "points", "operation", "detail", "basis")
    return {name: getattr(rule, name) for name in names} | changes


def test_the_list_shows_number_item_type_points_and_operation(keeping):
    rule = a_rule("R05")
    shown = text_of(keeping, "rules", ask="code=R05")
    for words in (rule.code, rule.item, rule.get_category_display(), rule.get_operation_display()):
        assert str(words) in shown
    text_of(keeping, "rules")
    assert len([one for one in links_of(keeping) if "/rules/" in one and "after" not in one]) == 22


def test_a_revision_is_the_next_version_and_what_was_scored_keeps_its_own(keeping):
    rule = a_rule("R05")
    event = scored(an_institution(), "R05")
    keeping.post(to("revise_rule", rule.pk), typed(rule))
    assert "修订内容与现行规则相同" in keeping.page.text
    answer = keeping.post(to("revise_rule", rule.pk), typed(rule, item="新的计分事项"))
    latest = a_rule("R05")
    assert answer["Location"] == to("rule", latest.pk)
    assert (latest.version, latest.item) == (2, "新的计分事项")
    event.refresh_from_db()
    assert event.rule_id == rule.pk
    shown = text_of(keeping, "rule", latest.pk)
    assert "第1版" in shown and "第2版" in shown and "标准" in shown
    assert to("revise_rule", rule.pk) not in links_of_rule(keeping, rule)


def links_of_rule(pages, rule):
    pages.get(to("rule", rule.pk))
    return links_of(pages)


def test_a_rule_is_added_and_retired(keeping):
    rule = a_rule("R05")
    keeping.post(to("add_rule"), typed(rule, code="X1"))
    assert "信用规则编号应为R或G加2至3位数字" in keeping.page.text
    keeping.post(to("add_rule"), typed(rule, code="R90", validity_months="6", lists_at_once="on"))
    added = a_rule("R90")
    assert (added.validity_months, added.lists_at_once) == (6, True)
    keeping.post(to("retire_rule", added.pk), {"because": "不再适用"})
    assert CreditRule.objects.get(pk=added.pk).status == "retired"
    assert "没有符合条件的规则" in text_of(keeping, "rules", ask="code=R90&status=in_force")


def test_the_way_to_count_changes_for_a_coming_year_only(keeping):
    keeping.post(to("mode"), {"from_year": "2026", "mode": "score"})
    assert "计分方式只能从以后的年度起调整" in keeping.page.text
    keeping.post(to("mode"), {"from_year": "2027", "mode": "score"})
    assert CreditMode.objects.get(from_year=2027).mode == "score"
    assert "2027年计分方式：百分制" in text_of(keeping, "rules")


def test_who_does_not_keep_the_standard_reads_it(entering):
    rule = a_rule("R05")
    assert to("revise_rule", rule.pk) not in links_of_rule(entering, rule)
    assert entering.post(to("retire_rule", rule.pk), {"because": "x"}).status_code == 403
