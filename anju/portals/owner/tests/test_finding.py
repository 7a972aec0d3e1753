"""我要查询 and 添加房屋: whose home it is decides what is told of it. (manual 002, 2.3.2(3) and 2.5)"""

import pytest

from anju.fund.models import Addition, LookUp
from anju.fund.rules import AdditionStatus
from anju.fund.tests.world import ZHAO, an_account
from anju.portals.tenant_web.tests.reading import buttons, links

pytestmark = pytest.mark.django_db
NOT_MATCHED = "未检索到与您匹配的房屋信息，请添加房屋"


def find(pages, by: str, **typed):
    return pages.post(f"/owner/find?by={by}", typed)


@pytest.mark.covers("OWN-30", "OWN-31", "OWN-33")
def test_another_ones_home_is_found_by_its_whole_address_and_a_pop_up_says_whose_it_is(
    pages, owner
):
    others = an_account(owners=(ZHAO,), room="901")
    address = others.dwelling.address
    assert pages.get(f"/owner/homes/{others.dwelling_id}/pay").status_code == 404

    found = find(pages, "address", wanted=address)
    assert found["Location"] == f"/owner/homes/{others.dwelling_id}/pay?looked=up"
    pages.get(found["Location"])
    assert "您查询的是他人名下的房屋" in pages.page.text
    assert "继续交存产生的票据将显示现业主姓名" in pages.page.text
    assert [one.get("open") is not None for one in pages.page.all("dialog")] == [True]
    assert "知道了" in buttons(pages) and "立即付款" in buttons(pages)
    assert "赵六" not in pages.page.text and "赵*" in pages.page.text
    assert f"/owner/homes/{others.dwelling_id}/movements" in links(pages)

    pages.get(f"/owner/homes/{others.dwelling_id}/pay")
    assert pages.page.all("dialog") == []
    assert pages.get(f"/owner/homes/{others.dwelling_id}/movements").status_code == 200
    assert pages.get(f"/owner/homes/{others.dwelling_id}").status_code == 404
    response = pages.post(f"/owner/homes/{others.dwelling_id}/pay", {"channel": "alipay"})
    assert pages.get(response["Location"]).status_code == 200


@pytest.mark.covers("OWN-30")
def test_an_address_that_no_home_has_is_told_at_the_field_and_what_was_typed_stays(pages, owner):
    find(pages, "address", wanted="没有这个地址")
    assert "未查询到该房屋，请核对房屋的完整地址" in pages.page.text
    assert [f.get("value") for f in pages.page.all("input") if f.get("name") == "wanted"] == [
        "没有这个地址"
    ]


@pytest.mark.covers("OWN-32")
@pytest.mark.parametrize("by", ["contract", "certificate"])
def test_by_a_number_one_finds_ones_own_home_and_is_led_to_add_any_other(pages, owner, by):
    field = f"{by}_no"
    own = an_account(**{field: "JC2026000001"}, room="902")
    others = an_account(**{field: "JC2026000002"}, owners=(ZHAO,), room="903")
    sale = {"sale": "new"} if by == "contract" else {}

    found = find(pages, by, wanted="JC2026000001", **sale)
    assert found["Location"] == f"/owner/homes/{own.dwelling_id}/pay?looked=up"
    pages.get(found["Location"])
    assert pages.page.all("dialog") == []

    for number in ("JC2026000002", "JC2026000003"):
        find(pages, by, wanted=number, **sale)
        assert NOT_MATCHED in pages.page.text
        assert f"/owner/add?by={by}&wanted={number}" in links(pages)
    assert pages.get(f"/owner/homes/{others.dwelling_id}/pay").status_code == 404
    pages.get(f"/owner/add?by={by}&wanted=JC2026000002")
    assert "JC2026000002" in [f.get("value") for f in pages.page.all("input")]


@pytest.mark.covers("OWN-33")
def test_a_home_whose_money_goes_back_or_whose_unit_pays_is_told_in_a_pop_up(pages, homes):
    from anju.fund import actions
    from anju.fund.tests.world import DEPARTMENT

    low = homes.holding
    actions.correct_area(account_id=low.pk, area_hundredths=80_00, by=DEPARTMENT)
    found = find(pages, "address", wanted=low.dwelling.address)
    pages.get(found["Location"])
    assert "请业主持身份证、房屋产权证明及北京市住宅专项维修资金票据" in pages.page.text
    assert "立即付款" not in buttons(pages)


@pytest.mark.covers("OWN-30")
def test_who_looks_up_too_often_is_told_to_wait(pages, owner):
    for _ in range(30):
        find(pages, "contract", wanted="JC1", sale="new")
    find(pages, "contract", wanted="JC1", sale="new")
    assert "查询次数过多" in pages.page.text
    assert LookUp.objects.count() == 30


@pytest.mark.covers("OWN-13", "OWN-14")
def test_ones_own_home_is_filled_in_and_added_at_once(pages, owner):
    an_account(certificate_no="京2026朝不动产权第0000001号", room="904")
    typed = {"wanted": "京2026朝不动产权第0000001号", "phone": "13800000001"}
    pages.post("/owner/add?by=certificate", {**typed, "district": "", "look": "1"})
    assert "查到了您的房屋" in pages.page.text and "90.00 平方米" in pages.page.text
    chosen = [one for one in pages.page.all("option") if one.get("selected") is not None]
    assert [one.get("value") for one in chosen] == ["110105"]

    response = pages.post("/owner/add?by=certificate", {**typed, "district": "110105"})
    addition = Addition.objects.get()
    assert addition.status == AdditionStatus.ADDED
    pages.get(response["Location"])
    assert "房屋添加成功" in pages.page.text and "信息一致，自动添加" in pages.page.text
    assert f"/owner/homes/{addition.dwelling_id}" in links(pages)
    pages.get("/owner/additions")
    assert "已添加" in pages.page.text and response["Location"] in links(pages)


@pytest.mark.covers("OWN-13", "OWN-14")
def test_what_does_not_match_waits_for_the_department(pages, owner):
    typed = {"wanted": "JC2026000009", "sale": "new", "phone": "13800000001"}
    pages.post("/owner/add?by=contract", {**typed, "district": "110105", "look": "1"})
    assert "由管理部审核" in pages.page.text

    pages.post("/owner/add?by=contract", {**typed, "district": ""})
    assert "请选择房屋所在区域" in pages.page.text
    assert "JC2026000009" in [f.get("value") for f in pages.page.all("input")]
    response = pages.post("/owner/add?by=contract", {**typed, "district": "110105"})
    pages.get(response["Location"])
    assert "已提交，等待审核" in pages.page.text and "管理部审核 · 办理中" in pages.page.text
    assert Addition.objects.get().status == AdditionStatus.WAITING


@pytest.mark.covers("OWN-13")
def test_documents_are_handed_in_and_stay_ones_own(pages, owner, stranger):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from anju.core.tests.test_files import a_pdf

    typed = {"wanted": "朝阳区某路1号院2号楼301室", "district": "110105", "phone": "13800000001"}
    pages.post("/owner/add?by=documents", typed)
    assert "请上传证明材料" in pages.page.text
    paper = SimpleUploadedFile("购房合同.pdf", a_pdf(), "application/pdf")
    response = pages.post("/owner/add?by=documents", {**typed, "documents": paper})
    pages.get(response["Location"])
    assert "购房合同.pdf" in pages.page.text
    document = Addition.objects.get().documents.get()
    address = f"/owner/additions/documents/{document.pk}"
    assert bytes(pages.get(address).content) == a_pdf()
    assert stranger.get(address).status_code == 404
    assert stranger.get(response["Location"]).status_code == 404
