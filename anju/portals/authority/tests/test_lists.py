"""红黑名单: list, view, decide, publish, remove with a reason. (CRD-03)"""

import pytest

from anju.agencies.tests.offices import an_institution
from anju.credit import actions
from anju.credit.models import ListEntry
from anju.credit.tests.scoring import Days, own, scored
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CRD-03")]


@pytest.fixture
def days(monkeypatch, today):
    return Days(monkeypatch)


@pytest.fixture
def keeper(officer):
    return officer(Power.LIST_KEEP, username="ming.dan", name="明丹")


@pytest.fixture
def decider(officer):
    return officer(Power.LIST_KEEP, username="jue.ding", name="决定")


def proposed():
    scored(an_institution(), "R21")
    return ListEntry.objects.get()


def test_notice_statement_decision_and_publication_by_two_people(keeper, decider, days):
    entry = proposed()
    assert "列入黑名单前应先告知当事机构" in text_of(keeper, "entry", entry.pk)
    assert "待告知的拟列入 1" in text_of(keeper, "home")
    keeper.post(to("notify_entry", entry.pk))
    assert "须由另一人决定" in text_of(keeper, "entry", entry.pk)
    assert to("decide_entry", entry.pk) not in forms_of(keeper)

    assert "期满或收到陈述后才能列入" in text_of(decider, "entry", entry.pk)
    radios = [
        one.get("value") for one in decider.page.all("input") if one.get("name") == "decision"
    ]
    assert radios == ["reject"]
    decider.post(to("decide_entry", entry.pk), {"decision": "approve", "because": "x"})
    entry.refresh_from_db()
    assert entry.status == "noticed"
    actions.state_on_entry(entry_id=entry.pk, text="系误报", by=own(entry))
    assert "系误报" in text_of(decider, "entry", entry.pk)
    decider.post(to("decide_entry", entry.pk), {"decision": "approve", "because": "事实清楚"})
    entry.refresh_from_db()
    assert (entry.status, entry.decided_by) == ("published", "jue.ding")


def test_an_entry_is_removed_with_a_reason_by_another_than_who_asked(keeper, decider, days):
    entry = proposed()
    keeper.post(to("notify_entry", entry.pk))
    days.be("2026-11-10")
    decider.post(to("decide_entry", entry.pk), {"decision": "approve", "because": "事实清楚"})
    asked = {"ground": "revoked", "because": ""}
    keeper.post(to("ask_removal", entry.pk), asked)
    assert "请填写" in keeper.page.text
    keeper.post(to("ask_removal", entry.pk), {"ground": "repaired", "because": "已整改"})
    assert "公示满6个月" in keeper.page.text
    keeper.post(to("ask_removal", entry.pk), asked | {"because": "判决已撤销"})
    assert "申请注销的人不能决定" in text_of(keeper, "entry", entry.pk)
    assert to("decide_removal", entry.pk) not in forms_of(keeper)
    decider.post(to("decide_removal", entry.pk), {"decision": "reject", "because": "须补充材料"})
    entry.refresh_from_db()
    assert entry.status == "published"
    keeper.post(to("ask_removal", entry.pk), asked | {"because": "判决已撤销，附材料"})
    decider.post(to("decide_removal", entry.pk), {"decision": "approve", "because": "属实"})
    entry.refresh_from_db()
    assert (entry.status, entry.removed_by) == ("removed", "jue.ding")
    assert "判决已撤销，附材料" in text_of(decider, "entry", entry.pk)


def test_a_place_is_proposed_by_court_or_for_good_standing(keeper, days):
    institution = an_institution()
    address = to("propose_entry", institution.pk)
    keeper.post(address, {"kind": "black", "reason": "拖欠租金", "basis": ""})
    assert "请填写列入依据" in keeper.page.text
    keeper.post(address, {"kind": "red", "reason": "服务优良", "basis": ""})
    assert "该机构不符合红名单条件" in keeper.page.text
    keeper.post(address, {"kind": "black", "reason": "拖欠租金", "basis": "(2026)京01民终1号"})
    entry = ListEntry.objects.get()
    assert (entry.ground, entry.basis) == ("court", "(2026)京01民终1号")


def test_entries_are_found_by_words_code_list_and_state(keeper):
    entry = proposed()
    for ask, count in [
        ("text=安家", 1),
        (f"uscc={entry.uscc}", 1),
        ("kind=red", 0),
        ("kind=black&status=proposed", 1),
        ("status=x", 0),
    ]:
        keeper.get(to("lists", ask=ask))
        assert links_of(keeper).count(to("entry", entry.pk)) == count, ask
