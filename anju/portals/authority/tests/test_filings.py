"""机构备案: one officer enters, another reviews; the first password stands on one page once."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.agencies.models import Institution, InstitutionFiling
from anju.agencies.tests.offices import (
    ENTERING,
    PDF,
    a_code,
    a_paper,
    an_application,
    an_institution,
    approved,
    cancellation_of,
    submitted,
)
from anju.contracts.models import Lease
from anju.core.models import AccessRefused
from anju.credit.models import ListEntry
from anju.people.models import Administrator
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to
from anju.tests.world import a_lease_in_custody

pytestmark = pytest.mark.django_db
NEW = to("enter_filing")


def typed(**changes: object) -> dict[str, object]:
    return {
        "kind": "rental",
        "head_no": "",
        "name": "北京安家住房租赁有限公司",
        "uscc": a_code(),
        "registered_address": "北京市朝阳区建国路88号1层101",
        "operating_address": "北京市朝阳区建国路88号",
        "district": "110105",
        "legal_representative": "王芳",
        "capital_fen": "5000000.00",
        "licensed_on": "2026-10-20",
        "scope": "住房租赁；物业管理",
        "staff_count": "12",
        "sectors": ["own", "sublease"],
        "units": "380",
        "supervision_bank": "中国建设银行北京建国支行",
        "supervision_account": "11050160520000000099",
        "website": "",
        "contact_name": "赵敏",
        "contact_phone": "13800000077",
        "uploads": SimpleUploadedFile("营业执照.pdf", PDF, "application/pdf"),
        "step": "next",
    } | changes


@pytest.mark.covers("AGY-01")
def test_an_officer_enters_another_approves_and_the_password_is_told_once(entering, reviewing):
    assert entering.post(NEW, typed()).status_code == 302
    filing = InstitutionFiling.objects.get()
    assert filing.status == "draft"
    assert "请核对填写的内容" in text_of(entering, "filing", filing.pk)
    assert "提交审核" in entering.page.text
    assert entering.post(to("submit_filing", filing.pk)).status_code == 302
    assert "待审核的备案申请 1" in text_of(reviewing, "home")

    answer = reviewing.post(to("review_filing", filing.pk), {"decision": "approve"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    password = re.search(r'id="first-password">([^<]+)<', answer.content.decode())[1]
    account = Administrator.objects.get().user
    assert account.check_password(password)
    assert account.username in reviewing.page.text

    again = reviewing.post(to("review_filing", filing.pk), {"decision": "approve"})
    assert again.status_code == 302
    assert password not in text_of(reviewing, "filing", filing.pk)
    assert Institution.objects.get().facts.capital_fen == 500_000_000


@pytest.mark.covers("AGY-01")
def test_the_next_step_wants_everything_mandatory_and_a_draft_only_name_and_code(entering):
    empty = dict.fromkeys(typed(), "") | {"kind": "rental", "sectors": ["sublease"]}
    del empty["uploads"]
    lacking = empty | {"name": "北京某公司", "uscc": a_code()}

    assert entering.post(NEW, lacking | {"step": "next"}).status_code == 200
    for label in ("注册地址 *", "注册资本（元） *", "监管账号 *", "房源套数 *", "附件 *"):
        assert label in entering.page.text
    assert entering.page.text.count("请填写") > 10
    assert InstitutionFiling.objects.count() == 0

    assert entering.post(NEW, lacking | {"step": "draft"}).status_code == 302
    assert InstitutionFiling.objects.get().versions.get().capital_fen == 0


def test_what_is_wrong_is_told_at_its_field(entering):
    entering.post(NEW, typed(uscc="91110105MA00TE5T2X"))
    assert "统一社会信用代码的校验码不对" in entering.page.text
    entering.post(NEW, typed(licensed_on="2027-01-01"))
    assert "营业执照日期不能晚于今天" in entering.page.text
    entering.post(NEW, typed(capital_fen="很多", staff_count="x"))
    assert "请填写整数" in entering.page.text
    entering.post(NEW, typed(head_no="JG0000"))
    assert "没有这个备案号的机构" in entering.page.text
    assert InstitutionFiling.objects.count() == 0


@pytest.mark.covers("IDN-03")
def test_who_may_not_review_sees_the_application_no_button_and_whom_to_ask(
    entering, reviewing, officer
):
    filing = submitted()
    for pages in (entering, officer(Power.HOME_VERIFY, username="fang.yuan")):
        shown = text_of(pages, "filing", filing.pk)
        assert "北京安家住房租赁有限公司" in shown
        assert "办理此事需要「审核机构备案」岗位权限。有此权限的人员：沈和" in shown
        assert to("review_filing", filing.pk) not in forms_of(pages)
        assert (
            pages.post(to("review_filing", filing.pk), {"decision": "approve"}).status_code == 403
        )
        assert "沈和" in pages.page.text
    filing.refresh_from_db()
    assert filing.status == "submitted"
    text_of(reviewing, "filing", filing.pk)
    assert to("review_filing", filing.pk) in forms_of(reviewing)


@pytest.mark.covers("IDN-03")
def test_who_has_both_posts_does_not_review_what_they_entered(officer, reviewing):
    both = officer(Power.AGENCY_ENTER, Power.AGENCY_REVIEW, username="quan", name="全能")
    both.post(NEW, typed())
    filing = InstitutionFiling.objects.get()
    both.post(to("submit_filing", filing.pk))

    assert "须由另一人审核" in text_of(both, "filing", filing.pk)
    both.post(to("review_filing", filing.pk), {"decision": "approve"})
    assert "录入或提交申请的人不能审核同一份申请" in both.page.text
    assert Institution.objects.count() == 0


def test_what_is_returned_is_corrected_with_its_files_and_submitted_again(entering, reviewing):
    entering.post(NEW, typed())
    filing = InstitutionFiling.objects.get()
    entering.post(to("submit_filing", filing.pk))
    reviewing.post(to("review_filing", filing.pk), {"decision": "reject", "because": ""})
    assert "请填写原因" in reviewing.page.text
    reviewing.post(
        to("review_filing", filing.pk), {"decision": "reject", "because": "缺少经营场所证明"}
    )
    assert "退回原因：缺少经营场所证明" in text_of(entering, "filing", filing.pk)
    assert "待完善的备案申请 1" in text_of(entering, "home")

    assert "营业执照.pdf" in text_of(entering, "correct_filing", filing.pk)
    first = filing.versions.get()
    proof = SimpleUploadedFile("经营场所证明.pdf", PDF, "application/pdf")
    earlier = [str(first.file_ids[0])]
    correction = typed(uscc=filing.uscc, units="400", earlier=earlier, uploads=proof)
    assert entering.post(to("correct_filing", filing.pk), correction).status_code == 302
    last = filing.versions.order_by("-number").first()
    assert (last.units, len(last.file_ids), last.file_ids[0]) == (400, 2, first.file_ids[0])
    entering.post(to("submit_filing", filing.pk))
    assert (
        reviewing.post(to("review_filing", filing.pk), {"decision": "approve"}).status_code == 200
    )


def test_an_application_is_withdrawn_with_a_reason(entering):
    entering.post(NEW, typed())
    filing = InstitutionFiling.objects.get()
    assert entering.post(to("withdraw_filing", filing.pk), {"because": ""}).status_code == 200
    entering.post(to("withdraw_filing", filing.pk), {"because": "机构不再申请"})
    filing.refresh_from_db()
    assert filing.status == "withdrawn"
    assert entering.get(to("correct_filing", filing.pk)).status_code == 302


def test_a_branch_is_filed_under_its_head_office_and_not_under_a_blacklisted_one(entering):
    head = an_institution()
    branch = typed(
        name="北京安家住房租赁有限公司海淀分公司", head_no=head.filing_no, capital_fen=""
    )
    assert entering.post(NEW, branch).status_code == 302
    assert InstitutionFiling.objects.get(head=head).is_branch

    ListEntry.objects.create(
        organisation=head.organisation,
        name=head.name,
        uscc=head.uscc,
        pairs=[],
        kind="black",
        ground="court",
        reason="x",
        basis="x",
        proposed_by="a",
        proposed_at="2026-01-01T00:00Z",
        noticed_on=date(2026, 1, 1),
        decided_by="b",
        published_on=date(2026, 1, 10),
        valid_until=date(2029, 1, 10),
        status="published",
    )
    entering.post(NEW, typed(head_no=head.filing_no))
    assert "总公司在住房租赁黑名单上" in entering.page.text


@pytest.mark.covers("AGY-03")
def test_a_change_shows_what_differs_and_takes_effect_after_its_review(entering, reviewing):
    institution = an_institution()
    facts = institution.facts
    earlier = [str(pk) for pk in facts.file_ids]
    change = typed(
        uscc=institution.uscc, operating_address="北京市海淀区中关村大街1号", earlier=earlier
    )
    del change["uploads"]
    entering.get(to("change_institution", institution.pk))
    [typed_address] = [
        one for one in entering.page.all("input") if one.get("name") == "operating_address"
    ]
    assert typed_address.get("value") == "北京市朝阳区建国路88号"
    assert entering.post(to("change_institution", institution.pk), change).status_code == 302
    filing = InstitutionFiling.objects.get(type="change")
    entering.post(to("submit_filing", filing.pk))
    shown = text_of(reviewing, "filing", filing.pk)
    assert "变更内容" in shown and "北京市海淀区中关村大街1号" in shown
    assert (
        reviewing.post(to("review_filing", filing.pk), {"decision": "approve"}).status_code == 302
    )
    institution.refresh_from_db()
    assert institution.address == "北京市海淀区中关村大街1号"


@pytest.mark.covers("AGY-03")
def test_a_cancellation_is_refused_while_contracts_run_or_money_is_held(entering, reviewing):
    lease = a_lease_in_custody()
    enterprise = lease.enterprise
    institution = an_institution(uscc=enterprise.uscc, name=enterprise.name)
    entering.post(to("cancel_institution", institution.pk), {"because": "停止经营"})
    filing = InstitutionFiling.objects.get(type="cancellation")

    assert "没有履行完毕的合同 1" in text_of(reviewing, "filing", filing.pk)
    reviewing.post(to("review_filing", filing.pk), {"decision": "approve"})
    assert "还有1份合同没有履行完毕" in reviewing.page.text
    Lease.objects.update(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    reviewing.post(to("review_filing", filing.pk), {"decision": "approve"})
    assert "还有28,000.00元在监管账户" in reviewing.page.text
    institution.refresh_from_db()
    assert institution.status == "filed"


def test_a_cancellation_without_anything_open_ends_the_filing(reviewing):
    institution = an_institution()
    filing = cancellation_of(institution)
    assert (
        reviewing.post(to("review_filing", filing.pk), {"decision": "approve"}).status_code == 302
    )
    institution.refresh_from_db()
    assert institution.status == "cancelled"


def test_applications_are_found_by_two_characters_code_type_state_and_district(entering):
    approved()
    an_application(name="北京链家宝业房地产经纪有限公司", kind="broker", district="110108")
    asked = [
        ("text=宝业", 1),
        ("text=安家&status=approved", 1),
        ("district=110108", 1),
        ("filing_type=change", 0),
        ("filing_type=x", 0),
    ]
    for ask, count in asked:
        entering.get(to("filings", ask=ask))
        shown = [link for link in links_of(entering) if "/filings/" in link and link != NEW]
        assert len(shown) == count, ask


def test_a_file_is_there_for_who_sees_its_application_and_under_no_other(entering):
    filing, other = submitted(), submitted(file_ids=(a_paper(ENTERING, "另一份.pdf"),))
    [file_id] = filing.versions.get().file_ids
    answer = entering.get(to("filing_file", filing.pk, file_id))
    assert answer.content == PDF and "attachment" in answer["Content-Disposition"]
    assert entering.get(to("filing_file", other.pk, file_id)).status_code == 404
    assert AccessRefused.objects.count() == 1


def test_personal_numbers_stand_masked(reviewing):
    filing = submitted()
    shown = text_of(reviewing, "filing", filing.pk)
    assert "13800000077" not in shown and "11050160520000000099" not in shown
