"""付款批次: one person puts payments together, another lets them go; what can't be done is said."""

import pytest

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.ledger.queries import balance_fen
from anju.payments import actions, queries
from anju.payments.models import PayoutBatch
from anju.people.rules import Power
from anju.tests.pages import Pages
from anju.tests.world import (
    a_bank_account,
    a_credit,
    a_lease_in_custody,
    a_payout,
    an_approved_batch,
    banks_open,
    book,
    go_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-06", "CTR-03")]


def staff(username, *powers, name="丁悦"):
    pages = Pages()
    pages.as_staff(Power.BANK_READ, *powers, username=username, name=name)
    return pages


@pytest.fixture
def maker(db):
    return staff("fukuan", Power.PAYOUT_MAKE)


@pytest.fixture
def checker(db):
    return staff("fuhe", Power.PAYOUT_CHECK, name="付荷")


def test_one_makes_a_batch_and_another_releases_it(maker, checker):
    banks_open()
    lease = a_lease_in_custody()
    first, second = a_payout(lease, "1000.00"), a_payout(lease, "500.00")
    maker.get("/centre/payouts")
    assert "可赶上今日截止" in maker.page.text and "银行今日 16:30 截止收单" in maker.page.text
    maker.get("/centre/payouts/due/ccb")
    assert "张*" in maker.page.text and "张三" not in maker.page.text
    maker.post("/centre/payouts/due/ccb", {"payouts": [first.pk]}, follow=True)

    batch = PayoutBatch.objects.get()
    assert (batch.made_by, batch.payout_count) == ("fukuan", 1)
    assert f"批次 {batch.no} 已编制，请他人复核" in maker.page.text
    maker.get(f"/centre/payouts/batches/{batch.pk}")
    assert "复核通过" not in maker.page.text
    checker.get(f"/centre/payouts/batches/{batch.pk}")
    assert "¥1,000.00" in checker.page.text.replace("¥ ", "¥")
    checker.post(f"/centre/payouts/batches/{batch.pk}/approve", follow=True)
    assert f"批次 {batch.no} 已复核，即将发送银行" in checker.page.text
    batch.refresh_from_db()
    assert (batch.status, batch.checked_by) == ("approved", "fuhe")
    assert "编制 丁悦" in checker.page.text and "复核 付荷" in checker.page.text
    sheet = b"".join(checker.get("/centre/files/batches?file=csv")).decode()
    assert "丁悦" in sheet and "付荷" in sheet and "fukuan" not in sheet
    second.refresh_from_db()
    assert second.status == "due"


def test_all_that_is_due_at_a_bank_is_one_click(maker):
    a_bank_account("icbc")
    lease = a_lease_in_custody()
    a_payout(lease, "1000.00")
    a_payout(lease, "500.00")
    maker.post("/centre/payouts/due/ccb/all", follow=True)
    assert PayoutBatch.objects.get().payout_count == 2
    maker.post("/centre/payouts/due/icbc/all", follow=True)
    assert "没有可以编入本批次的待付款项" in maker.page.text
    assert maker.get("/centre/payouts/due/abc").status_code == 404
    assert maker.post("/centre/payouts/due/abc/all").status_code == 404


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "请至少选择一笔付款"),
        (["1x"], "请从列表中选择"),
        (["999999"], "有1笔付款已不是该银行的待付款项，请刷新后重新选择"),
    ],
)
def test_what_cannot_be_batched_is_said_on_the_form(maker, chosen, sentence):
    a_payout()
    maker.post("/centre/payouts/due/ccb", {"payouts": chosen})
    assert sentence in maker.page.text
    assert not PayoutBatch.objects.exists()


def test_who_has_both_powers_still_cannot_check_an_own_batch(db):
    both = staff("fukuan", Power.PAYOUT_MAKE, Power.PAYOUT_CHECK)
    a_payout()
    both.post("/centre/payouts/due/ccb/all")
    batch = PayoutBatch.objects.get()
    both.get(f"/centre/payouts/batches/{batch.pk}")
    assert "这个批次由您编制，须由他人复核" in both.page.text
    both.post(f"/centre/payouts/batches/{batch.pk}/approve", follow=True)
    assert "付款批次须由他人复核，不能复核自己编制的批次" in both.page.text
    both.post(f"/centre/payouts/batches/{batch.pk}/reject", {"because": "重做"})
    assert "付款批次须由他人复核，不能复核自己编制的批次" in both.page.text
    batch.refresh_from_db()
    assert batch.status == "open"


def test_a_batch_goes_back_with_a_reason_and_its_payments_are_due_again(checker):
    a_payout()
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    address = f"/centre/payouts/batches/{batch.pk}/reject"
    checker.get(address)
    checker.post(address, {"because": ""})
    assert "请填写退回原因" in checker.page.text
    checker.post(address, {"because": "户名待核"}, follow=True)

    assert f"批次 {batch.no} 已退回，其中的付款可重新编批" in checker.page.text
    assert "户名待核" in checker.page.text and "其中的付款已回到待付款" in checker.page.text
    assert queries.banks_with_payouts_due(clock.now()) == ["ccb"]


@pytest.mark.covers("REF-06")
def test_the_desk_tells_when_the_banks_take_no_more_and_what_is_late(maker, checker):
    banks_open()
    lease = a_lease_in_custody()
    a_payout(lease, "1000.00")
    go_to(queries.sending_window(clock.now()).closes_at)
    maker.get("/centre/payouts")
    assert "银行现在不收单" in maker.page.text and "1 笔已错过截止时间" in maker.page.text
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    checker.post(f"/centre/payouts/batches/{batch.pk}/approve", follow=True)
    assert "银行已截止收单，将于" in checker.page.text and "09:00 发送" in checker.page.text


def test_failures_are_listed_with_their_reasons(checker):
    checker.get("/centre/payouts/failed")
    assert "没有付款失败" in checker.page.text
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    an_approved_batch(payout)
    actions.fail_payout(bank="ccb", payout_no=payout.no, because="BE01", by=OUTSIDE)
    checker.get("/centre/payouts/failed")
    assert payout.no in checker.page.text
    assert "收款人户名与账号不符（BE01）" in checker.page.text


@pytest.mark.covers("CTR-03")
def test_what_waits_is_chosen_by_purpose_with_its_total(maker):
    lease = a_lease_in_custody()
    a_payout(lease, "1000.00")
    a_payout(lease, "500.00")
    other = a_payout(lease, "200.00", purpose="release")
    maker.get("/centre/payouts/due/ccb?purpose=release")
    assert other.no in maker.page.text and "共 1 笔" in maker.page.text
    maker.get("/centre/payouts/due/ccb?purpose=nothing")
    assert "共 3 笔" in maker.page.text and "1,700.00" in maker.page.text

    maker.post("/centre/payouts/due/ccb/all", {"purpose": "release"}, follow=True)
    batch = PayoutBatch.objects.get()
    assert (batch.payout_count, batch.total_fen) == (1, 200_00)


@pytest.mark.covers("CTR-03")
def test_a_failed_payment_tells_why_and_what_happens_next(checker):
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    an_approved_batch(payout)
    actions.fail_payout(bank="ccb", payout_no=payout.no, because="AC04", by=OUTSIDE)

    checker.get(f"/centre/payouts/failed?no={payout.no}&bank=ccb")
    assert payout.no in checker.page.text
    for asked in ("since=0001-01-01", "until=9999-12-31"):
        checker.get(f"/centre/payouts/failed?{asked}")
        assert "这不是一个日期" in checker.page.text
    checker.get("/centre/payouts/failed?until=2020-01-01")
    assert payout.no not in checker.page.text
    checker.get(f"/centre/payouts/{payout.pk}")
    assert "接下来" in checker.page.text
    assert "付款失败" in checker.page.text and "AC04" in checker.page.text
    assert checker.get("/centre/payouts/999999").status_code == 404


def test_the_menu_counts_what_waits_for_whom(maker, checker):
    lease = a_lease_in_custody()
    a_payout(lease, "1000.00")
    a_payout(lease, "500.00")
    maker.get("/centre/")
    checker.get("/centre/")
    assert "付款批次 2" in maker.page.text and "付款批次 2" not in checker.page.text
    maker.post("/centre/payouts/due/ccb/all")
    maker.get("/centre/payouts")
    checker.get("/centre/payouts/batches")
    assert "没有待付款项" in maker.page.text
    assert "付款批次 1" in checker.page.text


@pytest.mark.covers("SEC-04")
def test_without_the_power_there_is_no_door(maker, checker):
    a_payout()
    batch = actions.make_batch(bank="ccb", payout_ids=None, by=CLOCK)
    reader = staff("chakan")
    for pages, address in (
        (reader, "/centre/payouts/due/ccb"),
        (checker, "/centre/payouts/due/ccb"),
        (maker, f"/centre/payouts/batches/{batch.pk}/reject"),
    ):
        assert pages.get(address).status_code == 403
    assert maker.post(f"/centre/payouts/batches/{batch.pk}/approve").status_code == 403
    assert reader.get("/centre/payouts").status_code == 200
    nobody = Pages()
    nobody.as_staff(username="li.qiang", name="李强")
    assert nobody.get("/centre/payouts").status_code == 403
    assert reader.get("/centre/payouts/batches/999999").status_code == 404


def test_a_long_list_costs_no_more_questions(maker, django_assert_max_num_queries):
    lease = a_lease_in_custody()
    for _ in range(12):
        a_payout(lease, "1.00")
    with django_assert_max_num_queries(25):
        maker.get("/centre/payouts/due/ccb")


# What the bank did not say in so many words


def in_suspense(**terms):
    credit = a_credit(**{"code": ""} | terms)
    book()
    return credit


def test_a_credit_in_suspense_is_claimed_as_interest(desk):
    a_lease_in_custody()
    credit = in_suspense(amount="12.34", text="第四季度结息")
    desk.get(f"/centre/entries/{credit.pk}")
    address = f"/centre/entries/{credit.pk}/interest"
    desk.get(address)
    for _ in range(2):
        desk.post(address, follow=True)
        assert "已认作银行结息，记入待分配利息" in desk.page.text

    credit.refresh_from_db()
    assert credit.status == "matched"
    assert (balance_fen("interest:ccb"), balance_fen("suspense:ccb")) == (12_34, 0)


def test_a_debit_is_no_interest_and_brings_nothing_back(desk):
    a_lease_in_custody()
    debit = in_suspense(amount="12.34", direction="debit")
    desk.post(f"/centre/entries/{debit.pk}/interest")
    assert "这是一笔支出，不能认作结息或退汇" in desk.page.text
    desk.post(f"/centre/entries/{debit.pk}/brought-back", {"payout_no": "R" + "1" * 20})
    assert "这是一笔支出，不能认作结息或退汇" in desk.page.text
    assert balance_fen("interest:ccb") == 0


def test_a_credit_in_suspense_is_claimed_as_a_payout_brought_back(desk):
    lease = a_lease_in_custody()
    payout = a_payout(lease)
    an_approved_batch(payout)
    a_credit(amount="4000.00", direction="debit", code="", end_to_end_id=payout.no)
    credit = in_suspense(amount="4000.00", text="退汇", account="")
    address = f"/centre/entries/{credit.pk}/brought-back"
    desk.get(address)
    desk.post(address, {"payout_no": "R12"})
    assert "付款编号由R和20位数字组成，请核对" in desk.page.text
    desk.post(address, {"payout_no": "R" + "1" * 20})
    assert "该银行没有编号为R11111111111111111111、金额为4,000.00元的已付款项" in desk.page.text
    for _ in range(2):
        desk.post(address, {"payout_no": payout.no}, follow=True)
        assert "已认作退汇，款项退回原账户" in desk.page.text

    payout.refresh_from_db()
    assert payout.status == "returned"
    assert (balance_fen(lease.deposit_pot), balance_fen("suspense:ccb")) == (4000_00, 0)
