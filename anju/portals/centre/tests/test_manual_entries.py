"""记账凭证 on the pages of the fund centre: made by one, checked by another."""

import pytest

from anju.closings.models import Difference, ManualEntry
from anju.closings.tests.days import a_day, yesterday
from anju.people.rules import Power
from anju.portals.centre.tests.differing import a_day_that_differs, a_paper, at
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-02", "CTR-03")]


def test_an_entry_is_made_for_a_difference_and_checked_by_another(closer, checker):
    closing, *_ = a_day_that_differs()
    amount = Difference.objects.get(kind="amount")
    closer.get(f"/centre/differences/{amount.pk}/entry")
    sent = {"kind": "more", "reason": "银行确认对账单金额正确"}
    closer.post(f"/centre/differences/{amount.pk}/entry", sent)
    entry = ManualEntry.objects.get()
    closer.get(f"/centre/manual-entries/{entry.pk}")
    assert "这张凭证由您编制，须由他人复核" in closer.page.text
    assert "外部资金（world:ccb）" in closer.page.text
    closer.get(at(closing))
    assert f"记账凭证正在复核： {entry.no}" in closer.page.text
    checker.get("/centre/manual-entries")
    assert "待您复核" in checker.page.text
    checker.post(f"/centre/manual-entries/{entry.pk}/approve")
    checker.get(f"/centre/manual-entries/{entry.pk}")
    assert "凭证已入账" in checker.page.text
    booking = [one.get("href") for one in checker.page.all("a") if one.text == "查看记账详情"]
    checker.get(*booking)
    assert f"manual:{entry.no}" in checker.page.text
    closer.get(at(closing))
    assert f"处理方式 记账凭证调整 记账凭证 {entry.no}" in closer.page.text
    assert entry.no in [one.text for one in closer.page.all("a")]


def test_a_credit_that_the_bank_denies_is_withdrawn_by_two(closer, checker):
    closing, _, left_out, _ = a_day_that_differs()
    missing = Difference.objects.get(kind="missing")
    deny = f"/centre/differences/{missing.pk}/deny"
    closer.get(at(closing))
    assert f"银行确认没有这一笔 银行漏记 {left_out.bank_ref}" in closer.page.text
    assert f"记账凭证调整 银行漏记 {left_out.bank_ref}" not in closer.page.text
    closer.get(deny)
    assert "这笔挂账全额撤销" in closer.page.text
    closer.post(deny, {"reason": "银行书面确认没有这一笔"})
    assert "请上传凭证所依据的文件" in closer.page.text
    closer.post(deny, {"reason": "银行书面确认没有这一笔", "uploads": a_paper()})
    entry = ManualEntry.objects.get()
    closer.get(f"/centre/manual-entries/{entry.pk}")
    assert "复核以前这笔挂账不能认领，也不会退回" in closer.page.text
    assert f"{left_out.bank_ref} · 银行否认，待复核" in closer.page.text
    desk = Pages()
    desk.as_staff(Power.BANK_READ, Power.BANK_RETURN, username="gua.zhang", name="管彰")
    desk.get(f"/centre/entries/{left_out.pk}")
    assert "银行否认，待复核" in desk.page.text
    checker.post(f"/centre/manual-entries/{entry.pk}/approve")
    closer.get(at(closing))
    assert "银行确认没有这一笔" in closer.page.text
    desk.get(f"/centre/entries/{left_out.pk}")
    assert "银行已撤销" in desk.page.text


def test_an_entry_of_its_own_wants_a_paper_and_may_be_rejected_withdrawn_and_reversed(
    closer, checker
):
    a_day()
    form = {"bank": "ccb", "kind": "more", "amount_fen": "5.00", "reason": "银行多记"}
    form["happened_on"] = yesterday().isoformat()
    closer.post("/centre/manual-entries/new", form)
    assert "请上传凭证所依据的文件" in closer.page.text
    closer.post("/centre/manual-entries/new", form | {"amount_fen": "五元", "uploads": a_paper()})
    assert "金额" in closer.page.text
    for _ in range(2):
        closer.post("/centre/manual-entries/new", form | {"uploads": a_paper()})
    made = ManualEntry.objects.get()
    assert f"已有内容相同的凭证{made.no}（待复核）" in closer.page.text
    other = {"reason": "银行多记，另一笔", "uploads": a_paper()}
    closer.post("/centre/manual-entries/new", form | other)
    first, second = ManualEntry.objects.order_by("pk")
    checker.get(f"/centre/manual-entries/{first.pk}/reject")
    checker.post(f"/centre/manual-entries/{first.pk}/reject", {"because": "缺少确认函"})
    closer.get(f"/centre/manual-entries/{first.pk}")
    assert "缺少确认函" in closer.page.text
    file = second.files.get()
    assert checker.get(f"/centre/manual-entries/{second.pk}/files/{file.pk}").status_code == 200
    checker.post(f"/centre/manual-entries/{second.pk}/approve")
    closer.get(f"/centre/manual-entries/{second.pk}/reverse")
    closer.post(f"/centre/manual-entries/{second.pk}/reverse", {"reason": "录错账户"})
    back = ManualEntry.objects.get(kind="reversal")
    closer.get(f"/centre/manual-entries/{second.pk}")
    assert f"冲销这张凭证的凭证： {back.no} 待复核" in closer.page.text
    assert "冲销凭证" not in [one.text for one in closer.page.all("a")]
    closer.post(f"/centre/manual-entries/{back.pk}/withdraw")
    closer.get(f"/centre/manual-entries/{back.pk}")
    assert "已撤回" in closer.page.text
    assert f"被冲销的凭证： {second.no}" in closer.page.text
    assert "依据为被冲销的凭证" in closer.page.text
    closer.get(f"/centre/manual-entries/{second.pk}")
    assert "冲销凭证" in [one.text for one in closer.page.all("a")]
    closer.post(f"/centre/manual-entries/{back.pk}/withdraw")
    checker.post(f"/centre/manual-entries/{back.pk}/approve")
    checker.get(f"/centre/manual-entries/{back.pk}")
    assert "不能复核入账" in checker.page.text
