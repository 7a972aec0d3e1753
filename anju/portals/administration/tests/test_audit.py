"""审计: an audit administrator reads what the staff of the office did, and changes nothing."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.core import clock
from anju.core.actions import record_look, record_refused_access
from anju.core.actors import CLOCK, Actor
from anju.core.models import Event, Look
from anju.people import actions as people
from anju.people.models import SignIn
from anju.people.rules import Duty, Office, Power, SignInOutcome
from anju.people.tests.offices import administrator_of, opened
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


def to(name, ask=""):
    return reverse(f"administration:{name}") + (f"?{ask}" if ask else "")


@pytest.fixture
def auditor(db) -> Pages:
    pages = Pages()
    pages.as_staff(Power.AUDIT_READ, office=Office.CENTRE, username="shen.ji", name="沈稷")
    return pages


@pytest.fixture
def system(db):
    return administrator_of(Office.CENTRE, Duty.SYSTEM)


@pytest.mark.covers("IDN-04")
def test_the_history_says_who_did_what_when_and_of_their_own_office_only(auditor, system):
    theirs = administrator_of(Office.ASSOCIATION, Duty.SYSTEM)
    member_id = opened(system)
    people.close_staff(member_id=member_id, because="离职交接", by=system)
    other_id = opened(theirs, "he.jie")
    people.close_staff(member_id=other_id, because="别处的事", by=theirs)

    auditor.get(to("audit"))

    assert f"{system.name}" in auditor.page.text
    assert f"停用 已停用 用户 {member_id} 离职交接" in auditor.page.text
    assert "别处的事" not in auditor.page.text


def test_the_history_is_searched_by_person_day_kind_and_record(auditor, system):
    first, other = opened(system, "li.qiang"), opened(system, "zhao.min")
    for member_id in (first, other):
        people.reset_password(member_id=member_id, by=system)
    today = clock.today().isoformat()
    for ask, found in (
        (f"who={system.name}", {first, other}),
        ("who=nobody", set()),
        (f"from_on={today}&to_on={today}", {first, other}),
        ("from_on=2099-01-01", set()),
        (f"kind=people.staffmember&record={first}", {first}),
        ("kind=people.posting", set()),
    ):
        auditor.get(to("audit", ask))
        shown = {one for one in (first, other) if f"用户 {one} —" in auditor.page.text}
        assert shown == found, ask
    auditor.get(to("audit", "record=x"))
    assert "请填写整数" in auditor.page.text


def test_the_history_goes_on_page_by_page(auditor, system):
    member_id = opened(system)
    for number in range(25):
        people.change_contact(
            member_id=member_id, phone="", mail=f"a{number}@example.cn", by=system
        )
    auditor.get(to("audit"))
    assert auditor.page.text.count("修改联系方式 在用") == 20
    oldest = Event.objects.filter(kind="people.staffmember").order_by("-at", "-id")[19]
    auditor.get(to("audit", f"after={oldest.pk}"))
    assert auditor.page.text.count("修改联系方式 在用") == 5


def test_sign_ins_refused_accesses_and_looks_have_a_list_each(auditor, system):
    opened(system)
    people.record_sign_in(username="li.qiang", outcome=SignInOutcome.WRONG, ip="10.0.0.7", by=CLOCK)
    by = Actor("li.qiang", "centre", staff_id=1)
    record_refused_access(
        method="GET", path="/centre/entries/4711", view_name="x", ip="10.0.0.8", by=by
    )
    a_look(by)
    auditor.get(to("audit_sign_ins", "outcome=wrong"))
    assert "li.qiang 密码或动态码错误 10.0.0.7" in auditor.page.text
    auditor.get(to("audit_refused"))
    assert "li.qiang GET /centre/entries/4711 10.0.0.8" in auditor.page.text
    auditor.get(to("audit_looks", "whose=BA-1"))
    assert "li.qiang BA-1 查看证据 10.0.0.9" in auditor.page.text
    auditor.get(to("audit_looks", "whose=BA-2"))
    assert "没有符合条件的记录" in auditor.page.text


def a_look(by):
    record_look(
        kind="refunds.case",
        record_id=1,
        whose="BA-1",
        view_name="association:evidence",
        purpose="查看证据",
        ip="10.0.0.9",
        by=by,
    )


def test_a_list_is_taken_along_as_a_file(auditor, system):
    people.reset_password(member_id=opened(system), by=system)
    response = auditor.get(to("audit", "as=file"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    heading, row = sheet.to_python()
    assert heading == ["时间", "用户", "操作", "之后的状态", "记录", "原因"]
    assert row[1:4] == [system.name, "重置密码", "在用"]


def test_only_the_audit_administrator_reads_and_nobody_writes_there(auditor, system):
    pages = Pages()
    pages.as_staff(Power.USER_KEEP, office=Office.CENTRE, username="other.keeper", name="管理")
    for name in ("audit", "audit_refused", "audit_sign_ins", "audit_looks"):
        assert pages.get(to(name)).status_code == 403
        assert auditor.post(to(name)).status_code == 405


def test_sign_ins_and_looks_are_kept_for_good(system):
    opened(system)
    people.record_sign_in(username="li.qiang", outcome=SignInOutcome.DONE, ip=None, by=CLOCK)
    a_look(system)
    for record in (SignIn.objects.get(), Look.objects.get()):
        with pytest.raises(IntegrityError), transaction.atomic():
            record.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            type(record).objects.update(ip="10.0.0.1")
