"""信用信息: an institution reads its own history, objects, states its side, asks for repair. (CRD-01, CRD-04)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import PDF, an_institution
from anju.credit import actions
from anju.credit.models import ListEntry, Objection
from anju.credit.tests.scoring import KEEPER, Days, a_black_entry, applied, scored
from anju.portals.agency.tests.addresses import links_of, text_of, to
from anju.portals.agency.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(monkeypatch, own) -> Days:
    return Days(monkeypatch)


@pytest.mark.covers("CRD-01")
def test_a_scoring_is_read_and_objected_to_with_evidence(own, desk):
    event, waiting = scored(own), applied(own)
    shown = text_of(desk, "credit")
    assert to("event", event.pk) in links_of(desk)
    assert to("event", waiting.pk) not in links_of(desk), "not yet reviewed: nobody was told"
    assert "3" in shown and "本机构不在红黑名单上" in shown
    shown = text_of(desk, "event", event.pk)
    assert "现场检查发现" in shown and "shenqing" not in shown and "shencha" not in shown
    evidence = event.evidence.get()
    assert desk.get(to("evidence", evidence.pk)).content == PDF
    assert "可以提出异议的记分 1" in text_of(desk, "home")
    desk.post(to("object_to_score", event.pk), {"text": " "})
    assert "请填写" in desk.page.text
    proof = SimpleUploadedFile("合同.pdf", PDF, "application/pdf")
    desk.post(to("object_to_score", event.pk), {"text": "该房源并非本机构发布", "uploads": proof})
    assert Objection.objects.get().text == "该房源并非本机构发布"
    assert "机构的异议" in text_of(desk, "event", event.pk)
    assert to("object_to_score", event.pk) not in links_of(desk)
    assert "可以提出异议的记分 0" in text_of(desk, "home")


@pytest.mark.covers("CRD-04")
def test_a_statement_is_made_before_one_is_listed(own, desk):
    scored(own, "R21")
    entry = ListEntry.objects.get()
    assert desk.get(to("entry", entry.pk)).status_code == 404, "nobody was told yet"
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    assert "待陈述申辩的名单事项 1" in text_of(desk, "home")
    shown = text_of(desk, "entry", entry.pk)
    assert "陈述申辩期限" in shown and KEEPER.name not in shown
    desk.post(to("state_on_entry", entry.pk), {"text": "系误报，请核实"})
    entry.refresh_from_db()
    assert entry.statement == "系误报，请核实"
    assert to("state_on_entry", entry.pk) not in links_after(desk, "entry", entry.pk)
    desk.post(to("state_on_entry", entry.pk), {"text": "另一个说法"})
    assert "已经提交过陈述申辩" in desk.page.text


@pytest.mark.covers("CRD-04")
def test_who_is_blacklisted_reads_until_when_and_may_ask_for_repair_after_six_months(
    own, desk, days
):
    entry = a_black_entry(days, own)
    shown = text_of(desk, "credit")
    assert f"至{entry.valid_until}" in shown and "不能签订新的租赁合同" in shown
    assert to("ask_repair", entry.pk) not in links_after(desk, "entry", entry.pk)
    days.be("2027-05-11")
    assert to("ask_repair", entry.pk) in links_after(desk, "entry", entry.pk)
    desk.post(to("ask_repair", entry.pk), {"because": "已整改"})
    assert "请上传整改证明材料" in desk.page.text
    proof = SimpleUploadedFile("整改.pdf", PDF, "application/pdf")
    desk.post(to("ask_repair", entry.pk), {"because": "已整改", "uploads": proof})
    entry.refresh_from_db()
    assert entry.status == "removal_asked"
    assert desk.get(to("removal_file", entry.pk, entry.removal_files[0])).content == PDF


@pytest.mark.covers("IDN-04")
def test_another_institutions_credit_is_not_there(own, desk):
    other = an_institution(name="北京别家住房租赁有限公司")
    event = scored(other, "R21")
    entry = ListEntry.objects.get()
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    for at in (
        to("event", event.pk),
        to("object_to_score", event.pk),
        to("evidence", event.evidence.get().pk),
        to("entry", entry.pk),
        to("state_on_entry", entry.pk),
        to("removal_file", entry.pk, 1),
    ):
        assert desk.get(at).status_code == 404, at
    assert to("event", event.pk) in links_after(signed_in(other), "credit")


def links_after(pages, name, *args):
    text_of(pages, name, *args)
    return links_of(pages)
