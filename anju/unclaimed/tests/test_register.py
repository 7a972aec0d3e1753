"""Money whose owner has not come stands in a register until it was paid; its owner is reminded. (BEY-14)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.ledger.queries import trial_balance
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.payments.models import BankEntry, Payout
from anju.refunds import actions as refunds
from anju.refunds.jobs import pay
from anju.refunds.models import Portion
from anju.refunds.tests.endings import ACCOUNT, bank_pays, refused
from anju.tests.world import a_bank_account, a_credit, a_paying_order, book, tenant_of
from anju.unclaimed import actions, jobs, queries
from anju.unclaimed.models import UnclaimedMoney
from anju.unclaimed.rules import Age, Class
from anju.unclaimed.tests.waiting import KEEPER, a_waiting_refund, nights, registered

pytestmark = pytest.mark.django_db


@pytest.mark.covers("BEY-14")
def test_what_has_waited_for_thirty_days_is_registered_once(days):
    portion = a_waiting_refund(days)

    nights(days, 30)
    assert not UnclaimedMoney.objects.exists()
    nights(days, 1)
    nights(days, 1)

    money = UnclaimedMoney.objects.get()
    lease = portion.case.lease
    assert (money.kind, money.about, money.amount_fen) == (
        "refund",
        lease.filing_no,
        portion.amount_fen,
    )
    assert money.person_id == lease.tenants.get().person_id
    assert money.status == "waiting"


@pytest.mark.covers("BEY-14")
def test_its_owner_is_reminded_after_30_90_and_180_days_and_then_every_year(days):
    money = registered(days)
    told = []
    for passed in (1, 20, 40, 60, 90, 200, 365, 365):
        days.be(clock.today() + timedelta(days=passed))
        jobs.keep_register(clock.today() - timedelta(days=1))
        told.append(Notice.objects.filter(kind="unclaimed_waits").count())

    assert told == [1, 1, 2, 2, 3, 3, 4, 5]
    money.refresh_from_db()
    assert money.reminders == 5
    assert len(queries.reminders_of(money)) == 5


@pytest.mark.covers("BEY-14")
def test_the_account_is_named_and_it_is_paid_by_itself_and_leaves_the_register(days):
    money = registered(days)
    portion = Portion.objects.get(pk=money.source_id)
    tenant = tenant_of(portion.case.lease)
    before = trial_balance()

    refunds.confirm_account(
        portion_id=portion.pk, payee_account=ACCOUNT[0], payee_bank=ACCOUNT[1], by=tenant
    )
    pay(timestamp=0)
    assert actions.follow(day=clock.today(), by=CLOCK)["take_up"] == 1
    bank_pays()
    pay(timestamp=0)
    assert actions.follow(day=clock.today(), by=CLOCK)["close"] == 1
    assert actions.follow(day=clock.today(), by=CLOCK)["close"] == 0

    money.refresh_from_db()
    assert (money.status, money.closed_on) == ("closed", clock.today())
    assert Payout.objects.get().amount_fen >= money.amount_fen
    assert trial_balance() != before
    assert not queries.money_found(KEEPER).exists()
    assert queries.money_found(KEEPER, closed=True).get() == money
    assert (
        refused(actions.note_attempt, money_id=money.pk, way="phone", text="无人接听", by=KEEPER)
        == "claimed_already"
    )


@pytest.mark.covers("BEY-14")
def test_an_account_that_fails_is_asked_for_again(days):
    money = registered(days)
    portion = Portion.objects.get(pk=money.source_id)
    refunds.confirm_account(
        portion_id=portion.pk,
        payee_account=ACCOUNT[0],
        payee_bank=ACCOUNT[1],
        by=tenant_of(portion.case.lease),
    )
    pay(timestamp=0)
    actions.follow(day=clock.today(), by=CLOCK)
    bank_pays(ACCOUNT[0], because="AC04")
    pay(timestamp=0)

    assert actions.follow(day=clock.today(), by=CLOCK)["fail"] == 1
    money.refresh_from_db()
    assert money.status == "waiting"


@pytest.mark.covers("BEY-14")
def test_who_meant_to_pay_by_a_transfer_that_could_not_go_back_is_reminded(days):
    order = a_paying_order()
    wrong = a_credit(order, amount="1.00")
    book()
    failed = payments.return_credit(entry_id=wrong.pk, because="金额不一致", by=KEEPER)
    payments.fail_return(end_to_end_id=failed.end_to_end_id, because="AC04", by=CLOCK)
    days.be(clock.today() + timedelta(days=31))
    jobs.keep_register(clock.today() - timedelta(days=1))

    assert UnclaimedMoney.objects.get().person_id == order.person_id
    told = Notice.objects.get(kind="unclaimed_transfer_waits")
    assert (told.person_id, told.facts["about"]) == (order.person_id, wrong.bank_ref)


@pytest.mark.covers("BEY-14")
def test_a_transfer_nobody_could_assign_is_registered_and_found_by_its_payer(days):
    a_bank_account()
    a_credit(amount="123.45", code="", text="房租", payer="王五", account="6222020200000000014")
    book()
    days.be(clock.today() + timedelta(days=31))
    jobs.keep_register(clock.today() - timedelta(days=1))
    jobs.keep_register(clock.today() - timedelta(days=1))

    money = UnclaimedMoney.objects.get()
    assert (money.kind, money.amount_fen, money.remind_on) == ("transfer", 123_45, None)
    entry = BankEntry.objects.get()
    told = queries.for_payer(entry.counterparty_name, entry.counterparty_account)
    assert told is not None
    assert (told.count, told.amount) == (1, Class.HUNDREDS)
    assert queries.for_payer("王五五", entry.counterparty_account) is None

    payments.return_credit(entry_id=entry.pk, because="无法识别", by=KEEPER)
    assert actions.follow(day=clock.today(), by=CLOCK)["take_up"] == 1


@pytest.mark.covers("BEY-14")
def test_a_name_and_a_number_tell_that_money_waits_and_no_more(days):
    portion = a_waiting_refund(days)

    told = queries.for_owner("张三", "110101199003078013")
    assert told is not None
    assert (told.count, told.amount) == (1, queries.class_of(portion.amount_fen))
    assert queries.for_owner("张三 ", "110101199003078013") == told
    assert queries.for_owner("李四", "110101199003078013") is None
    assert queries.for_owner("张三", "11010519491231002X") is None


def test_attempts_to_reach_an_owner_are_kept(days):
    money = registered(days)
    said = {"money_id": money.pk, "way": "phone", "by": KEEPER}

    first = actions.note_attempt(text="无人接听", **said)
    assert actions.note_attempt(text="无人接听", **said) == first
    assert refused(actions.note_attempt, text=" ", **said) == "note_empty"
    actions.note_attempt(text="已联系上，将于今日登记账户", **said)

    assert next(note.text for note in queries.notes_of(money)) == "已联系上，将于今日登记账户"


def test_the_classes_of_age_add_up_to_the_list(days):
    money = registered(days)
    nights_later = clock.today() + timedelta(days=60)
    days.be(nights_later)
    classes = {one.age: one for one in queries.age_classes(KEEPER)}

    assert classes[Age.QUARTER].count == 1
    assert classes[Age.QUARTER].fen == money.amount_fen
    assert sum(one.count for one in classes.values()) == queries.money_found(KEEPER).count()
    assert queries.money_found(KEEPER, age=Age.QUARTER).get() == money
    assert not queries.money_found(KEEPER, age=Age.NEW).exists()
    assert not queries.money_seen_by(CLOCK).exists()
