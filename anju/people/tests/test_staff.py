"""Three administrators of an office (三员分立): one opens and proposes, one approves, one reads; nobody does two."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.models import Event
from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.models import Posting, SignIn, StaffMember, StaffPower
from anju.people.rules import LOCKED_AFTER, Duty, Office, Power, Refusal, SignInOutcome
from anju.people.tests.offices import acting, administrator_of, opened, post_of
from anju.web.session import account_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(db):
    return administrator_of(Office.CENTRE, Duty.SYSTEM)


@pytest.fixture
def security(db):
    return administrator_of(Office.CENTRE, Duty.SECURITY)


@pytest.fixture
def audit(db):
    return administrator_of(Office.CENTRE, Duty.AUDIT)


def refused(action, **facts):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        action(**facts)
    return refusal.value.code


def proposed(member_id, name, by):
    post_id = post_of(Office.CENTRE, name)
    return actions.propose_post(member_id=member_id, post_id=post_id, by=by).pk


@pytest.mark.covers("IDN-01")
def test_an_account_does_nothing_before_its_first_password_was_changed(system):
    member_id, password = actions.open_staff(
        username="li.qiang",
        name="李强",
        office=Office.CENTRE,
        duty=Duty.BUSINESS,
        phone="",
        mail="",
        by=system,
    )
    actions.give_power(user_id=member_id, power="bank.read", by=CLOCK)
    actions.link_authenticator(user_id=member_id, secret="JBSWY3DPEHPK3PXP", by=CLOCK)
    user = User.objects.get(pk=member_id)
    assert user.check_password(password)
    assert account_actor(user).may == frozenset()

    actions.choose_password(
        user_id=member_id, present=password, chosen="Peking-2026-xyz", by=system
    )

    assert account_actor(user).may == {"bank.read"}


@pytest.mark.covers("IDN-03")
def test_a_post_gives_its_powers_once_the_security_administrator_has_approved_it(system, security):
    member_id = opened(system)
    posting_id = proposed(member_id, "付款经办岗", system)
    assert queries.powers_of(member_id) == frozenset()

    actions.approve_post(posting_id=posting_id, by=security)

    assert queries.powers_of(member_id) == {"bank.read", "payout.make"}
    actions.end_post(posting_id=posting_id, by=system)
    assert queries.powers_of(member_id) == frozenset()
    moves = Event.objects.filter(kind="people.posting", record_id=posting_id).order_by("id")
    assert [(one.move, one.actor) for one in moves] == [
        ("approve", security.name),
        ("end", system.name),
    ]


def test_a_post_that_is_not_approved_gives_nothing_and_says_why(system, security):
    posting_id = proposed(opened(system), "付款经办岗", system)
    assert refused(actions.refuse_post, posting_id=posting_id, because=" ", by=security) == (
        Refusal.REASON_WANTED
    )
    actions.refuse_post(posting_id=posting_id, because="与复核岗重复", by=security)
    assert Posting.objects.get().status == "refused"
    assert StaffPower.objects.filter(posting=posting_id).count() == 0
    assert Event.objects.get(record_id=posting_id, move="refuse").because == "与复核岗重复"


def test_two_posts_share_a_power_and_it_stays_while_one_of_them_does(system, security):
    member_id = opened(system)
    first, other = (proposed(member_id, name, system) for name in ("付款经办岗", "查询岗"))
    for posting_id in (first, other):
        actions.approve_post(posting_id=posting_id, by=security)
    actions.end_post(posting_id=first, by=system)
    assert queries.powers_of(member_id) == {"bank.read", "interest.read", "proof.read"}


def test_the_same_post_is_not_proposed_twice(system):
    member_id = opened(system)
    proposed(member_id, "查询岗", system)
    post_id = post_of(Office.CENTRE, "查询岗")
    assert refused(actions.propose_post, member_id=member_id, post_id=post_id, by=system) == (
        Refusal.POST_THERE
    )


def test_nobody_holds_two_of_the_three_nor_business_with_one(system, security):
    for duty, name in (
        (Duty.SYSTEM, "安全管理员"),
        (Duty.AUDIT, "系统管理员"),
        (Duty.SECURITY, "查询岗"),
        (Duty.BUSINESS, "审计管理员"),
    ):
        member_id = opened(system, f"of.{duty.value}", duty)
        post_id = post_of(Office.CENTRE, name)
        code = refused(actions.propose_post, member_id=member_id, post_id=post_id, by=system)
        assert code == Refusal.DUTY_ANOTHER
    assert (
        refused(actions.give_power, user_id=system.staff_id, power="bank.read", by=CLOCK)
        == Refusal.DUTY_ANOTHER
    )


@pytest.mark.parametrize(
    ("office", "duty", "power"),
    [
        ("centre", "system", "security.keep"),
        ("centre", "business", "bank.read"),
        ("authority", "business", "agency.enter"),
    ],
)
def test_the_database_itself_takes_no_power_of_another_duty_or_office(system, office, duty, power):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_at_once(system.staff_id, office=office, duty=duty, power=power)


def write_at_once(member_id, **columns):
    given = {"given_at": clock.now(), "given_by": "x"}
    StaffPower.objects.create(member_id=member_id, **columns, **given)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_acts_on_themselves(system, security):
    for action, facts in (
        (actions.reset_password, {}),
        (actions.close_staff, {"because": "x"}),
        (actions.change_contact, {"phone": "", "mail": ""}),
        (actions.propose_post, {"post_id": post_of(Office.CENTRE, "系统管理员")}),
    ):
        assert refused(action, member_id=system.staff_id, by=system, **facts) == Refusal.ONESELF
    for action, facts in (
        (actions.unlock_staff, {}),
        (actions.remove_second_factor, {"because": "x"}),
    ):
        code = refused(action, member_id=security.staff_id, by=security, **facts)
        assert code == Refusal.ONESELF


def test_the_database_keeps_proposer_decider_and_holder_apart(system, security):
    member_id = opened(system)
    facts = {"post_id": post_of(Office.CENTRE, "查询岗"), "proposed_at": clock.now()}
    for who in (
        {"member_id": member_id, "proposer_id": member_id},
        {"member_id": member_id, "proposer_id": system.staff_id, "decider_id": member_id},
        {"member_id": member_id, "proposer_id": system.staff_id, "decider_id": system.staff_id},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(**who, **facts)


def test_each_administrator_does_only_what_is_theirs(system, security, audit):
    member_id = opened(system)
    posting_id = proposed(member_id, "查询岗", system)
    for by in (security, audit, acting(member_id)):
        assert refused(actions.reset_password, member_id=member_id, by=by) == Refusal.POWER_MISSING
        assert refused(actions.end_post, posting_id=posting_id, by=by) == Refusal.POWER_MISSING
    for by in (system, audit, acting(member_id)):
        assert refused(actions.approve_post, posting_id=posting_id, by=by) == Refusal.POWER_MISSING
        assert refused(actions.unlock_staff, member_id=member_id, by=by) == Refusal.POWER_MISSING


@pytest.mark.covers("IDN-04")
def test_an_administrator_keeps_the_users_of_their_own_office_only(system, security):
    theirs = administrator_of(Office.ASSOCIATION, Duty.SYSTEM)
    member_id = opened(theirs, "he.jie")
    assert refused(actions.reset_password, member_id=member_id, by=system) == (
        Refusal.OF_ANOTHER_OFFICE
    )
    assert (
        refused(
            actions.open_staff,
            username="new.one",
            name="新人",
            office=Office.ASSOCIATION,
            duty=Duty.BUSINESS,
            phone="",
            mail="",
            by=system,
        )
        == Refusal.OF_ANOTHER_OFFICE
    )
    posting = actions.propose_post(
        member_id=member_id, post_id=post_of(Office.ASSOCIATION, "调解岗"), by=theirs
    )
    assert refused(actions.approve_post, posting_id=posting.pk, by=security) == (
        Refusal.OF_ANOTHER_OFFICE
    )
    other_post = post_of(Office.CENTRE, "查询岗")
    code = refused(actions.propose_post, member_id=member_id, post_id=other_post, by=theirs)
    assert code == Refusal.OF_ANOTHER_OFFICE


def test_powers_are_given_directly_only_at_the_installation(system):
    member_id = opened(system)
    for action in (actions.give_power, actions.take_power):
        code = refused(action, user_id=member_id, power="bank.read", by=system)
        assert code == Refusal.APPROVAL_NEEDED


def test_the_last_administrator_of_a_kind_stays(system, security):
    other = administrator_of(Office.CENTRE, Duty.SYSTEM, 2)
    actions.close_staff(member_id=other.staff_id, because="调离", by=system)
    other = administrator_of(Office.CENTRE, Duty.SYSTEM, 3)
    actions.close_staff(member_id=system.staff_id, because="调离", by=other)
    assert not User.objects.get(pk=system.staff_id).is_active
    code = refused(actions.close_staff, member_id=security.staff_id, because="调离", by=other)
    assert code == Refusal.LAST_ADMINISTRATOR
    assert queries.powers_of(security.staff_id) == {"security.keep"}


@pytest.mark.covers("IDN-02")
def test_a_reset_draws_a_password_that_has_to_be_changed(system):
    member_id = opened(system)
    StaffMember.objects.filter(pk=member_id).update(must_choose_password=False)

    password = actions.reset_password(member_id=member_id, by=system)

    assert User.objects.get(pk=member_id).check_password(password)
    assert queries.must_choose_password(member_id)
    event = Event.objects.get(kind="people.staffmember", move="reset_password")
    assert (event.record_id, event.actor, event.portal) == (member_id, system.name, "centre")
    assert password not in str(list(Event.objects.values()))


def test_too_many_wrong_passwords_lock_an_account_until_it_is_unlocked(system, security):
    member_id = opened(system)
    try_in = {"username": "li.qiang", "ip": "127.0.0.1", "by": CLOCK}
    for _ in range(LOCKED_AFTER - 1):
        actions.record_sign_in(outcome=SignInOutcome.WRONG, **try_in)
    actions.record_sign_in(outcome=SignInOutcome.DONE, **try_in)
    actions.record_sign_in(outcome=SignInOutcome.WRONG, **try_in)
    assert StaffMember.objects.get(pk=member_id).status == "open"
    for _ in range(LOCKED_AFTER - 1):
        actions.record_sign_in(outcome=SignInOutcome.WRONG, **try_in)
    assert StaffMember.objects.get(pk=member_id).status == "locked"
    assert not User.objects.get(pk=member_id).is_active
    assert Event.objects.get(record_id=member_id, move="lock").portal == "centre"

    actions.unlock_staff(member_id=member_id, by=security)

    member = StaffMember.objects.get(pk=member_id)
    assert (member.status, member.failures, member.user.is_active) == ("open", 0, True)
    assert SignIn.objects.filter(username="li.qiang").count() == 2 * LOCKED_AFTER


def test_what_was_typed_for_an_unknown_account_is_not_kept(system):
    actions.record_sign_in(
        username="my secret password", outcome=SignInOutcome.WRONG, ip=None, by=CLOCK
    )
    assert SignIn.objects.count() == 0


def test_a_lost_second_factor_is_removed_by_the_security_administrator(system, security):
    member_id = opened(system)
    actions.link_authenticator(user_id=member_id, secret="JBSWY3DPEHPK3PXP", by=CLOCK)
    actions.remove_second_factor(member_id=member_id, because="手机遗失", by=security)
    assert Authenticator.objects.count() == 0
    assert Event.objects.get(move="remove_second_factor").because == "手机遗失"


def test_a_post_of_ones_own_is_named_and_stays_within_the_business_of_the_office(system):
    post = actions.keep_post(name="付款查询岗", powers=["bank.read", "proof.read"], by=system)
    assert post.powers == ["bank.read", "proof.read"]
    for powers, code in (
        ([], Refusal.POST_EMPTY),
        (["agency.enter"], Refusal.POWER_OF_ANOTHER_OFFICE),
        (["user.keep"], Refusal.DUTY_ANOTHER),
    ):
        assert refused(actions.keep_post, name="另一个", powers=powers, by=system) == code
    assert refused(actions.keep_post, name="付款查询岗", powers=[Power.BANK_READ], by=system) == (
        Refusal.POST_NAME_TAKEN
    )


def test_a_user_name_is_given_once_and_never_again(system):
    actions.close_staff(member_id=opened(system), because="离职", by=system)
    facts = {"name": "李强", "office": Office.CENTRE, "duty": Duty.BUSINESS}
    for username, code in (
        ("LI.QIANG ", Refusal.USERNAME_TAKEN),
        ("李强", Refusal.USERNAME_WRONG),
    ):
        got = refused(actions.open_staff, username=username, phone="", mail="", by=system, **facts)
        assert got == code


def test_a_closed_account_gets_no_post(system, security):
    member_id = opened(system)
    posting_id = proposed(member_id, "查询岗", system)
    actions.close_staff(member_id=member_id, because="离职", by=system)
    assert refused(actions.approve_post, posting_id=posting_id, by=security) == (
        Refusal.STAFF_CLOSED
    )
    post_id = post_of(Office.CENTRE, "监管岗")
    assert refused(actions.propose_post, member_id=member_id, post_id=post_id, by=system) == (
        Refusal.STAFF_CLOSED
    )
    assert refused(actions.close_staff, member_id=member_id, because="", by=system) == (
        Refusal.REASON_WANTED
    )


def test_an_account_of_no_known_office_is_not_opened():
    code = refused(
        actions.record_staff,
        username="nobody",
        name="无名",
        password="x" * 20,
        powers=["user.keep"],
        by=CLOCK,
    )
    assert code == Refusal.OFFICE_UNCLEAR


def test_who_proposed_a_post_and_became_security_administrator_does_not_approve_it(
    system, security
):
    posting_id = proposed(opened(system), "查询岗", system)
    turned = acting(system.staff_id)
    both = type(turned)(
        turned.name, turned.portal, frozenset({"security.keep"}), staff_id=turned.staff_id
    )
    assert refused(actions.approve_post, posting_id=posting_id, by=both) == (
        Refusal.PROPOSER_DECIDES
    )
