"""合同网签 by an institution: step by step, kept as typed, previewed, signed, listed, revoked. (CON-01 to CON-05)"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.tests.offices import administrator_of, an_institution
from anju.core.tests.test_files import a_pdf
from anju.filings.tests.filing import blacklist, say
from anju.portals.agency.tests.addresses import forms_of, links_of, text_of, to
from anju.portals.agency.tests.conftest import signed_in
from anju.signings import actions, queries
from anju.signings.models import Contract
from anju.signings.tests.signing import (
    TENANT,
    a_draft,
    a_home_verified,
    a_sent,
    a_signed,
    again,
    confirm,
    tenant_actor,
    typed,
)
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def today():
    """The register has a clock of its own: here it is really today."""


@pytest.fixture
def own(db):
    return an_institution()


@pytest.fixture
def by(own):
    return administrator_of(own)


def value_of(pages: Pages, name: str) -> str:
    for one in pages.page.all("input", "select", "textarea"):
        if one.get("name") == name:
            if one.tag == "select":
                chosen = [o for o in one.iter("option") if "selected" in o.attrib]
                return (chosen[0].get("value") or "") if chosen else ""
            return one.get("value") or (one.text or "")
    raise AssertionError(f"no field {name}")


def flat(stated):
    """What a browser sends of the first and third step."""
    sent = {name: text for name, text in stated.items() if isinstance(text, str)}
    return sent | {f"costs.{name}": payer for name, payer in stated["costs"].items()}


def keeps_by_itself(desk, draft, sent, edition=None):
    """What the page sends at a change of a field."""
    stated = sent | {"edition": str(draft.edition if edition is None else edition)}
    desk.post(to("contract_terms", draft.pk), stated, headers={"HX-Request": "true"})


def tenant_typed(number: int = 0, of=TENANT):
    return {f"tenants[{number}].{name}": text for name, text in of.items()}


@pytest.mark.covers("CON-01", "CON-02", "CON-03", "CON-05")
def test_a_contract_is_made_step_by_step_from_a_verified_home_to_the_landlords_signature(desk, by):
    a_bank_account()
    home = a_home_verified(by)
    assert to("begin_contract", home.pk) in forms_after(desk, "choose_home")
    answer = desk.post(to("begin_contract", home.pk))
    draft = Contract.objects.get()
    assert answer["Location"] == to("contract_terms", draft.pk)
    assert home.home.address in text_of(desk, "contract_terms", draft.pk)

    sent = flat(typed())
    answer = desk.post(to("contract_terms", draft.pk), sent | {"step": "next"})
    assert answer["Location"] == to("contract_tenants", draft.pk)
    desk.post(to("contract_tenants", draft.pk), {"step": "add-person"})
    text_of(desk, "contract_tenants", draft.pk)
    answer = desk.post(to("contract_tenants", draft.pk), tenant_typed() | {"step": "next"})
    assert answer["Location"] == to("contract_agreements", draft.pk)
    answer = desk.post(to("contract_agreements", draft.pk), sent | {"step": "next"})
    assert answer["Location"] == to("contract_documents", draft.pk)
    papers = {kind: SimpleUploadedFile(f"{kind}.pdf", a_pdf()) for kind in ("title", "identity")}
    answer = desk.post(to("contract_documents", draft.pk), papers | {"step": "next"})
    assert answer["Location"] == to("contract_preview", draft.pk)

    shown = text_of(desk, "contract_preview", draft.pk)
    assert "不养宠物" in shown and "张三" in shown and TENANT["id_number"] not in shown
    assert desk.get(to("contract_pdf", draft.pk)).content.startswith(b"%PDF")
    answer = desk.post(to("sign_contract", draft.pk), {"seen": value_of(desk, "seen")})
    assert answer["Location"] == to("contract", draft.pk)
    shown = text_of(desk, "contract", draft.pk)
    assert "待签约" in shown and "已确认0人，共1人" in shown and "尚未确认" in shown
    confirm(draft, tenant_actor())
    assert "已签约" in text_of(desk, "contract", draft.pk)
    assert desk.get(to("contract_pdf", draft.pk)).content == queries.pdf_of(again(draft))


@pytest.mark.covers("CON-01")
def test_every_change_is_kept_by_itself_right_or_wrong_and_without_script_by_a_button(desk, by):
    draft = a_draft(by)
    text_of(desk, "contract_terms", draft.pk)
    [form] = [one for one in desk.page.all("form") if one.get("hx-post")]
    assert form.get("hx-post") == form.get("action") == to("contract_terms", draft.pk)
    sent = flat(typed(deposit="9000", monthly_rent="四千"))
    keeps_by_itself(desk, draft, sent)
    assert not desk.page.is_whole and "已自动保存" in desk.page.text
    assert "月租金" in desk.page.text
    assert queries.typed_of(again(draft))["monthly_rent"] == "四千"
    text_of(desk, "contract_terms", draft.pk)
    assert value_of(desk, "monthly_rent") == "四千" and value_of(desk, "bank") == "ccb"
    answer = desk.post(to("contract_terms", draft.pk), sent | {"step": "save", "layout": "两居"})
    assert answer["Location"] == to("contract_terms", draft.pk)
    assert queries.typed_of(again(draft))["layout"] == "两居"
    assert queries.typed_of(again(draft))["tenants"] == [TENANT]


@pytest.mark.covers("CON-04")
def test_limits_are_told_while_filling_in_and_in_the_preview_with_the_way_to_the_field(desk, by):
    draft = a_draft(by)
    sent = flat(typed(deposit="9000", occupants="9"))
    keeps_by_itself(desk, draft, sent)
    assert "押金" in desk.page.text and "每个房间不能超过2人" in desk.page.text
    text_of(desk, "contract_terms", draft.pk)
    wrong = {one.get("name") for one in desk.page.all("input") if one.get("aria-invalid") == "true"}
    assert {"deposit", "occupants"} <= wrong
    text_of(desk, "contract_preview", draft.pk)
    links = links_of(desk)
    assert f"{to('contract_terms', draft.pk)}?check=1#id_deposit" in links
    assert to("sign_contract", draft.pk) not in forms_of(desk)
    desk.post(to("sign_contract", draft.pk), {"seen": "00"})
    assert "请先修改再签约" in desk.page.text
    assert again(draft).status == "draft"


def test_each_fault_of_an_empty_draft_leads_to_a_field_that_is_there(desk, by):
    home = a_home_verified(by)
    draft = actions.begin_contract(verification_id=home.pk, way="online", by=by)
    text_of(desk, "contract_preview", draft.pk)
    leading = [link for link in links_of(desk) if "?check=1#" in link]
    assert len(leading) > 10
    for link in leading:
        address, _, anchor = link.partition("#")
        desk.get(address)
        ids = {one.get("id") for one in desk.page.root.iter()}
        assert anchor in ids, link


def test_tenants_are_added_and_removed_persons_and_organisations(desk, by):
    draft = a_draft(by)
    at = to("contract_tenants", draft.pk)
    desk.post(at, tenant_typed() | {"step": "add-organisation"})
    company = {
        "tenants[1].organisation_name": "北京科创软件有限公司",
        "tenants[1].uscc": "91110108MA01ABCD5T",
        "tenants[1].phone": "13800000006",
    }
    desk.post(at, tenant_typed() | company | {"step": "save"})
    kept = queries.typed_of(again(draft))["tenants"]
    assert [one.get("name") or one.get("organisation_name") for one in kept] == [
        "张三",
        "北京科创软件有限公司",
    ]
    desk.post(at, tenant_typed() | company | {"step": "remove-0"})
    kept = queries.typed_of(again(draft))["tenants"]
    assert [one["uscc"] for one in kept] == ["91110108MA01ABCD5T"]


@pytest.mark.covers("CON-02")
def test_papers_are_looked_into_kept_and_left_out(desk, by):
    draft = a_draft(by)
    at = to("contract_documents", draft.pk)
    kept = {f"{one.kind}-kept": one.file_id for one in queries.documents_of(draft)}
    text_of(desk, "contract_documents", draft.pk)
    desk.post(at, kept | {"other": SimpleUploadedFile("x.pdf", b"MZ\x90\x00" + bytes(200))})
    assert "不能上传" in desk.page.text
    assert queries.documents_of(draft).count() == 2
    desk.post(at, kept | {"other": SimpleUploadedFile("x.pdf", a_pdf()), "step": "save"})
    assert queries.documents_of(draft).count() == 3
    paper = queries.documents_of(draft).first()
    assert desk.get(to("contract_document", paper.pk)).content == a_pdf()
    desk.post(at, {"step": "save"})
    assert queries.documents_of(draft).count() == 0


@pytest.mark.covers("CON-03")
def test_a_contract_is_taken_back_cancelled_and_found_in_the_list(desk, by):
    sent = a_sent(by)
    assert "已确认0人" in text_of(desk, "contracts", ask="status=to_sign")
    for words, count in [(sent.no, 1), ("张三", 1), (sent.address[3:6], 1), ("李四", 0)]:
        desk.get(to("contracts"), {"text": words})
        assert links_of(desk).count(to("contract", sent.pk)) == count, words
    assert desk.post(to("take_back_contract", sent.pk))["Location"] == to(
        "contract_preview", sent.pk
    )
    assert again(sent).status == "draft"
    assert desk.get(to("contract", sent.pk))["Location"] == to("contract_terms", sent.pk)
    desk.post(to("cancel_contract", sent.pk))
    assert again(sent).status == "cancelled"
    assert "已取消" in text_of(desk, "contract", sent.pk)


@pytest.mark.covers("CON-03")
def test_a_signed_contract_is_revoked_when_both_agree(desk, by):
    signed = a_signed(by)
    assert to("revoke_contract", signed.pk) in links_after(desk, "contract", signed.pk)
    desk.post(to("revoke_contract", signed.pk), {"because": ""})
    assert "请填写" in desk.page.text
    desk.post(to("revoke_contract", signed.pk), {"because": "承租人调离北京"})
    assert "等待承租人答复" in text_of(desk, "contract", signed.pk)
    actions.agree_revocation(contract_id=signed.pk, by=tenant_actor())
    assert again(signed).status == "revoked"
    assert "已撤销" in text_of(desk, "contract", signed.pk)


def test_what_a_tenant_proposes_is_answered(desk, by):
    signed = a_signed(by)
    actions.propose_revocation(contract_id=signed.pk, because="要出国", by=tenant_actor())
    assert "要出国" in text_of(desk, "contract", signed.pk)
    desk.post(to("answer_revocation", signed.pk), {"answer": "refuse"})
    assert again(signed).status == "signed"
    actions.propose_revocation(contract_id=signed.pk, because="要出国", by=tenant_actor())
    desk.post(to("answer_revocation", signed.pk), {"answer": "agree"})
    assert again(signed).status == "revoked"


@pytest.mark.covers("CRD-04")
def test_who_is_on_the_black_list_begins_no_contract_and_reads_so_on_every_page(desk, by, own):
    home = a_home_verified(by)
    assert "黑名单" not in text_of(desk, "home")
    blacklist(by)
    for name in ("home", "homes", "contracts", "own"):
        shown = text_of(desk, name)
        assert "已被列入住房租赁黑名单" in shown and "请联系朝阳区" in shown, name
    desk.post(to("begin_contract", home.pk))
    assert "不能签订新的租赁合同" in text_of(desk, "home_check", home.pk)
    assert Contract.objects.count() == 0
    desk.post(to("add_branch"), {"name": "分公司", "uscc": "91110105MA00TE5T2T", "step": "draft"})
    assert "不能备案新的分支机构" in desk.page.text


@pytest.mark.covers("CON-11")
def test_a_paper_contract_is_entered_where_the_parameter_allows_it(desk, by):
    assert "合同补录" not in text_of(desk, "contracts")
    say(False)
    assert "合同补录" in text_of(desk, "contracts")
    home = a_home_verified(by)
    desk.post(to("begin_contract", home.pk), {"way": "paper"})
    draft = Contract.objects.get()
    assert draft.way == "paper"
    assert "纸质合同签订日期" in text_of(desk, "contract_terms", draft.pk)


def test_contracts_of_another_institution_are_not_there(desk, by):
    signed = a_signed(by)
    stranger = signed_in(an_institution(name="北京别家住房租赁有限公司"))
    for name in ("contract", "contract_terms", "contract_preview", "contract_pdf"):
        assert stranger.get(to(name, signed.pk)).status_code == 404, name
    assert stranger.post(to("cancel_contract", signed.pk)).status_code == 404
    assert not re.search(signed.no, text_of(stranger, "contracts"))


def links_after(pages: Pages, name: str, *args: object, ask: str = "") -> list[str]:
    text_of(pages, name, *args, ask=ask)
    return links_of(pages)


def forms_after(pages: Pages, name: str, *args: object) -> list[str]:
    text_of(pages, name, *args)
    return forms_of(pages)


@pytest.mark.covers("CON-01")
def test_what_a_page_kept_by_itself_before_a_button_was_pressed_comes_too_late(desk, by):
    draft = a_draft(by)
    before = draft.edition
    assert f'name="edition" value="{before}"' in desk.get(to("contract_terms", draft.pk)).text
    sent = flat(typed(monthly_rent="4100"))
    desk.post(to("contract_terms", draft.pk), sent | {"step": "save"})
    keeps_by_itself(desk, draft, flat(typed(monthly_rent="4000")), edition=before)
    assert "没有保存" in desk.page.text and "已自动保存" not in desk.page.text
    assert queries.typed_of(again(draft))["monthly_rent"] == "4100"
    keeps_by_itself(desk, again(draft), flat(typed(monthly_rent="4200")))
    assert "已自动保存" in desk.page.text
    assert queries.typed_of(again(draft))["monthly_rent"] == "4200"
