import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from anju.agencies import actions, queries
from anju.agencies.models import FilingVersion, Institution, InstitutionFiling
from anju.agencies.rules import Refusal
from anju.agencies.tests.offices import (
    BOTH,
    ENTERING,
    REVIEWING,
    a_branch,
    a_code,
    a_paper,
    administrator_of,
    an_application,
    an_institution,
    approved,
    cancel,
    cancellation_of,
    cancelled,
    refused,
    submitted,
    terms,
)
from anju.core.actors import Actor
from anju.core.numbers import has_luhn
from anju.core.queries import history_of
from anju.core.reasons import Refusal as ReasonRefusal
from anju.notices.models import Notice
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.models import Administrator, Organisation
from anju.people.rules import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db


@pytest.mark.covers("AGY-01")
def test_an_institution_is_entered_by_one_officer_and_filed_by_another():
    filing = submitted(name="北京安家住房租赁有限公司")
    assert filing.status == "submitted"
    assert Organisation.objects.count() == 0

    approval = actions.approve_filing(filing_id=filing.pk, by=REVIEWING)
    institution = approval.institution
    assert institution.name == "北京安家住房租赁有限公司"
    assert institution.filing_no.startswith("JG3110105")
    assert has_luhn(institution.filing_no[2:])
    assert institution.organisation.is_enterprise
    assert institution.facts.legal_representative == "王芳"
    assert [event.move for event in history_of(filing)] == ["submit", "approve"]
    assert [(n.kind, n.organisation_id) for n in Notice.objects.all()] == [
        ("institution_new", institution.organisation_id)
    ]


@pytest.mark.covers("AGY-01")
def test_the_administrators_first_password_is_told_once_and_kept_nowhere():
    approval = approved()
    user = User.objects.get(username=approval.username)
    assert user.check_password(approval.password)
    assert len(approval.password) == 16
    assert Administrator.objects.get().must_choose_password
    assert Administrator.objects.get().organisation == approval.institution.organisation
    again = actions.approve_filing(filing_id=InstitutionFiling.objects.get().pk, by=REVIEWING)
    assert (again.institution, again.username, again.password) == (approval.institution, "", "")
    assert User.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts::text || key FROM notices_notice")
        assert all(approval.password not in text for (text,) in cursor.fetchall())


@pytest.mark.covers("AGY-01")
def test_everything_with_a_star_must_be_there_before_it_is_submitted_and_all_gaps_are_named():
    filing = an_application(legal_representative="", licensed_on=None, supervision_account="")
    refusal = refused(actions.submit_filing, filing_id=filing.pk, by=ENTERING)
    assert refusal.code == Refusal.FIELDS_MISSING
    assert refusal.facts["fields"] == "法定代表人、营业执照日期、监管账号"
    filing.refresh_from_db()
    assert filing.status == "draft"


def test_only_who_sublets_needs_a_supervision_account_and_only_a_head_office_capital():
    own = an_application(sectors=("own",), supervision_bank="", supervision_account="")
    assert actions.submit_filing(filing_id=own.pk, by=ENTERING).status == "submitted"
    head = an_institution()
    branch = an_application(head_id=head.pk, capital_fen=0)
    assert actions.submit_filing(filing_id=branch.pk, by=ENTERING).status == "submitted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "餐饮服务"}, Refusal.SCOPE_LACKS),
        ({"kind": "broker", "staff_count": 3}, Refusal.TOO_FEW_STAFF),
    ],
)
def test_what_is_complete_must_also_fit_its_kind(changes, code):
    filing = an_application(**changes)
    assert refused(actions.submit_filing, filing_id=filing.pk, by=ENTERING).code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"district": "310101"}, Refusal.UNKNOWN_DISTRICT),
        ({"sectors": ("hotel",)}, Refusal.UNKNOWN_CHOICE),
        ({"units": -1}, Refusal.OUT_OF_RANGE),
        ({"operating_address": "长" * 201}, Refusal.TOO_LONG),
        ({"file_ids": (987654,)}, Refusal.FILE_UNKNOWN),
        ({"file_ids": tuple(range(1, 22))}, Refusal.TOO_MANY_FILES),
        ({"kind": "hotel"}, Refusal.UNKNOWN_CHOICE),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(changes, code):
    kind = changes.pop("kind", "rental")
    stated = terms(**changes)
    assert refused(actions.enter_filing, kind=kind, terms=stated, by=ENTERING).code == code
    assert InstitutionFiling.objects.count() == 0


def test_a_licence_of_tomorrow_is_refused(today):
    stated = terms(licensed_on=today.date().replace(day=3))
    refusal = refused(actions.enter_filing, kind="rental", terms=stated, by=ENTERING)
    assert refusal.code == Refusal.LICENCE_IN_FUTURE


def test_files_of_somebody_else_cannot_be_handed_in():
    stated = terms(file_ids=(a_paper(REVIEWING),))
    refusal = refused(actions.enter_filing, kind="rental", terms=stated, by=ENTERING)
    assert refusal.code == Refusal.FILE_UNKNOWN


def test_the_same_application_twice_is_one_and_another_for_the_same_code_is_refused():
    stated = terms()
    filing = actions.enter_filing(kind="rental", terms=stated, by=ENTERING)
    assert actions.enter_filing(kind="rental", terms=stated, by=ENTERING) == filing
    other = terms(uscc=stated.uscc, name="北京安居住房租赁有限公司")
    refusal = refused(actions.enter_filing, kind="rental", terms=other, by=ENTERING)
    assert refusal.code == Refusal.ALREADY_OPEN
    assert InstitutionFiling.objects.count() == 1
    assert FilingVersion.objects.count() == 1


@pytest.mark.covers("AGY-01")
def test_what_is_sent_back_is_corrected_and_every_version_stays():
    filing = submitted(name="北京安家住房租赁有限公司")
    actions.send_back(filing_id=filing.pk, because="注册地址与执照不一致", by=REVIEWING)
    actions.send_back(filing_id=filing.pk, because="注册地址与执照不一致", by=REVIEWING)
    filing.refresh_from_db()
    assert (filing.status, filing.because) == ("returned", "注册地址与执照不一致")
    assert list(queries.filings_to_finish(ENTERING)) == [filing]

    first = filing.versions.get()
    better = terms(
        uscc=filing.uscc, registered_address="北京市朝阳区光华路9号", file_ids=tuple(first.file_ids)
    )
    actions.correct_filing(filing_id=filing.pk, terms=better, by=ENTERING)
    actions.correct_filing(filing_id=filing.pk, terms=better, by=ENTERING)
    actions.submit_filing(filing_id=filing.pk, by=ENTERING)
    actions.submit_filing(filing_id=filing.pk, by=ENTERING)
    last, before = queries.versions_of(filing)
    assert (before.number, last.number) == (1, 2)
    assert before.registered_address == "北京市朝阳区建国路88号1层101"
    assert queries.changed_fields(before, last) == {"registered_address": "注册地址"}
    institution = actions.approve_filing(filing_id=filing.pk, by=REVIEWING).institution
    assert institution.facts == last
    moves = [event.move for event in history_of(filing)]
    assert moves == ["submit", "send_back", "submit", "approve"]


def test_a_version_never_changes_in_the_database():
    filing = an_application()
    for change in ({"name": "别的"}, {"capital_fen": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            filing.versions.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        filing.versions.all().delete()


@pytest.mark.covers("AGY-01")
def test_nobody_reviews_what_they_entered_wrote_or_submitted():
    filing = submitted(by=BOTH)
    assert refused(actions.approve_filing, filing_id=filing.pk, by=BOTH).code == Refusal.SAME_PERSON
    code = refused(actions.send_back, filing_id=filing.pk, because="不符", by=BOTH).code
    assert code == Refusal.SAME_PERSON
    other = an_application(by=ENTERING)
    stated = terms(uscc=other.uscc, by=BOTH)
    actions.correct_filing(filing_id=other.pk, terms=stated, by=BOTH)
    actions.submit_filing(filing_id=other.pk, by=ENTERING)
    assert refused(actions.approve_filing, filing_id=other.pk, by=BOTH).code == Refusal.SAME_PERSON
    assert Institution.objects.count() == 0


def test_the_database_keeps_maker_and_checker_apart():
    filing = submitted()
    for name in (filing.entered_by, filing.submitted_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            InstitutionFiling.objects.filter(pk=filing.pk).update(reviewed_by=name)


def test_each_step_needs_its_power():
    filing = submitted()
    assert refused(actions.approve_filing, filing_id=filing.pk, by=ENTERING).code == (
        PeopleRefusal.POWER_MISSING
    )
    code = refused(actions.enter_filing, kind="rental", terms=terms(), by=REVIEWING).code
    assert code == PeopleRefusal.POWER_MISSING
    code = refused(actions.withdraw_filing, filing_id=filing.pk, because="x", by=REVIEWING).code
    assert code == PeopleRefusal.POWER_MISSING
    stranger = Actor("organisation 5", "tenant_web", organisation_id=5)
    code = refused(actions.enter_filing, kind="rental", terms=terms(), by=stranger).code
    assert code == PeopleRefusal.POWER_MISSING


def test_an_application_is_withdrawn_and_may_be_made_again():
    filing = submitted()
    for _ in range(2):
        actions.withdraw_filing(filing_id=filing.pk, because="企业自行撤回", by=ENTERING)
    filing.refresh_from_db()
    assert filing.status == "withdrawn"
    assert an_application(uscc=filing.uscc).pk != filing.pk


@pytest.mark.covers("AGY-03")
def test_a_change_takes_effect_when_it_is_approved_and_not_before():
    institution = an_institution()
    now = institution.facts.terms
    code = refused(
        actions.apply_for_change, institution_id=institution.pk, terms=now, by=ENTERING
    ).code
    assert code == Refusal.NOTHING_CHANGED
    new = terms(
        uscc=institution.uscc, name="北京新家住房租赁有限公司", file_ids=tuple(now.file_ids)
    )
    filing = actions.apply_for_change(institution_id=institution.pk, terms=new, by=ENTERING)
    actions.submit_filing(filing_id=filing.pk, by=ENTERING)
    institution.refresh_from_db()
    assert institution.name == "北京安家住房租赁有限公司"
    approval = actions.approve_filing(filing_id=filing.pk, by=REVIEWING)
    institution.refresh_from_db()
    assert (institution.name, approval.password) == ("北京新家住房租赁有限公司", "")
    assert institution.organisation.name == "北京新家住房租赁有限公司"
    assert list(queries.institutions_found(queries.institutions_published(), text="新家")) == [
        institution
    ]
    code = refused(
        actions.apply_for_change,
        institution_id=institution.pk,
        terms=terms(uscc=a_code()),
        by=ENTERING,
    ).code
    assert code == Refusal.USCC_FIXED
    code = refused(
        actions.correct_filing, filing_id=an_application().pk, terms=terms(), by=ENTERING
    ).code
    assert code == Refusal.USCC_FIXED


@pytest.mark.covers("AGY-03")
def test_a_filing_is_cancelled_only_when_nothing_is_open():
    institution = an_institution()
    branch = a_branch(institution)
    filing = cancellation_of(institution)
    assert cancellation_of(institution) == filing
    for facts, code in (
        ({"open_contracts": 2, "held_fen": 0}, Refusal.CONTRACTS_OPEN),
        ({"open_contracts": 0, "held_fen": 4000_00}, Refusal.MONEY_HELD),
        ({"open_contracts": 0, "held_fen": 0}, Refusal.BRANCHES_OPEN),
    ):
        refusal = refused(actions.approve_cancellation, filing_id=filing.pk, by=REVIEWING, **facts)
        assert refusal.code == code
    cancel(branch)
    for _ in range(2):
        actions.approve_cancellation(
            filing_id=filing.pk, open_contracts=0, held_fen=0, by=REVIEWING
        )
    institution.refresh_from_db()
    assert institution.status == "cancelled"
    assert not User.objects.get(username=institution.uscc).is_active
    assert people_queries.administrator_of_organisation(institution.organisation_id) is None
    assert queries.own_institution(administrator_of(institution)) is None
    code = refused(
        actions.correct_filing,
        filing_id=cancellation_of(an_institution()).pk,
        terms=terms(),
        by=ENTERING,
    ).code
    assert code == Refusal.NOT_A_CHANGE


def test_a_reason_must_be_given():
    institution = an_institution()
    code = refused(
        actions.apply_for_cancellation, institution_id=institution.pk, because=" ", by=ENTERING
    ).code
    assert code == ReasonRefusal.REASON_MISSING


def test_who_was_cancelled_may_file_again_under_a_new_number_with_a_new_account():
    institution = cancelled()
    assert refused(cancellation_of, institution=institution).code == Refusal.NOT_FILED
    approval = approved(uscc=institution.uscc, name=institution.name)
    assert approval.institution.pk == institution.pk
    assert approval.institution.status == "filed"
    assert approval.institution.filing_no != institution.filing_no
    assert approval.username == f"{institution.uscc}-2"
    code = refused(
        actions.enter_filing, kind="rental", terms=terms(uscc=institution.uscc), by=ENTERING
    ).code
    assert code == Refusal.ALREADY_FILED


@pytest.mark.covers("AGY-01")
def test_a_lost_password_is_replaced_by_another_first_one():
    approval = approved()
    user = User.objects.get(username=approval.username)
    people.choose_password(
        user_id=user.pk, present=approval.password, chosen="Peking-2026-xyz", by=ENTERING
    )
    username, password = actions.renew_password(institution_id=approval.institution.pk, by=ENTERING)
    user.refresh_from_db()
    assert username == approval.username
    assert user.check_password(password)
    assert password != approval.password
    assert Administrator.objects.get().must_choose_password


@pytest.mark.covers("AGY-01")
def test_what_can_be_done_with_an_application_and_by_whom():
    filing, offers = an_application(), queries.acts_on_filing
    editing = {"correct_filing", "submit_filing", "withdraw_filing"}
    assert offers(filing, ENTERING) == editing
    assert offers(filing, REVIEWING) == frozenset()
    filing = actions.submit_filing(filing_id=filing.pk, by=ENTERING)
    assert offers(filing, ENTERING) == {"withdraw_filing"}
    assert offers(filing, REVIEWING) == {"send_back", "approve_filing"}
    institution = actions.approve_filing(filing_id=filing.pk, by=REVIEWING).institution
    filing.refresh_from_db()
    assert offers(filing, REVIEWING) == offers(filing, ENTERING) == frozenset()
    ending = cancellation_of(institution)
    assert offers(ending, REVIEWING) == {"send_back", "approve_cancellation"}
    by = administrator_of(institution)
    branch = an_application(by=by, head_id=institution.pk)
    assert offers(branch, by) == editing
    assert offers(branch, ENTERING) == frozenset()


@pytest.mark.covers("CRD-05")
def test_the_supervision_account_of_a_filed_enterprise_is_published():
    institution = an_institution()
    published = queries.supervision_published(institution.pk)
    assert (published.bank, published.account_no) == (
        "中国建设银行北京建国支行",
        "11050160520000000099",
    )
    own_homes = an_institution(sectors=("own",), supervision_bank="", supervision_account="")
    assert queries.supervision_published(own_homes.pk) is None
    cancel(institution)
    assert queries.supervision_published(institution.pk) is None


def test_until_when_an_institution_was_to_be_filed():
    version = an_application().versions.get()
    assert str(queries.filing_due_on(version)) == "2026-11-19"
    version.licensed_on = version.licensed_on.replace(year=2023)
    assert queries.filing_due_on(version) is None
