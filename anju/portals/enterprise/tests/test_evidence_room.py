"""逐项协商: both sides' evidence, offers deduction by deduction, an offer accepted after a preview. (BEY-06)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.portals.enterprise.tests.typed import REFUSED, png, values_of
from anju.refunds import actions
from anju.refunds.models import Attachment, Case, Offer, Portion
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    APPROVER,
    a_dispute,
    a_file,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    payee_of,
)
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-06")]
TWO = (("08", "deposit", "1000.00", "墙面"), ("02", "rent", "300.00"))


@pytest.fixture
def case(days) -> Case:
    lease = a_held_lease(filing_no="BA11010520260000099")
    return a_dispute(lease, deductions=TWO)


@pytest.fixture
def pages(case):
    pages = Pages()
    pages.sign_in_as(case.lease.enterprise)
    return pages


def room(case: Case, page: str = "evidence") -> str:
    return f"/enterprise/cases/{case.pk}/{page}"


def item_of(case: Case, number: int = 1):
    return case.plans.get().items.get(number=number)


def offered(pages: Pages, case: Case, amount: str, number: int = 1):
    item = item_of(case, number)
    typed = {"item": item.pk, "what": "offer", f"offer-{item.pk}-to_enterprise": amount}
    return pages.post(room(case), typed | {f"offer-{item.pk}-note": "尽快了结"})


def uploaded(pages: Pages, case: Case, *files, **more):
    item = item_of(case)
    typed = {"item": item.pk, "what": "files", f"files-{item.pk}-documents": list(files)}
    return pages.post(room(case), typed | more)


def theirs(case: Case, fen: int) -> Offer:
    return actions.make_offer(item_id=item_of(case).pk, to_enterprise_fen=fen, by=payee_of(case))


def test_each_deduction_shows_both_sides_evidence_and_what_is_disputed(pages, case):
    tenants = payee_of(case)
    photo = a_file(tenants, "入住照片.png")
    item = item_of(case)
    actions.add_evidence(case_id=case.pk, item_id=item.pk, file_ids=[photo], by=tenants)
    pages.get(room(case))
    for words in (
        "尚有争议 ¥ 1,300.00",
        "1. 房屋及设施损坏赔偿 ¥ 1,000.00",
        "凭证.png 住房租赁企业",
        "入住照片.png 承租人",
        "2. 水费 ¥ 300.00",
    ):
        assert words in pages.page.text, words


def test_an_offer_is_made_replaced_and_taken_back(pages, case):
    assert offered(pages, case, "800")["Location"] == room(case)
    assert offered(pages, case, "700.00")["Location"] == room(case)
    pages.get(room(case))
    assert "本企业提议 归企业 ¥ 700.00" in pages.page.text and "提议记录（2）" in pages.page.text
    standing = Offer.objects.get(replaced_at=None)
    assert (standing.to_enterprise_fen, standing.note) == (700_00, "尽快了结")
    sent = pages.post(room(case, "withdraw-offer"), {"offer": standing.pk})
    assert sent["Location"] == room(case)
    assert not Offer.objects.filter(replaced_at=None).exists()


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("1000.01", "归企业的金额1,000.01元应在0元至这一项的争议金额1,000.00元之间"),
        ("-1", "「-1」不是金额"),
        ("", "请填写"),
    ],
)
def test_an_offer_that_cannot_be_says_why_at_its_field_and_stays_typed(
    pages, case, amount, sentence
):
    offered(pages, case, amount)
    name = f"offer-{item_of(case).pk}-to_enterprise"
    told = [p for p in pages.page.all("p") if p.get("id") == f"id_{name}_error"]
    assert sentence in "".join(told[0].itertext())
    assert values_of(pages, name) == [amount] and not Offer.objects.exists()


@pytest.mark.covers("BEY-12")
def test_the_tenants_offer_is_previewed_then_accepted_and_paid_at_once(pages, case):
    offer = theirs(case, 600_00)
    pages.get("/enterprise/cases?todo=offer")
    assert case.lease.filing_no in pages.page.text
    pages.get(room(case))
    assert "承租人提议 归企业 ¥ 600.00" in pages.page.text
    pages.get(f"{room(case, 'accept')}?offer={offer.pk}")
    assert "归企业 ¥ 600.00 退还承租人 ¥ 400.00" in pages.page.text
    assert not Portion.objects.filter(source="item").exists()
    for _click in range(2):
        sent = pages.post(room(case, "accept"), {"offer": offer.pk})
        assert sent["Location"] == room(case)
    paid = Portion.objects.filter(source="item").order_by("side")
    assert [(p.side, p.deposit_fen) for p in paid] == [("enterprise", 600_00), ("tenant", 400_00)]
    pages.get(room(case))
    assert "协商后归企业 ¥ 600.00 协商后退还承租人 ¥ 400.00" in pages.page.text
    assert "尚有争议 ¥ 300.00" in pages.page.text


def test_an_offer_that_is_gone_is_not_accepted(pages, case):
    offer = theirs(case, 600_00)
    actions.withdraw_offer(offer_id=offer.pk, by=payee_of(case))
    pages.post(room(case, "accept"), {"offer": offer.pk})
    assert "对方已更新或撤回这个提议" in pages.page.text
    assert not Portion.objects.filter(source="item").exists()


def test_the_same_offer_as_theirs_settles_it(pages, case):
    theirs(case, 600_00)
    offered(pages, case, "600")
    pages.get(room(case))
    assert "与承租人的提议一致" in pages.page.text and "协商后归企业 ¥ 600.00" in pages.page.text
    assert Portion.objects.filter(source="item").count() == 2


def test_evidence_is_added_and_the_files_that_pass_are_kept(pages, case):
    name, content, sentence = REFUSED[2]
    uploaded(pages, case, SimpleUploadedFile(name, content), png("补充.png"))
    assert sentence in pages.page.text
    key = f"files-{item_of(case).pk}-documents-kept"
    kept = values_of(pages, key)
    assert len(kept) == 1 and Attachment.objects.filter(about="item").count() == 2
    assert uploaded(pages, case, **{key: kept})["Location"] == room(case)
    assert Attachment.objects.filter(file__name="补充.png", side="enterprise").count() == 1
    uploaded(pages, case)
    assert "请选择文件" in pages.page.text


@pytest.mark.covers("ASC-01")
def test_an_award_is_handed_in(days):
    lease = a_held_lease()
    case = a_dispute(lease, opinion=Opinion.ARBITRATION)
    pages = Pages()
    pages.sign_in_as(lease.enterprise)
    pages.get(room(case, "award"))
    pages.post(room(case, "award"))
    assert "请选择文件" in pages.page.text
    sent = pages.post(room(case, "award"), {"documents": [png("裁决书.png")]})
    assert sent["Location"] == f"/enterprise/cases/{case.pk}"
    pages.get(sent["Location"])
    assert "裁决书.png" in pages.page.text and "仲裁中" in pages.page.text


def test_before_a_dispute_there_is_nothing_to_offer(pages, days):
    case = a_return(a_held_lease(filing_no="BA-OTHER-0001"))
    pages.get(room(case))
    assert "没有扣除项目" in pages.page.text
    a_plan(case)
    pages.get(room(case))
    assert "发出提议" not in pages.page.text and "凭证.png" in pages.page.text


@pytest.mark.covers("ASC-03")
def test_the_enterprise_reads_the_final_plan_with_its_document(case, pages):
    pages.get(f"/enterprise/cases/{case.pk}")
    assert "最终退款方案" not in pages.page.text
    final = a_final(case, Parts(650_00, 100_00), Parts(350_00, 200_00))
    actions.approve_final(final_id=final.pk, by=APPROVER)
    pages.get(f"/enterprise/cases/{case.pk}")
    for word in ("最终退款方案", "调解协议", "750.00", "550.00"):
        assert word in pages.page.text
