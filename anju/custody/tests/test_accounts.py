"""Where an enterprise receives: nothing goes to an account that nobody but the enterprise has looked at."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.models import SettlementAccount
from anju.custody.rules import AccountStatus, Refusal
from anju.notices.models import Notice
from anju.tests.custody_world import OFFICER, an_account, payout_of, released, t_1
from anju.tests.together import together
from anju.tests.world import a_lease, enterprise_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03")]

NEW = "11001085900053000999"
BANK = "中国建设银行北京分行"
CHECKER = Actor("checker", "centre", frozenset({"account.check"}))


def proposed(lease, account_no=NEW, bank_name=BANK):
    return actions.propose_account(
        enterprise_id=lease.enterprise_id,
        account_no=account_no,
        bank_name=bank_name,
        by=enterprise_of(lease),
    )


def refused(work):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work()
    return refusal.value.code


def test_a_proposal_waits_for_an_officer_and_is_in_the_enterprises_own_name():
    lease = t_1()
    account = proposed(lease, " 1100 1085 9000 5300 0999 ")

    assert (account.name, account.account_no) == ("安居租赁有限公司", NEW)
    assert released(date(2025, 4, 1)) == []
    assert list(queries.accounts_to_check(CHECKER)) == [account]

    actions.approve_account(account_id=account.pk, by=OFFICER)

    (release,) = released(date(2025, 4, 1))
    assert payout_of(release).creditor_account == NEW
    assert Notice.objects.filter(kind="settlement_account_approved").count() == 1


def test_until_a_change_is_checked_the_old_account_receives_then_it_is_replaced():
    lease = t_1()
    old = an_account(lease.enterprise_id)
    new = proposed(lease)
    (first,) = released(date(2025, 4, 1))
    for _ in range(2):
        actions.approve_account(account_id=new.pk, by=OFFICER)
    (second,) = released(date(2025, 6, 30))

    old.refresh_from_db()
    assert (first.account, second.account) == (old, new)
    assert old.status == AccountStatus.REPLACED


def test_a_rejected_change_leaves_the_account_in_use_and_says_why():
    lease = t_1()
    old, new = an_account(lease.enterprise_id), proposed(lease)

    assert (
        refused(lambda: actions.reject_account(account_id=new.pk, because="", by=OFFICER))
        == Refusal.REASON_MISSING
    )
    for _ in range(2):
        actions.reject_account(account_id=new.pk, because="户名与营业执照不符", by=OFFICER)

    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.status, new.because) == (AccountStatus.REJECTED, "户名与营业执照不符")
    assert old.status == AccountStatus.ACTIVE
    assert Notice.objects.filter(kind="settlement_account_rejected").count() == 1


def test_nobody_checks_what_they_proposed_themselves_and_the_database_says_so_too():
    lease = a_lease()
    account = proposed(lease)
    by = enterprise_of(lease)

    assert refused(lambda: actions.approve_account(account_id=account.pk, by=by)) == (
        Refusal.SAME_PERSON
    )
    assert (
        refused(lambda: actions.reject_account(account_id=account.pk, because="不", by=by))
        == Refusal.SAME_PERSON
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        SettlementAccount.objects.filter(pk=account.pk).update(checked_by=account.proposed_by)


@pytest.mark.parametrize(
    ("account_no", "bank_name", "code"),
    [
        ("12345", BANK, Refusal.NOT_AN_ACCOUNT),
        ("６２２２０２０２００００００００", BANK, Refusal.NOT_AN_ACCOUNT),
        ("", BANK, Refusal.NOT_AN_ACCOUNT),
        (NEW, "  ", Refusal.BANK_MISSING),
        (NEW, "行" * 61, Refusal.BANK_UNREADABLE),
        (NEW, "建设银行\n北京", Refusal.BANK_UNREADABLE),
    ],
)
def test_what_is_no_account_is_refused(account_no, bank_name, code):
    lease = a_lease()

    assert refused(lambda: proposed(lease, account_no, bank_name)) == code
    assert not SettlementAccount.objects.exists()


def test_one_proposal_at_a_time_and_none_for_the_account_in_use():
    lease = a_lease()
    first = proposed(lease)

    assert proposed(lease) == first
    assert refused(lambda: proposed(lease, "11001085900053000777")) == Refusal.ONE_PROPOSAL
    for _ in range(2):
        actions.withdraw_account(account_id=first.pk, by=enterprise_of(lease))
    second = proposed(lease)
    actions.approve_account(account_id=second.pk, by=OFFICER)
    assert refused(lambda: proposed(lease)) == Refusal.SAME_ACCOUNT


@pytest.mark.django_db(transaction=True)
def test_two_officers_approving_at_the_same_time_approve_once():
    lease = a_lease()
    an_account(lease.enterprise_id)
    new = proposed(lease)

    together(*[lambda: actions.approve_account(account_id=new.pk, by=OFFICER)] * 4)

    assert SettlementAccount.objects.get(status=AccountStatus.ACTIVE) == new
    assert Notice.objects.filter(kind="settlement_account_approved").count() == 2


def test_an_enterprise_sees_its_own_accounts_only():
    mine = a_lease()
    other = a_lease(enterprise=("北辰公寓有限公司", "91110108MA01ABCD5T"))
    account = proposed(mine)
    proposed(other)

    assert list(queries.accounts_of(enterprise_of(mine))) == [account]
    assert list(queries.accounts_of(OFFICER)) == []
    assert list(queries.accounts_seen_by(enterprise_of(mine))) == []
    assert len(queries.accounts_seen_by(CHECKER)) == 2
