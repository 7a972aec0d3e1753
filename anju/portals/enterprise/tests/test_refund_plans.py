"""退款方案: filled in, kept while something is wrong, previewed, submitted, sent back, made anew. (ENT-04, ENT-05)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core.models import StoredFile
from anju.notices.models import Notice
from anju.portals.enterprise.tests.test_leases import rows
from anju.portals.enterprise.tests.typed import (
    REFUSED,
    a_deduction,
    a_plan_typed,
    hidden_of,
    png,
    values_of,
)
from anju.refunds import actions
from anju.refunds.models import Attachment, Case, Plan
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    ACCOUNT,
    CHECKS,
    MEDIATOR,
    a_file,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    an_authority_order,
    arrive,
    payee_of,
    plan_terms,
)
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_paying_order, enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-04")]


@pytest.fixture
def lease(days):
    lease = a_held_lease(filing_no="BA11010520260000099", tenants=(ZHANG_SAN, LI_SI))
    days.be("2026-11-12")
    return lease


@pytest.fixture
def on_its_way(lease):
    """Rent that the tenant pays in while the end is not registered yet."""
    return a_paying_order(lease, kinds="second")


@pytest.fixture
def case(lease) -> Case:
    return a_return(lease)


@pytest.fixture
def pages(case):
    pages = Pages()
    pages.sign_in_as(case.lease.enterprise)
    return pages


def address(case: Case, page: str = "plan") -> str:
    return f"/enterprise/cases/{case.pk}/{page}"


def fill_in(pages: Pages, case: Case, **typed):
    """Send the form for a plan, the payee the first tenant unless told otherwise."""
    return pages.post(address(case), {"payee": case.payee_tenant_id} | typed)


@pytest.mark.covers("BEY-12")
def test_a_plan_with_two_deductions_is_previewed_and_submitted_and_the_tenant_is_told(pages, case):
    """Ten days at 0.05 % over 360: 6 fen a lot of 4,000.00. The deposit's go 5 to 1, the rent's 36 go 32 to 4."""
    pages.get(address(case))
    assert "监管金额 ¥ 4,000.00 · 截至今日利息 ¥ 0.06" in pages.page.text
    assert values_of(pages, "rent_to_tenant") == ["24000.00"]
    rent = a_deduction(1, kind="01", part="rent", amount="2,500.5", note="")
    typed = a_plan_typed(
        a_deduction(0), rent, rent_deducted="2500.50", rent_to_tenant="21499.50",
        payee_account=ACCOUNT[0], payee_bank=ACCOUNT[1], note="见明细",
    )  # fmt: skip
    fill_in(pages, case, **typed, **{"item-0-evidence": [png("一.png"), png("二.png")]})
    for words in (
        "核对退款方案",
        "房屋及设施损坏赔偿 押金 ¥ 1,000.00",
        "欠付租金 租金 ¥ 2,500.50",
        "一.png",
        "退还承租人（含截至今日利息） ¥ 24,499.87",
        "归本企业（含截至今日利息） ¥ 3,500.55",
        "承租人须在 2026-11-17 前答复",
    ):
        assert words in pages.page.text, words
    assert not Plan.objects.exists() and not Notice.objects.filter(kind="plan_arrived").exists()

    sent = pages.post(address(case), hidden_of(pages) | {"step": "submit"})

    plan = Plan.objects.get()
    assert sent["Location"] == f"/enterprise/cases/{case.pk}"
    assert (plan.to_tenant, plan.deducted) == (
        Parts(3000_00, 21499_50),
        Parts(1000_00, 2500_50),
    )
    assert [(i.kind, i.part, i.amount_fen) for i in plan.items.order_by("number")] == [
        ("08", "deposit", 1000_00),
        ("01", "rent", 2500_50),
    ]
    assert (plan.payee_account, plan.payee_bank, plan.note) == (*ACCOUNT, "见明细")
    assert Attachment.objects.filter(item__plan=plan).count() == 2
    assert Notice.objects.filter(kind="plan_arrived").count() == 1


def test_the_second_click_submits_nothing_more(pages, case):
    typed = a_plan_typed(deposit_deducted="0", deposit_to_tenant="4000", step="submit")
    first, second = fill_in(pages, case, **typed), fill_in(pages, case, **typed)
    assert first["Location"] == second["Location"] == f"/enterprise/cases/{case.pk}"
    assert Plan.objects.count() == 1
    other = typed | {"note": "另一份"}
    fill_in(pages, case, **other)
    assert "退款方案已更新，请打开最新的方案后再办理" in pages.page.text
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"deposit_to_tenant": "2999.99"}, "deposit_to_tenant", "合计3,999.99元，应当相等"),
        ({"rent_to_tenant": "0"}, "rent_to_tenant", "租金监管24,000.00元"),
        (
            {"item-0-amount": "999.99"},
            "deposit_deducted",
            "押金扣除1,000.00元，扣除明细合计999.99元，应当相等",
        ),
        ({"deposit_deducted": "千元"}, "deposit_deducted", "「千元」不是金额"),
        ({"item-0-amount": "0"}, "item-0-amount", "第1项扣除的金额应大于0元"),
        ({"item-0-amount": ""}, "item-0-amount", "请填写"),
        ({"item-0-kind": ""}, "item-0-kind", "请选择扣除项目"),
        ({"item-0-kind": "77"}, "item-0-kind", "请从列表中选择"),
        ({"item-0-kind": "99", "item-0-note": ""}, "item-0-note", "必须填写说明"),
        ({"item-0-evidence-kept": []}, "item-0-evidence", "必须上传凭证"),
        ({"payee_account": "12 34"}, "payee_account", "应为8至32位数字"),
        ({"payee_account": ACCOUNT[0]}, "payee_bank", "请填写开户银行"),
        ({"payee_bank": "工行"}, "payee_account", "请填写收款账号和开户银行"),
        ({"payee": "0"}, "payee", "请从列表中选择"),
    ],
    ids=range(14),
)
def test_a_refusal_stands_at_its_field_and_everything_typed_stays(
    pages, case, typed, field, sentence
):
    fill_in(pages, case, **a_plan_typed(a_deduction(0)), **{"item-0-evidence": [png()]})
    kept = hidden_of(pages)["item-0-evidence-kept"]
    first = {**a_plan_typed(a_deduction(0)), "item-0-evidence-kept": kept} | typed
    fill_in(pages, case, **first)
    [told] = [
        "".join(one.itertext())
        for one in pages.page.all("p")
        if one.get("id") == f"id_{field}_error"
    ]
    assert sentence in told
    assert values_of(pages, "item-0-evidence-kept") == first["item-0-evidence-kept"]
    for name in ("deposit_to_tenant", "item-0-amount", "item-0-note", "payee_account"):
        assert values_of(pages, name) == [first.get(name, "")]
    assert not Plan.objects.exists()


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=range(len(REFUSED)))
def test_a_file_that_cannot_be_taken_says_why_and_the_form_keeps_the_rest(
    pages, case, name, content, sentence
):
    evidence = [SimpleUploadedFile(name, content), png("好的.png")]
    fill_in(pages, case, **a_plan_typed(a_deduction(0)), **{"item-0-evidence": evidence})
    assert sentence in pages.page.text and "核对退款方案" not in pages.page.text
    [kept] = values_of(pages, "item-0-evidence-kept")
    assert StoredFile.objects.get(pk=kept).name == "好的.png" and "好的.png" in pages.page.text
    assert values_of(pages, "item-0-note") == ["墙面破损"]
    again = a_plan_typed(a_deduction(0)) | {"item-0-evidence-kept": [kept]}
    fill_in(pages, case, **again)
    assert "核对退款方案" in pages.page.text


def test_somebody_elses_file_is_not_kept(pages, case):
    theirs = a_file(MEDIATOR)
    typed = a_plan_typed(a_deduction(0)) | {"item-0-evidence-kept": [str(theirs)]}
    fill_in(pages, case, **typed)
    assert values_of(pages, "item-0-evidence-kept") == []
    assert "必须上传凭证" in pages.page.text


def test_rows_are_added_and_removed_without_scripts(pages, case):
    typed = {**a_plan_typed(a_deduction(0, amount="kein")), "step": ""}
    fill_in(pages, case, **typed, add="1", **{"item-0-evidence": [png()]})
    assert values_of(pages, "row") == ["0", "1"]
    assert values_of(pages, "item-0-amount") == ["kein"] and "不是金额" not in pages.page.text
    assert len(values_of(pages, "item-0-evidence-kept")) == 1
    both = a_plan_typed(a_deduction(0), a_deduction(1, note="第二项"), step="")
    fill_in(pages, case, **both, remove="0")
    assert values_of(pages, "row") == ["1"]
    assert values_of(pages, "item-1-note") == ["第二项"]


def test_what_is_held_changed_while_it_was_typed(on_its_way, pages, case):
    arrive(on_its_way)
    fill_in(pages, case, **a_plan_typed(step="submit"))
    assert "监管金额已变化（现为押金4,000.00元、租金48,000.00元）" in pages.page.text
    assert values_of(pages, "rent_held") == ["4800000"]


@pytest.mark.covers("BEY-12")
def test_a_plan_is_withdrawn_until_the_tenant_has_opened_it(pages, case):
    a_plan(case)
    pages.get(f"/enterprise/cases/{case.pk}")
    assert "承租人尚未打开" in pages.page.text and "撤回退款方案" in pages.page.text
    pages.get(address(case, "withdraw"))
    sent = pages.post(address(case, "withdraw"), {"plan": values_of(pages, "plan")})
    assert sent["Location"] == f"/enterprise/cases/{case.pk}"
    pages.get(address(case))
    assert values_of(pages, "version") == ["2"]
    assert values_of(pages, "item-0-amount") == ["1000.00"]
    again = a_plan(case)
    actions.open_plan(case_id=case.pk, by=payee_of(case))
    pages.get(f"/enterprise/cases/{case.pk}")
    assert "撤回退款方案" not in {"".join(a.itertext()) for a in pages.page.all("a")}
    pages.post(address(case, "withdraw"), {"plan": again.pk})
    assert "承租人已打开退款方案，不能撤回" in pages.page.text


@pytest.mark.covers("BEY-12")
@pytest.mark.parametrize("named", [True, False])
def test_only_the_plan_that_was_shown_is_withdrawn(pages, case, named):
    """The page stood open while a colleague withdrew that plan and submitted another."""
    a_plan(case)
    pages.get(address(case, "withdraw"))
    shown = values_of(pages, "plan") if named else []
    actions.withdraw_plan(
        case_id=case.pk, plan_id=case.plans.get().pk, by=enterprise_of(case.lease)
    )
    newer = a_plan(case)
    assert pages.post(address(case, "withdraw"), {"plan": shown}).status_code == 200
    if named:
        assert "退款方案已更新，请打开最新的方案后再办理" in pages.page.text
    newer.refresh_from_db()
    case.refresh_from_db()
    assert (newer.withdrawn_at, case.status) == (None, "awaiting_answer")


@pytest.mark.covers("ENT-05")
def test_a_plan_sent_back_is_made_anew_from_the_last_one_and_every_version_is_kept(pages, case):
    a_plan(case, payee=ACCOUNT, note="第一次")
    an_answer(case, Opinion.SEND_BACK, note="扣得太多")
    pages.get("/enterprise/plans")
    assert "退回企业修改" in rows(pages)[0]
    pages.get(address(case))
    assert values_of(pages, "deposit_deducted") == ["1000.00"]
    assert values_of(pages, "payee_account") == [ACCOUNT[0]]
    [kept] = values_of(pages, "item-0-evidence-kept")
    typed = a_plan_typed(
        a_deduction(0, amount="400", **{"evidence-kept": [kept]}),
        version="2",
        deposit_deducted="400",
        deposit_to_tenant="3600",
        step="submit",
    )
    fill_in(pages, case, **typed)
    pages.get(address(case, "versions"))
    for words in ("第1版 不同意，退回租赁企业修改", "扣得太多", "第2版 承租人尚未打开", "¥ 400.00"):
        assert words in pages.page.text
    pages.get("/enterprise/plans")
    assert [f"第{n}版" in row for n, row in zip((2, 1), rows(pages), strict=True)] == [True, True]


@pytest.mark.covers("ENT-07")
def test_a_plan_that_an_authority_overtakes_is_void_and_the_paper_is_named(pages, case):
    a_plan(case)
    order = an_authority_order(case.lease)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    pages.get("/enterprise/plans")
    assert [("第1版" in row, "承租人未答复" in row) for row in rows(pages)] == [
        (False, False),
        (True, True),
    ]
    assert "系统生成：全额退还" in rows(pages)[0]
    pages.get(f"/enterprise/cases/{case.pk}")
    for words in ("按主管部门决定退还承租人", order.authority, order.document_no):
        assert words in pages.page.text


def test_a_stale_page_does_not_overwrite_what_was_done_since(pages, case):
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    stale = a_plan_typed(deposit_deducted="0", deposit_to_tenant="4000", step="submit")
    fill_in(pages, case, **stale)
    assert "退款方案已更新，请打开最新的方案后再办理" in pages.page.text
    assert Plan.objects.count() == 1


@pytest.mark.covers("REF-02")
def test_another_tenant_may_be_the_payee(pages, case):
    second = case.lease.tenants.get(position=2)
    typed = a_plan_typed(
        deposit_deducted="0", deposit_to_tenant="4000", payee=second.pk, step="submit"
    )
    pages.get(address(case))
    assert "张*（第一承租人）" in pages.page.text and "李四" not in pages.page.text
    fill_in(pages, case, **typed)
    case.refresh_from_db()
    assert case.payee_tenant_id == second.pk


def test_the_same_version_again_is_the_same_plan_and_another_content_is_refused(case):
    by, terms = enterprise_of(case.lease), plan_terms(case, version=1)
    first = actions.submit_plan(case_id=case.pk, terms=terms, by=by)
    assert actions.submit_plan(case_id=case.pk, terms=terms, by=by) == first
