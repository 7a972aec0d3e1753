"""A change is looked at before it is handed in, by an institution and at the counter alike. (CON-13; rule A9.1)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.tests.test_files import a_pdf
from anju.filings import actions
from anju.filings.lease import planned_from
from anju.filings.models import Filing
from anju.filings.terms import LeaseChange
from anju.filings.tests.amending import REVIEWER, a_filed, a_renewal_signed
from anju.people.rules import Power
from anju.signings.tests.signing import a_document
from anju.tests.amendments.pages import DAY, as_seen, handed_in, links, to, typed, value_of
from anju.tests.custody_world import lots_taken_in
from anju.tests.pages import Pages
from anju.tests.world import a_credit, a_paying_order

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]
AMENDING = ("change_lease", "renew_lease", "end_lease")


@pytest.fixture
def counter(db):
    pages = Pages()
    pages.as_staff(Power.FILING_ENTER, username="lu.yi", name="陆毅")
    return pages


@pytest.fixture
def filed(by):
    """4,000 yuan a month, half-yearly, for a year; nothing is paid yet."""
    return a_filed(by)


def pay(filing):
    """Deposit and first half-year come into custody."""
    a_credit(a_paying_order(filing.lease))
    lots_taken_in()


def rows(pages):
    """The rows of 账单预览, each as one line."""
    tables = [one for one in pages.page.all("table") if "处理" in "".join(one.itertext())]
    return [
        " ".join(" ".join("".join(cell.itertext()).split()) for cell in row.iter("td"))
        for table in tables
        for body in table.iter("tbody")
        for row in body.iter("tr")
    ]


def bills(lease):
    return [
        (bill.kind, bill.number, bill.due_on, bill.amount_fen) for bill in contracts.bills_of(lease)
    ]


@pytest.mark.parametrize("who", ["agency", "authority"])
def test_the_preview_says_which_bills_stay_and_which_are_made_anew(desk, counter, filed, who):
    pay(filed)
    pages, form = {"agency": desk, "authority": counter}[who], to(f"{who}:change_lease", filed.pk)
    lease, due_on = filed.lease, clock.today() + 7 * DAY
    first, second = contracts.instalments_of(lease)
    before = bills(lease)
    sent = typed(lease)

    assert pages.post(form, sent).status_code == 200

    assert rows(pages) == [
        f"押金 已监管 不变 {lease.deposit_due_on} 4,000.00元整个租期"
        f" {lease.deposit_due_on} 4,000.00元整个租期",
        f"租金（第1期） 已监管 不变 {first.due_on} 24,000.00元{first.from_on} 至 {first.to_on}"
        f" {first.due_on} 24,000.00元{first.from_on} 至 {first.to_on}",
        f"押金（补缴） 新增 — {due_on} 500.00元整个租期",
        f"租金（第2期） 重新生成 {second.due_on} 24,000.00元{second.from_on} 至 {second.to_on}"
        f" {second.due_on} 27,000.00元{second.from_on} 至 {second.to_on}",
    ]
    assert "月租金 4,000.00元 4,500.00元" in pages.page.text and "还没有提交" in pages.page.text
    assert value_of(pages, "monthly_rent") == "4500"
    assert bills(lease) == before and Filing.objects.count() == 1

    answer = pages.post(form, as_seen(pages, sent))
    change = Filing.objects.get(kind="change")
    assert answer["Location"] == to(f"{who}:contract_filing", change.pk)


def test_what_takes_effect_is_what_was_previewed(by, filed):
    pay(filed)
    terms = contracts.terms_of(filed.lease)
    asked = actions.preview_change(filing_no=filed.filing_no, change=changed_from(terms), by=by)
    expected = [
        (bill.kind, bill.number, bill.due_on, bill.amount_fen)
        for bill in sorted(
            [*asked.stays, *asked.made], key=lambda bill: (bill.due_on, bill.kind, bill.number)
        )
    ]
    assert bills(filed.lease) != expected

    document = by_judgment(by)
    change = actions.submit_change(
        filing_no=filed.filing_no, change=changed_from(terms), by=by, **document
    )
    actions.approve_filing(filing_id=change.pk, by=REVIEWER)

    assert bills(filed.lease) == expected


def changed_from(terms):
    second = terms.instalments[1].from_on
    return LeaseChange(
        ends_on=terms.ends_on,
        monthly_rent_fen=4_200_00,
        deposit_fen=terms.deposit_fen,
        deposit_due_on=terms.deposit_due_on,
        instalments=planned_from(terms, second, terms.ends_on, 4_200_00, 6),
    )


def by_judgment(by):
    return {"basis": "judgment", "document_id": a_document(by, "判决书.pdf")}


@pytest.mark.parametrize(
    ("basis", "then"),
    [("agreement", "请提醒承租人登录后同意"), ("judgment", "3个工作日内审核")],
)
def test_who_has_handed_in_reads_for_whom_it_waits(desk, filed, basis, then):
    handed_in(desk, to("agency:change_lease", filed.pk), typed(filed.lease, basis=basis))
    desk.get(to("agency:contract_filing", Filing.objects.get(kind="change").pk))

    words = desk.page.text
    assert f"变更备案已提交，{then}" in words


def test_what_was_not_seen_is_not_handed_in(desk, filed):
    form = to("agency:change_lease", filed.pk)
    desk.post(form, typed(filed.lease))
    sent = as_seen(desk, typed(filed.lease))

    for other in ({"monthly_rent": "4600"}, {"seen": ""}, {"seen": "0" * 64}):
        desk.post(form, sent | other)
        assert "请核对新的预览" in desk.page.text, other
    assert Filing.objects.count() == 1

    pay(filed)  # what was to be planned anew is paid now
    desk.post(form, sent)
    assert "请核对新的预览" in desk.page.text and Filing.objects.count() == 1
    assert desk.post(form, as_seen(desk, sent)).status_code == 302


def test_rent_that_is_not_supervised_has_no_bills_but_a_plan(desk, by):
    filed = a_filed(by, pay_months="3")
    sent = typed(filed.lease, pay_months="3", deposit="4000")
    desk.post(to("agency:change_lease", filed.pk), sent)
    assert [row for row in rows(desk) if "租金" in row] == []
    assert "变更后的租金分期" in desk.page.text and desk.page.text.count("有变更") == 3


def test_the_counter_hands_in_an_end_and_a_renewal_and_keeps_what_was_typed(counter, by, filed):
    counter.get(to("authority:contract_filing", filed.pk))
    forms = [to(f"authority:{name}", filed.pk) for name in AMENDING]
    assert set(forms) <= set(links(counter))
    change, renewal, end = forms
    counter.get(renewal)
    assert "没有可以备案的续租合同" in counter.page.text
    assert to("authority:paper_contracts") in links(counter)
    wrong = typed(filed.lease, deposit="9000")
    assert counter.post(change, wrong).status_code == 200
    assert "超过一个月租金" in counter.page.text and rows(counter) == []
    assert value_of(counter, "deposit") == "9000" and value_of(counter, "uploads-kept")

    paper = {"basis": "agreement", "uploads": SimpleUploadedFile("解约协议.pdf", a_pdf())}
    assert counter.post(end, paper | {"ended_on": str(clock.today() + DAY)}).status_code == 200
    assert "住房交还后再办理注销备案" in counter.page.text
    kept = {"basis": "agreement", "uploads-kept": value_of(counter, "uploads-kept")}
    counter.post(end, kept | {"ended_on": str(clock.today())})
    ended = Filing.objects.get(kind="end")
    assert ended.submitted_by == "lu.yi"
    counter.post(to("authority:withdraw_contract_filing", ended.pk), {"because": "双方另行商定"})

    contract = a_renewal_signed(filed, by)
    answer = counter.post(renewal, {"contract_id": contract.pk})
    renewed = Filing.objects.get(kind="renewal")
    assert answer["Location"] == to("authority:contract_filing", renewed.pk)


def test_what_the_counter_had_returned_it_hands_in_again(counter, filed):
    handed_in(counter, to("authority:change_lease", filed.pk), typed(filed.lease))
    change = Filing.objects.get(kind="change")
    actions.send_back(filing_id=change.pk, because="请写明押金", by=REVIEWER)
    counter.get(to("authority:contract_filing", change.pk))
    assert "退回原因：请写明押金" in counter.page.text
    assert to("authority:change_lease", filed.pk) in links(counter)
    counter.get(to("authority:change_lease", filed.pk))
    assert value_of(counter, "monthly_rent") == "4500.00"
    again = as_kept(counter, typed(filed.lease, monthly_rent="4400", deposit="4400"))
    handed_in(counter, to("authority:change_lease", filed.pk), again)
    change.refresh_from_db()
    assert (change.status, change.submissions.count()) == ("submitted", 2)


def as_kept(pages, sent):
    kept = {"uploads-kept": value_of(pages, "uploads-kept")}
    return {name: value for name, value in sent.items() if name != "uploads"} | kept


@pytest.mark.covers("IDN-03")
def test_who_only_reviews_hands_nothing_in(filed):
    reviewing = Pages()
    reviewing.as_staff(Power.FILING_REVIEW, username="shen.he", name="沈和")
    reviewing.get(to("authority:contract_filing", filed.pk))
    for name in AMENDING:
        form = to(f"authority:{name}", filed.pk)
        assert form not in links(reviewing)
        assert reviewing.get(form).status_code == 403
        assert reviewing.post(form, typed(filed.lease)).status_code == 403
    assert Filing.objects.count() == 1
