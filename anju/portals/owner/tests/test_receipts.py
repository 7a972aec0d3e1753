"""我要开票 and its states; the records with their receipts. (manual 002, 2.3.2(2), 2.6; OWN-12, OWN-40, OWN-41)"""

from typing import Any

import pytest

from anju.core import clock
from anju.fund import actions
from anju.fund.models import Deposit
from anju.fund.tests.world import ZHAO, an_account, book, is_told_paid, signed_in, start
from anju.portals.owner.tests.things import (
    OFFICER,
    PDF,
    acting,
    the_platform_is_silent,
    the_platform_issues,
    the_platform_refuses,
)
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.portals.tenant_web.tests.test_exports import rows_of

pytestmark = pytest.mark.django_db


def refreshes(pages: Any) -> list[str]:
    return [one.get("hx-get") for one in pages.page.all("div") if one.get("hx-get")]


@pytest.mark.covers("OWN-12", "OWN-40")
def test_a_receipt_is_asked_for_waited_for_and_taken_along(pages, owner, paid):
    address = f"/owner/deposits/{paid.no}"
    pages.get(address)
    assert "未开票" in pages.page.text and "我要开票" in buttons(pages)

    assert pages.post(f"{address}/receipt")["Location"] == address
    pages.get(address)
    assert "开票中" in pages.page.text and "我要开票" not in buttons(pages)
    [asked] = refreshes(pages)
    asks = {"HX-Request": "true"}
    assert pages.get(asked, headers=asks).status_code == 204
    assert pages.get(f"{address}/receipt.pdf").status_code == 404

    the_platform_issues(paid)
    assert pages.get(asked, headers=asks).status_code == 200
    assert "开票成功" in pages.page.text and "查询/下载" in buttons(pages)
    assert refreshes(pages) == []
    pages.get("/owner/records")
    assert f"{address}/receipt.pdf" in links(pages)
    file = pages.get(f"{address}/receipt.pdf")
    assert file.content == PDF
    assert "attachment" in file["Content-Disposition"] and "11030126" in file["Content-Disposition"]


@pytest.mark.covers("OWN-12")
def test_after_a_failure_it_is_asked_for_again(pages, owner, paid):
    address = f"/owner/deposits/{paid.no}"
    pages.post(f"{address}/receipt")
    the_platform_refuses(paid)
    pages.get(address)
    assert "开票失败" in pages.page.text and "重新开票" in buttons(pages)
    assert "票据平台的答复是：票据库存不足。请点【重新开票】" in pages.page.text
    pages.post(f"{address}/receipt")
    pages.get(address)
    assert "开票中" in pages.page.text
    [asked] = refreshes(pages)
    the_platform_is_silent(paid)
    assert pages.get(asked, headers={"HX-Request": "true"}).status_code == 200
    pages.get(address)
    assert "开票中" in pages.page.text and "票据平台暂时没有答复" in pages.page.text


@pytest.mark.covers("OWN-12")
def test_of_a_paper_receipt_a_pop_up_tells(pages, owner, paid):
    actions.record_paper_receipt(deposit_id=paid.pk, paper_no="0012345", by=OFFICER)
    address = f"/owner/deposits/{paid.no}"
    pages.get(address)
    assert pages.page.all("dialog") == []
    assert pages.post(f"{address}/receipt").status_code == 200
    [pop_up] = pages.page.all("dialog")
    assert "您的纸质票据已开具，不支持再次开具电子票据。" in "".join(pop_up.itertext())
    assert address in links(pages)


@pytest.mark.covers("OWN-40", "OWN-41")
def test_ones_own_records_and_all_business_on_ones_homes(pages, homes, owner):
    zhao = signed_in(ZHAO)
    theirs = actions.demand_deposit(account_id=homes.owing.pk, by=zhao)
    is_told_paid(start(theirs, zhao))
    book()
    pages.get("/owner/records")
    assert len(pages.page.all("tr")) == 3 and "/owner/records.xlsx" in links(pages)
    actions.add_home(
        way="contract", wanted="JC1", district="110105", phone="13800000001", by=acting(owner)
    )
    pages.get("/owner/business")
    assert len(pages.page.all("tr")) == 5
    low = homes.low.dwelling_id
    for asked, found in {
        f"home={low}": 1,
        "kind=deposit": 3,
        "kind=addition": 1,
        "kind=refund": 0,
        f"since={clock.today()}": 4,
        "until=2020-01-01": 0,
        f"home={low}&kind=addition": 0,
    }.items():
        pages.get(f"/owner/business?{asked}")
        assert len(pages.page.all("tr")) == (found + 1 if found else 0), asked
    pages.get("/owner/business?since=2026-05-01&until=2026-01-01")
    assert "止日不能早于起日" in pages.page.text


@pytest.mark.covers("OWN-41")
def test_business_is_paged_by_key(pages, homes, owner):
    for number in range(20):
        actions.deposit_voluntarily(
            account_id=homes.holding.pk, amount_fen=(number + 1) * 100, by=acting(owner)
        )
    pages.get("/owner/business")
    assert len(pages.page.all("tr")) == 21
    [further] = [one for one in links(pages) if "before=" in one]
    pages.get(further)
    assert len(pages.page.all("tr")) == 3
    pages.get("/owner/business?before=nonsense")
    assert len(pages.page.all("tr")) == 21


@pytest.mark.covers("OWN-40")
def test_the_records_are_exported(pages, homes):
    head, *rows = rows_of(pages.get("/owner/records.xlsx"))
    assert head[0] == "业务流水号" and [row[0] for row in rows] == [
        one.no for one in reversed(homes.deposits)
    ]
    assert [row[3] for row in rows] == [18000, 18000]


@pytest.mark.covers("OWN-12")
def test_who_began_to_pay_but_did_not_gets_no_receipt(pages, owner):
    """A receipt names the owner in full."""
    others = an_account(owners=(ZHAO,), room="907")
    found = pages.post("/owner/find?by=address", {"wanted": others.dwelling.address})
    pages.get(found["Location"])
    pages.post(f"/owner/homes/{others.dwelling_id}/pay", {"channel": "alipay"})
    deposit = Deposit.objects.latest("pk")
    zhao = signed_in(ZHAO)
    is_told_paid(start(deposit, zhao))
    book()
    address = f"/owner/deposits/{deposit.no}"
    assert pages.get(address).status_code == 200
    assert "我要开票" not in buttons(pages) and "赵六" not in pages.page.text
    assert pages.post(f"{address}/receipt").status_code == 404
