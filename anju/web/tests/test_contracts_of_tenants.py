"""合同签约 on the web and on the phone: read, confirm by a code, decline, revoke; and whose it is. (CON-03, CON-05)"""

import re

import pytest

from anju.homes.tests.asking import an_enterprise
from anju.people.models import Person
from anju.signings import actions, queries
from anju.signings.rules import Status
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_draft,
    a_sent,
    a_signed,
    again,
    an_entered,
    code_sent,
    confirm,
    tenant_actor,
)
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-05")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = (
    "张三",
    "张*",
    "王五",
    "安居租赁有限公司",
    "北京市朝阳区建国路1号院3号楼1206",
    "北京市朝阳区建国路2号院3号楼1206",
    "北京市朝阳区建国路3号院3号楼1206",
    "中国建设银行",
    "不养宠物。",
    "每月第一个周六检查燃气。",
    "朝阳区",
    "住宅",
    "居住",
    "房屋另有安排",
    "肆仟元整",
    "肆万捌仟元整",
    "北京市住房资金管理中心",
    "中文",
)


@pytest.fixture(params=["/tenant", "/m"])
def root(request):
    return request.param


def signed_in(of=TENANT) -> Pages:
    pages = Pages()
    pages.sign_in_as(Person.objects.get(pk=tenant_actor(of).person_id))
    return pages


def links(pages):
    return {one.get("href", "") for one in pages.page.all("a")}


def test_a_contract_that_waits_is_on_the_home_page_and_is_signed_with_the_code(root):
    contract = a_sent()
    pages = signed_in()
    address = f"{root}/contracts/{contract.no}"
    for page in (f"{root}/", f"{root}/contracts"):
        pages.get(page)
        assert address in links(pages) and "待您确认签约" in pages.page.text

    pages.get(address)
    digest = bytes(contract.terms_digest or b"").hex()
    assert f"{address}/confirm?terms={digest}" in links(pages)
    for said in ("¥" not in pages.page.text, "4,000.00元", "110***********8013", "不养宠物。"):
        assert said is True or said in pages.page.text
    assert TENANT["id_number"] not in pages.page.text
    for unread in ("", "?terms=", f"?terms={'0' * 64}"):
        assert pages.get(f"{address}/confirm{unread}").url == address
    response = pages.post(f"{address}/code", {"terms": digest})
    assert response.url == f"{address}/confirm?terms={digest}"
    pages.get(response.url)
    assert "验证码已发送至138****0001" in pages.page.text
    wrong = "000000" if code_sent(contract) != "000000" else "111111"
    pages.post(f"{address}/confirm", {"code": wrong, "terms": digest})
    assert "验证码不正确，还可以输入4次" in pages.page.text
    assert again(contract).status == Status.TO_SIGN
    pages.post(f"{address}/confirm", {"code": code_sent(contract), "terms": "none of these"})
    assert "合同内容与您看到的不同" in pages.page.text

    response = pages.post(f"{address}/confirm", {"code": code_sent(contract), "terms": digest})

    assert response.url == address
    pages.get(address)
    assert "双方已签约，合同生效" in pages.page.text
    assert again(contract).status == Status.SIGNED
    paper = pages.get(f"{address}.pdf")
    assert paper.content == queries.pdf_of(again(contract))
    assert paper.headers["Content-Type"] == "application/pdf"
    pages.get(f"{root}/")
    assert address not in links(pages)
    assert pages.get(f"{address}/confirm?terms={digest}").url == address


def test_a_code_asked_for_too_soon_is_told_and_a_code_is_needed(root):
    contract = a_sent()
    pages = signed_in()
    address = f"{root}/contracts/{contract.no}"
    digest = bytes(contract.terms_digest or b"").hex()
    for _ in range(2):
        asked = pages.post(f"{address}/code", {"terms": digest})
    pages.get(asked.url)
    assert "秒后再获取" in pages.page.text
    pages.post(f"{address}/confirm", {"code": "", "terms": ""})
    assert "请填写短信验证码" in pages.page.text


def test_one_of_two_tenants_declines_with_a_reason_that_is_kept_when_missing(root):
    contract = a_sent(tenants=[TENANT, SECOND])
    first, second = signed_in(TENANT), signed_in(SECOND)
    address = f"{root}/contracts/{contract.no}"
    confirm(contract, tenant_actor(TENANT))
    assert first.get(f"{address}/decline").url == address
    second.get(f"{address}/decline")
    second.post(f"{address}/decline", {"because": ""})
    assert "请说明理由" in second.page.text

    response = second.post(f"{address}/decline", {"because": "租金不对"})

    assert response.url == f"{root}/contracts"
    second.get(response.url)
    assert "没有网上签约的合同" in second.page.text
    assert again(contract).status == Status.DRAFT
    assert first.get(address).status_code == 404


@pytest.mark.covers("CON-03")
def test_a_signed_contract_is_revoked_by_both_sides(root):
    by = an_enterprise()
    contract = a_signed(by)
    pages = signed_in()
    address = f"{root}/contracts/{contract.no}"
    pages.get(address)
    assert f"{address}/revoke" in links(pages)
    pages.get(f"{address}/revoke")
    pages.post(f"{address}/revoke", {"because": "工作调动"})
    assert pages.get(f"{address}/revoke").url == address
    pages.get(address)
    assert "撤销申请等待答复" in pages.page.text and "工作调动" in pages.page.text
    pages.post(f"{address}/refuse")
    assert queries.open_revocation(contract) is None
    actions.propose_revocation(contract_id=contract.pk, because="房屋另有安排", by=by)
    pages.get(address)
    assert "同意撤销" in pages.page.text

    pages.post(f"{address}/agree")

    assert again(contract).status == Status.REVOKED
    pages.post(f"{address}/agree")
    pages.get(address)
    assert "没有等待答复的撤销申请" in pages.page.text
    pages.post(f"{address}/refuse")
    pages.get(address)
    assert "没有等待答复的撤销申请" in pages.page.text


def test_a_tenant_sees_neither_drafts_nor_papers_nor_contracts_of_others(root):
    by = an_enterprise()
    contract, draft = a_sent(by), a_draft(by, number=2)
    entered = an_entered(by, number=3)
    stranger, tenant = signed_in(SECOND), signed_in(TENANT)
    for no in (contract.no, draft.no, entered.no, "ZL" + "9" * 20):
        assert stranger.get(f"{root}/contracts/{no}").status_code == 404
    for no in (draft.no, entered.no):
        assert tenant.get(f"{root}/contracts/{no}").status_code == 404
    stranger.get(f"{root}/contracts")
    assert contract.no not in stranger.page.text


def test_whoever_signs_in_later_with_the_number_on_the_contract_sees_it(root):
    contract = a_sent(tenants=[SECOND])
    person = Person.objects.get(pk=tenant_actor(SECOND).person_id)
    assert person.verified_at is None  # known from the contract alone

    pages = Pages()
    pages.sign_in_as(person)
    pages.get(f"{root}/contracts")

    assert contract.no in pages.page.text


@pytest.mark.covers("TEN-92")
def test_every_page_of_contracts_speaks_english_and_is_cheap(root, django_assert_max_num_queries):
    by = an_enterprise()
    sent, signed = a_sent(by), a_signed(by, number=2)
    asked = a_signed(by, number=3)
    actions.propose_revocation(contract_id=asked.pk, because="房屋另有安排", by=by)
    pages, digest = signed_in(), bytes(sent.terms_digest or b"").hex()
    pages.post("/language", {"language": "en", "next": f"{root}/"})
    ends = (
        "",
        f"/{sent.no}",
        f"/{sent.no}/confirm?terms={digest}",
        f"/{sent.no}/decline",
        f"/{asked.no}",
    )
    for end in (*ends, f"/{signed.no}", f"/{signed.no}/revoke"):
        with django_assert_max_num_queries(12, info=end):
            pages.get(f"{root}/contracts{end}")
        text = re.sub(r"京\(2020\)朝不动产权第\d{7}号", "", pages.page.text)
        for name in sorted(NAMES, key=len, reverse=True):
            text = text.replace(name, "")
        assert CHINESE.findall(text) == [], (end, text)
