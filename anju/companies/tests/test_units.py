"""单位信息变更: auxiliary data at once and with history, the name only as the register has it. (manual 004, 8)"""

from datetime import date, timedelta

import pytest
from django.db import connection

from anju.clients import organisation_registry
from anju.clients.organisation_registry import Answer
from anju.clients.outcomes import Unavailable
from anju.companies import actions, jobs, queries
from anju.companies.models import Company, NameCheck
from anju.companies.reading import auxiliary_of
from anju.companies.rules import AUXILIARY
from anju.companies.tests.applying import auxiliary
from anju.companies.tests.world import REVIEWER, a_company
from anju.companies.units import CHECKS_A_DAY, CheckStatus, Denied, Refusal
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.identity_numbers import Refusal as NumberRefusal
from anju.core.refusals import Refused
from anju.people.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-13")]
NEW = "北京新安居物业管理有限公司"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def register(monkeypatch):
    """The register of organisations, which knows a code by one name, and may be silent."""
    known: dict[str, str] = {}

    def ask(question):
        assert not connection.in_atomic_block or connection.savepoint_ids == []
        if known.get("silent"):
            raise Unavailable("机构登记系统", known["silent"])
        found = question.uscc in known
        matches = found and known[question.uscc] == question.name
        return Answer(found, matches, "out of business" not in known, clock.now())

    monkeypatch.setattr(organisation_registry, "ask", ask)
    return known


def fresh(company: Company) -> Company:
    return Company.objects.get(pk=company.pk)


def change(company, actor, *, name="", seen=0, **changes):
    return actions.change_unit(
        name=name or company.name, stated=auxiliary(company, **changes), seen=seen, by=actor
    )


def refused(code, work, *args, **kwargs) -> str:
    with pytest.raises(Refused) as no:
        work(*args, **kwargs)
    assert no.value.code == code
    return no.value.message


def test_the_auxiliary_data_are_the_manuals_list_of_twenty_seven():
    assert len(AUXILIARY) == 27
    assert {"单位设立批准文件", "基本户开户许可证", "部门预算代码", "所属区县"} <= {
        str(label) for label in AUXILIARY.values()
    }
    fields = {one.name for one in Company._meta.get_fields()}
    assert set(AUXILIARY) <= fields


def test_every_field_is_changed_at_once_and_kept_with_before_and_after():
    company, actor = a_company()
    wanted = {
        "address": "北京市朝阳区阜通东大街1号",
        "postcode": "１００１０２",
        "office_address": "北京市朝阳区望京街10号",
        "office_postcode": "100103",
        "phone": "010-64391122",
        "other_phone": "4008123123",
        "mail": "wuye@example.com",
        "founded_on": date(2003, 5, 6),
        "capital_fen": 5_000_000_00,
        "fax": "010-64391123",
        "ownership": "民营",
        "document_no": "91110105",
        "economic_type": "有限责任",
        "representative_phone": "64391124",
        "representative_mobile": "13800000002",
        "supervisor": "朝阳区住建委",
        "fund_type": "自有",
        "administrative_relation": "区属",
        "is_legal_person": False,
        "budget_code": "001",
        "founding_document": "京批1号",
        "industry": "物业管理",
        "licence_no": "110105000000001",
        "tax_no": "110105000000002",
        "department_budget_code": "002",
        "account_permit": "J1000000000101",
        "district": "110108",
    }
    assert set(wanted) == set(AUXILIARY)

    done = actions.change_unit(name=company.name, stated=wanted, seen=0, by=actor)

    now = fresh(company)
    kept = {**wanted, "postcode": "100102"}
    assert {name: getattr(now, name) for name in AUXILIARY} == kept
    lines = {one.field: (one.before, one.after) for one in done.lines.all()}
    assert lines["address"] == ("北京市朝阳区望京街9号", "北京市朝阳区阜通东大街1号")
    assert lines["district"] == ("朝阳区", "海淀区")
    assert lines["capital_fen"] == ("", "5,000,000.00元")
    assert lines["is_legal_person"] == ("", "否")
    assert "postcode" not in lines
    assert done.no.startswith("BG") and done.changed_by == actor.name


def test_history_keeps_nothing_in_the_open():
    company, actor = a_company()
    change(company, actor, representative_mobile="13912345678", address="望京街甲1号")

    with connection.cursor() as cursor:
        cursor.execute("SELECT before, after FROM companies_unitchangeline")
        kept = b"".join(bytes(one or b"") for row in cursor.fetchall() for one in row)
        cursor.execute("SELECT representative_mobile FROM companies_company")
        [mobile] = [bytes(row[0]) for row in cursor.fetchall()]

    assert b"13912345678" not in kept + mobile and "望京街".encode() not in kept


@pytest.mark.parametrize("name", ["address", "postcode", "phone", "representative_mobile"])
def test_what_is_marked_with_a_star_must_be_there(name):
    company, actor = a_company()

    message = refused(Refusal.FIELD_MISSING, change, company, actor, **{name: " "})

    assert str(AUXILIARY[name]) in message
    assert refused(Refusal.FIELD_MISSING, change, company, actor, is_legal_person=None)
    assert not queries.changes_of(company).exists()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("postcode", "10010", Refusal.NOT_A_POSTCODE),
        ("office_postcode", "abcdef", Refusal.NOT_A_POSTCODE),
        ("phone", "12345", Refusal.NOT_A_TELEPHONE),
        ("fax", "010-6439", Refusal.NOT_A_TELEPHONE),
        ("mail", "wuye", Refusal.NOT_A_MAIL),
        ("founded_on", date(2999, 1, 1), Refusal.DAY_IN_FUTURE),
        ("representative_mobile", "010-64391122", NumberRefusal.NOT_A_PHONE),
    ],
)
def test_what_cannot_be_is_not_taken(name, value, code):
    company, actor = a_company()

    refused(code, change, company, actor, **{name: value})

    assert fresh(company).phone == company.phone


@pytest.mark.parametrize("text", ["010-64391122", "64391122", "0311-8605123-12", "13800000002"])
def test_telephones_of_every_kind_are_taken(text):
    company, _ = a_company()
    assert auxiliary_of(auxiliary(company, phone=text))["phone"] == text


def test_nothing_changed_is_said_and_the_same_submitted_twice_is_one():
    company, actor = a_company()
    first = change(company, actor)
    again = fresh(company)
    refused(Refusal.NOTHING_CHANGED, change, again, actor, seen=first.pk)

    assert change(again, actor, seen=0) == first
    assert queries.changes_of(company).count() == 1


def test_a_page_that_is_older_than_the_last_change_overwrites_nothing():
    company, actor = a_company()
    first = change(company, actor, address="甲路1号")

    message = refused(Refusal.CHANGED_MEANWHILE, change, company, actor, address="乙路2号")

    assert actor.name in message
    assert fresh(company).address == "甲路1号"
    change(fresh(company), actor, address="乙路2号", seen=first.pk)
    assert fresh(company).address == "乙路2号"


def test_only_a_company_changes_its_data():
    company, _ = a_company()
    with pytest.raises(Company.DoesNotExist):
        change(company, REVIEWER)
    with pytest.raises(Company.DoesNotExist):
        actions.check_name(name=NEW, by=REVIEWER)


# The name


def test_a_confirmed_name_is_taken_with_its_search_words_and_as_the_organisations(register):
    company, actor = a_company()
    register[company.uscc] = NEW
    check = actions.check_name(name=f" {NEW} ", by=actor)
    assert (check.status, check.name) == (CheckStatus.WAITING, NEW)
    refused(Refusal.NAME_BEING_CHECKED, change, company, actor, name=NEW)

    jobs.check_names(0)
    done = change(company, actor, name=NEW)

    now = fresh(company)
    assert (now.name, "新安" in now.pairs) == (NEW, True)
    assert Organisation.objects.get(pk=company.organisation_id).name == NEW
    assert done.name_check == check
    assert ("北京安居物业管理有限公司", NEW) in [(x.before, x.after) for x in done.lines.all()]


def test_a_name_without_a_check_is_refused_and_nothing_moves():
    company, actor = a_company()

    refused(Refusal.NAME_NOT_CHECKED, change, company, actor, name=NEW, address="甲路1号")

    now = fresh(company)
    assert (now.name, now.address) == (company.name, company.address)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, Denied.NOT_FOUND),
        ({"name": "北京别名物业有限公司"}, Denied.OTHER_NAME),
        ({"name": NEW, "out of business": "1"}, Denied.NOT_IN_BUSINESS),
    ],
)
def test_a_name_that_the_register_does_not_confirm_is_refused_with_the_reason(register, known, why):
    company, actor = a_company()
    if "name" in known:
        register[company.uscc] = known["name"]
    register.update({k: v for k, v in known.items() if k != "name"})
    actions.check_name(name=NEW, by=actor)
    jobs.check_names(0)

    message = refused(Refusal.NAME_DENIED, change, company, actor, name=NEW)

    assert str(why.label) in message
    assert fresh(company).name == company.name


def test_while_the_register_is_silent_the_question_waits_and_everything_else_can_be_changed(
    register,
):
    company, actor = a_company()
    register.update({"silent": "HTTP 503", company.uscc: NEW})
    other, other_actor = a_company(name="北京别家物业有限公司")
    register[other.uscc] = "北京别名物业有限公司"
    check = actions.check_name(name=NEW, by=actor)
    actions.check_name(name="北京别名物业有限公司", by=other_actor)

    jobs.check_names(0)

    check.refresh_from_db()
    assert (check.status, check.silence, check.attempts) == (CheckStatus.WAITING, "HTTP 503", 1)
    assert list(NameCheck.objects.values_list("attempts", flat=True).order_by("pk")) == [1, 0]
    change(company, actor, address="甲路1号")
    assert fresh(company).address == "甲路1号"

    del register["silent"]
    advance_clock(seconds=60, by=CLOCK)
    jobs.check_names(0)
    check.refresh_from_db()
    assert (check.status, check.silence) == (CheckStatus.CONFIRMED, "")


def test_an_answer_that_comes_twice_counts_once(register):
    company, actor = a_company()
    check = actions.check_name(name=NEW, by=actor)

    actions.confirm_name(check_id=check.pk, by=CLOCK)
    actions.deny_name(check_id=check.pk, why=Denied.OTHER_NAME, by=CLOCK)
    actions.note_silence(check_id=check.pk, why="late", by=CLOCK)

    check.refresh_from_db()
    assert (check.status, check.denied, check.silence) == (CheckStatus.CONFIRMED, "", "")
    assert queries.check_under_way(company) == check


def test_a_confirmation_ends_and_serves_once(register):
    company, actor = a_company()
    register[company.uscc] = NEW
    actions.check_name(name=NEW, by=actor)
    jobs.check_names(0)
    advance_clock(seconds=11 * 86400, by=CLOCK)
    refused(Refusal.NAME_NOT_CHECKED, change, company, actor, name=NEW)

    actions.check_name(name=NEW, by=actor)
    jobs.check_names(0)
    first = change(company, actor, name=NEW)
    register[company.uscc] = company.name
    actions.check_name(name=company.name, by=actor)
    jobs.check_names(0)
    second = change(fresh(company), actor, name=company.name, seen=first.pk)
    assert fresh(company).name == "北京安居物业管理有限公司"
    refused(Refusal.NAME_NOT_CHECKED, change, fresh(company), actor, name=NEW, seen=second.pk)


def test_a_denied_name_is_asked_about_again_after_a_minute(register):
    _, actor = a_company()
    first = actions.check_name(name=NEW, by=actor)
    jobs.check_names(0)
    assert actions.check_name(name=NEW, by=actor).pk == first.pk

    advance_clock(seconds=int(timedelta(minutes=1).total_seconds()) + 1, by=CLOCK)

    assert actions.check_name(name=NEW, by=actor).pk != first.pk


def test_the_same_name_is_not_checked_and_no_more_than_so_many_a_day():
    company, actor = a_company()
    refused(Refusal.NAME_IS_SAME, actions.check_name, name=company.name, by=actor)
    for number in range(CHECKS_A_DAY):
        actions.check_name(name=f"北京{number}物业有限公司", by=actor)
    refused(Refusal.TOO_MANY_CHECKS, actions.check_name, name=NEW, by=actor)
