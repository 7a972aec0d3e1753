"""暂停划转, 收款账户复核, 利息: what officers do about releases, and what they can't."""

from datetime import date

import pytest

from anju.custody import actions
from anju.custody.models import Hold, SettlementAccount
from anju.custody.rules import AccountStatus
from anju.ledger import queries as ledger
from anju.people.rules import POWERS_OF, Office, Power
from anju.refunds.tests.endings import Days, a_dispute, a_held_lease, bank_pays
from anju.tests.custody_world import an_account, released, t_1, the_bank_paid_interest
from anju.tests.pages import Pages
from anju.tests.world import enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03")]
FIRST = date(2025, 4, 1)
NOTICE = {"reason": "authority", "document_no": "京建发〔2026〕12号", "note": "经营风险"}


def text_of(pages: Pages) -> str:
    return " ".join(pages.page.text.split()).replace("¥ ", "¥")


def test_an_enterprise_is_stopped_by_a_notice_and_goes_on_when_it_is_lifted(desk: Pages):
    lease = t_1()
    an_account(lease.enterprise_id)
    desk.post("/centre/holds/new", NOTICE | {"uscc": lease.enterprise.uscc}, follow=True)

    hold = Hold.objects.get()
    assert hold.enterprise_id == lease.enterprise_id and hold.placed_by == "wang.min"
    assert "已暂停划转，到期的租金累积，不会丢失" in desk.page.text
    assert "累积待划转 ¥24,000.00" in text_of(desk)
    assert "登记 王敏" in desk.page.text and "wang.min" not in desk.page.text
    assert released(FIRST) == []
    desk.get("/centre/holds")
    assert "安居租赁有限公司 企业的全部合同 主管部门暂停划转 京建发〔2026〕12号" in text_of(desk)

    desk.post(f"/centre/holds/{hold.pk}", {"because": ""})
    assert "请填写解除原因" in desk.page.text
    desk.post(f"/centre/holds/{hold.pk}", {"because": "风险已消除"}, follow=True)

    assert "已解除，累积的租金将一并划转" in desk.page.text
    assert "解除 已解除" in text_of(desk) and "风险已消除" in desk.page.text
    assert len(released(FIRST)) == 1


def test_a_court_stops_one_lease(desk: Pages):
    lease = t_1()
    terms = {
        "reason": "judicial",
        "document_no": "（2026）京0105执1号",
        "filing_no": lease.filing_no,
    }
    desk.post("/centre/holds/new", terms)

    assert Hold.objects.get().lease_id == lease.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "请填写合同备案编号或统一社会信用代码，两者只填一项"),
        ({"filing_no": "BA-NOBODYS-01"}, "没有这个编号的备案合同，请核对"),
        ({"uscc": "91110108MA01ABCD5T"}, "没有这个代码的住房租赁企业，请核对"),
        ({"document_no": ""}, "请填写文书编号"),
        ({"uscc": "91110105MA00TE5T2T", "until_on": "2026-01-01"}, "暂停期止2026-01-01应晚于今天"),
        ({"uscc": "91110105MA00TE5T2T", "until_on": "明天"}, "这不是一个日期"),
        ({"uscc": "91110105MA00TE5T2T", "reason": "ending"}, "请从列表中选择"),
    ],
)
def test_what_is_no_hold_is_said_and_what_was_typed_stays(desk: Pages, changes, sentence):
    t_1()
    response = desk.post("/centre/holds/new", NOTICE | changes)

    assert sentence in desk.page.text
    assert 'value="经营风险"' in response.content.decode()
    assert not Hold.objects.exists()


def test_a_proposed_account_is_shown_in_full_and_approved(desk: Pages):
    lease = t_1()
    account = actions.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no="11001085900053000999",
        bank_name="中国建设银行北京分行",
        by=enterprise_of(lease),
    )
    desk.get("/centre/accounts")
    assert "安居租赁有限公司" in desk.page.text and "待复核" in desk.page.text
    desk.get(f"/centre/accounts/{account.pk}")
    assert "11001085900053000999" in desk.page.text and lease.enterprise.uscc in desk.page.text

    desk.post(f"/centre/accounts/{account.pk}/approve", follow=True)

    assert "收款账户已启用" in desk.page.text and "复核不通过" not in desk.page.text
    account.refresh_from_db()
    assert (account.status, account.checked_by) == (AccountStatus.ACTIVE, "wang.min")


def test_a_rejected_account_says_why(desk: Pages):
    lease = t_1()
    account = actions.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no="11001085900053000999",
        bank_name="中国建设银行北京分行",
        by=enterprise_of(lease),
    )
    desk.post(f"/centre/accounts/{account.pk}/reject", {"because": " "})
    assert "请填写不通过原因" in desk.page.text
    desk.post(f"/centre/accounts/{account.pk}/reject", {"because": "户名不符"}, follow=True)

    assert SettlementAccount.objects.get().status == AccountStatus.REJECTED
    assert "户名不符" in desk.page.text
    desk.post(f"/centre/accounts/{account.pk}/approve", follow=True)
    assert "当前状态为「未通过」，不能复核通过" in desk.page.text


def test_interest_is_shown_bank_by_bank_with_the_difference(desk: Pages):
    lease = t_1()
    an_account(lease.enterprise_id)
    released(FIRST)
    the_bank_paid_interest("1.00")

    desk.get("/centre/interests", {"first": "2025-03-31", "last": "2025-06-20"})

    assert "期内应计利息 ¥1.82 利息差额 −¥1.82" in text_of(desk)
    assert "待分配利息余额 ¥1.00" in text_of(desk)
    assert "2024-10-01 0.0500 % 活期存款挂牌利率" in text_of(desk)
    desk.get("/centre/interests", {"first": "2025-06-20", "last": "2025-03-31"})
    assert "止日不能早于起日" in desk.page.text
    assert desk.get("/centre/interests").status_code == 200
    before = {"first": "2024-01-01", "last": "2024-02-01"}
    assert desk.get("/centre/interests", before).status_code == 200


@pytest.mark.covers("REF-11")
def test_disputed_money_is_on_the_page_of_interest_and_the_sum_is_what_the_ledger_holds(
    monkeypatch,
):
    """28,000 for ten days, then 1,000 of it, disputed, for twenty: 300,000 yuan-days at 0.05 %: 41.67 fen."""
    days, desk = Days(monkeypatch), Pages()
    days.be("2026-11-02")
    desk.as_staff(Power.INTEREST_READ)
    lease = a_held_lease()
    pots = [lease.deposit_pot, lease.rent_pot, f"lease:{lease.filing_no}:disputed"]
    desk.get("/centre/interests")
    assert "争议资金 ¥0.00 本金合计 ¥28,000.00" in text_of(desk)

    days.be("2026-11-12")
    a_dispute(lease)
    bank_pays()
    days.be("2026-12-02")
    desk.get("/centre/interests", {"first": "2026-11-02", "last": "2026-12-01"})

    assert "期内应计利息 ¥0.42" in text_of(desk)
    assert "在管本金（押金和租金） ¥0.00 争议资金 ¥1,000.00 本金合计 ¥1,000.00" in text_of(desk)
    assert sum(ledger.balances(pots).values()) == 1000_00


@pytest.mark.parametrize(
    ("address", "power"),
    [
        ("/centre/holds", Power.RELEASE_HOLD),
        ("/centre/holds/new", Power.RELEASE_HOLD),
        ("/centre/accounts", Power.ACCOUNT_CHECK),
        ("/centre/interests", Power.INTEREST_READ),
    ],
)
def test_each_page_needs_its_power(address, power):
    without, holder = Pages(), Pages()
    without.as_staff(*(POWERS_OF[Office.CENTRE] - {power}), username="li.qiang", name="李强")
    holder.as_staff(power, username="zhao.li", name="赵丽")

    assert without.get(address).status_code == 403
    assert holder.get(address).status_code == 200


def test_who_is_waited_for_stands_in_the_menu(desk: Pages):
    lease = t_1()
    actions.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no="11001085900053000999",
        bank_name="中国建设银行北京分行",
        by=enterprise_of(lease),
    )
    desk.get("/centre/")

    assert "收款账户复核 1" in text_of(desk)
