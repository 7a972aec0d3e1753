"""划转查询 and 收款账户: what was released, lot by lot, what waits and why, and where it goes."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from anju.custody import actions
from anju.custody.models import SettlementAccount
from anju.custody.rules import AccountStatus
from anju.tests.custody_world import (
    OFFICER,
    an_account,
    paid_in,
    released,
    the_bank_paid_interest,
    the_bank_pays,
    the_bank_refuses,
)
from anju.tests.pages import Pages
from anju.tests.world import a_lease

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("enterprise"),
    pytest.mark.covers("ENT-03"),
]
NEW = "11001085900053000999"


@pytest.fixture
def t_1(enterprise):
    lease = a_lease(filing_no="BA-RELEASE-001", starts_on=date(2025, 3, 31))
    return paid_in(lease, on=date(2025, 3, 31))


def text_of(pages: Pages) -> str:
    return " ".join(pages.page.text.split()).replace("¥ ", "¥")


def test_a_release_is_listed_with_principal_and_interest_and_taken_apart_by_lot(pages, t_1):
    an_account(t_1.enterprise_id)
    the_bank_paid_interest("10.00")
    (release,) = released(date(2025, 6, 30))
    the_bank_pays(release)

    pages.get("/enterprise/releases")
    assert f"{release.no} 租金划转 · 2025-06-30 · 4 个批次 ¥16,000.00 ¥2.04 已划转" in text_of(
        pages
    )
    pages.get(f"/enterprise/releases/{release.no}")
    shown = text_of(pages)
    assert "¥16,002.04" in shown and "1100 **** **** 0123" in shown
    assert f"2025-06-30 至 2025-07-30 {t_1.filing_no} {t_1.address} 91 ¥4,000.00 ¥0.51" in shown
    assert shown.count("BA-RELEASE-001") == 4


def test_the_statement_as_a_spreadsheet_adds_up_to_the_payout(pages, t_1):
    an_account(t_1.enterprise_id)
    the_bank_paid_interest("10.00")
    (release,) = released(date(2025, 6, 30))

    response = pages.get(f"/enterprise/releases/{release.no}/statement.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    heading, *rows = book.get_sheet_by_name("划转清单").to_python()
    assert heading[0] == "合同备案编号" and heading[-3:] == ["本金", "利息", "合计"]
    assert [row[-3:] for row in rows] == [[4000, 0.51, 4000.51]] * 4
    assert rows[3][3:7] == ["2025-06-30", "2025-07-30", "2025-03-31", "91"]


def test_the_search_finds_by_day_and_state(pages, t_1):
    an_account(t_1.enterprise_id)
    (first,) = released(date(2025, 4, 1))
    the_bank_pays(first)
    (second,) = released(date(2025, 6, 30))

    pages.get("/enterprise/releases", {"status": "instructed"})
    assert second.no in pages.page.text and first.no not in pages.page.text
    pages.get("/enterprise/releases", {"day_to": "2025-04-30"})
    assert first.no in pages.page.text and second.no not in pages.page.text
    pages.get("/enterprise/releases", {"day_from": "2025-04-30", "day_to": "2025-04-01"})
    assert "止日不能早于起日" in pages.page.text


def test_what_waits_is_said_with_its_reason(pages, t_1):
    pages.get("/enterprise/")
    assert "¥24,000.00 6 个批次，最早应划转日期 2025-04-01 尚未登记收款账户，请先登记。" in text_of(
        pages
    )

    an_account(t_1.enterprise_id)
    actions.hold_releases(
        enterprise_id=t_1.enterprise_id,
        reason="authority",
        document_no="1",
        note="",
        by=OFFICER,
    )
    pages.get("/enterprise/releases")
    assert "主管部门或者法院已暂停划转" in pages.page.text


def test_an_account_is_proposed_and_may_be_withdrawn_until_it_is_checked(pages, t_1):
    form = {"account_no": NEW, "bank_name": "中国建设银行北京分行"}
    response = pages.post("/enterprise/account", form | {"account_no": "123"})
    assert "「123」不是银行账号" in pages.page.text
    assert 'value="中国建设银行北京分行"' in response.content.decode()
    response = pages.post("/enterprise/account", form, follow=True)
    assert "收款账户已提交，资金中心复核通过后启用" in pages.page.text
    assert "1100 **** **** 0999" in pages.page.text and NEW not in response.content.decode()

    pages.post("/enterprise/account/withdraw", follow=True)

    assert "申请已撤回" in pages.page.text
    assert SettlementAccount.objects.get().status == AccountStatus.WITHDRAWN
    assert pages.post("/enterprise/account/withdraw").status_code == 404


def test_a_doubtful_account_is_confirmed_and_releases_go_on(pages, t_1):
    account = an_account(t_1.enterprise_id)
    for _ in range(3):
        SettlementAccount.objects.update(not_before=None)
        the_bank_refuses(*released(date(2025, 4, 1)))
    pages.get("/enterprise/account")
    assert "收款账户连续付款失败，请确认或变更收款账户。" in pages.page.text
    assert pages.post("/enterprise/account/confirm", follow=True).status_code == 200

    account.refresh_from_db()
    assert account.status == AccountStatus.ACTIVE
    assert "已确认，待划转的租金将再次划转" in pages.page.text
    assert len(released(date(2025, 4, 1))) == 1


def test_the_lease_shows_its_lots_with_their_days(pages, t_1):
    an_account(t_1.enterprise_id)
    the_bank_pays(*released(date(2025, 4, 1)))

    pages.get("/enterprise/leases/BA-RELEASE-001")

    shown = text_of(pages)
    assert "租金（第1期） 2025-03-31 至 2025-04-29 ¥4,000.00 ¥0.00 2025-04-01 已划转" in shown
    assert "2025-06-30 至 2025-07-30" in shown and "2025-06-30 监管中" in shown


def test_nobody_elses_release_is_there(pages, t_1):
    other = ("北辰公寓有限公司", "91110108MA01ABCD5T")
    lease = paid_in(a_lease(starts_on=date(2025, 3, 31), enterprise=other), on=date(2025, 3, 31))
    an_account(lease.enterprise_id)
    (release,) = released(date(2025, 4, 1))

    assert pages.get(f"/enterprise/releases/{release.no}").status_code == 404
    assert pages.get(f"/enterprise/releases/{release.no}/statement.xlsx").status_code == 404
