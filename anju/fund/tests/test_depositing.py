"""From what a home owes to its account, to the cent. (manual 002, 2.4 and 4)"""

from datetime import date

import pytest

from anju.core.actors import CLOCK, Actor
from anju.core.numbers import has_luhn
from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.models import Deposit
from anju.fund.rules import DepositKind, Status
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_home,
    an_account,
    book,
    books_balance,
    due,
    first_deposited,
    fresh,
    is_told_paid,
    receive,
    signed_in,
    spend,
    start,
    the_fund_bank,
)
from anju.homes.actions import OwnerTerms
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.orders import actions as orders
from anju.payments import actions as payments
from anju.payments.models import ProviderNotification, Refund
from anju.payments.rules import Channel
from anju.people import actions as people

pytestmark = pytest.mark.django_db


def refusal(work, **arguments):
    before = Deposit.objects.count()
    with pytest.raises(Refused) as no:
        work(**arguments)
    assert Deposit.objects.count() == before
    return no.value.code


def test_a_first_deposit_is_in_transit_when_paid_and_in_the_account_when_the_bank_credits_it():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    assert (deposit.kind, deposit.amount_fen) == (DepositKind.FIRST, 18_000_00)
    payment = start(deposit, wang)
    assert fresh(deposit).status == Status.PAYING
    is_told_paid(payment)
    is_told_paid(payment)
    book()
    assert (fresh(deposit).status, fresh(deposit).person_id) == (Status.PAID, wang.person_id)
    assert (balance_fen("transit:alipay:bob"), balance_fen(account.pot)) == (18_000_00, 0)
    assert due(account).kind is None


def test_movements_tell_the_balance_after_each():
    account, wang = an_account(), signed_in(WANG)
    deposit = first_deposited(account, wang)
    assert deposit.status == Status.DEPOSITED
    spend(account, 5_000_00)
    told = queries.movements(account)
    assert [(m.in_fen, m.out_fen, m.balance_fen) for m in told] == [
        (0, 5_000_00, 13_000_00),
        (18_000_00, 0, 18_000_00),
    ]
    assert told[1].reason_label == "维修资金交存"
    assert list(queries.deposits_of(wang)) == [deposit]
    assert balance_fen("transit:alipay:bob") == 0
    assert prove().holds
    assert books_balance()


@pytest.mark.covers("OWN-21")
def test_a_top_up_is_asked_for_below_thirty_percent():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    spend(account, 12_600_00)
    assert refusal(actions.demand_deposit, account_id=account.pk, by=wang) == "nothing_to_deposit"
    spend(account, 1)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    assert (deposit.kind, deposit.amount_fen) == (DepositKind.TOP_UP, 12_600_01)


def test_a_smaller_area_makes_a_refund_due_at_the_counter():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    actions.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    assert due(account).refund_fen == 400_00
    assert refusal(actions.demand_deposit, account_id=account.pk, by=wang) == "refund_due"
    assert (
        refusal(actions.deposit_voluntarily, account_id=account.pk, amount_fen=1, by=wang)
        == "refund_due"
    )


def test_another_area_closes_what_was_asked_and_late_money_for_it_goes_back():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    payment = start(deposit, wang)
    actions.correct_area(account_id=account.pk, area_hundredths=91_00, by=DEPARTMENT)
    assert (fresh(deposit).status, fresh(payment).close_wanted) == (Status.CLOSED, True)
    is_told_paid(payment)
    book()
    assert Refund.objects.get().amount_fen == 18_000_00
    assert actions.demand_deposit(account_id=account.pk, by=wang).amount_fen == 18_200_00


def test_sold_public_housing_is_paid_by_its_unit_until_it_is_resold():
    unit = people.record_organisation(
        name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=DEPARTMENT
    )
    account = an_account(kind="sold_public", selling_unit_id=unit.pk)
    wang, zhao = signed_in(WANG), signed_in(ZHAO)
    assert refusal(actions.demand_deposit, account_id=account.pk, by=wang) == "sold_public"
    actions.sell_home(account_id=account.pk, owners=[WANG], by=DEPARTMENT)
    assert not fresh(account).completes
    actions.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    deposit = first_deposited(account, zhao)
    assert (deposit.kind, deposit.amount_fen) == (DepositKind.COMPLETION, 18_000_00)
    assert (balance_fen(account.pot), balance_fen(account.unit_pot)) == (18_000_00, 0)
    assert queries.balance_fen(account) == 18_000_00


@pytest.mark.covers("IDN-20")
def test_a_home_is_somebodys_by_name_and_number_and_a_sale_takes_the_account_along():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    first_deposited(account, wang)
    assert list(queries.homes_of(wang)) == [account]
    assert not queries.homes_of(Actor("nobody", "public")).exists()
    actions.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    assert (list(queries.homes_of(wang)), list(queries.homes_of(zhao))) == ([], [account])
    assert queries.balance_fen(account) == 18_000_00
    actions.sell_home(
        account_id=account.pk, owners=[OwnerTerms("赵七", ZHAO.id_number)], by=DEPARTMENT
    )
    assert not queries.homes_of(zhao).exists()
    assert [deposit.kind for deposit in queries.deposits_seen_by(wang)] == [DepositKind.FIRST]
    assert not queries.deposits_seen_by(zhao).exists()


def test_anybody_may_pay_for_anothers_home():
    account, zhao = an_account(), signed_in(ZHAO)
    deposit = first_deposited(account, zhao)
    assert (deposit.person_id, deposit.owner_name) == (zhao.person_id, "王五")
    assert list(queries.deposits_seen_by(signed_in(WANG))) == [deposit]


def test_a_notice_has_a_drawn_number_that_checks_itself():
    account = an_account()
    notice = actions.issue_notice(account_id=account.pk, owner_name="王五", by=DEPARTMENT)
    assert (notice.no[:2], notice.no[10:12], len(notice.no)) == ("WX", "05", 21)
    assert has_luhn(notice.no[2:])
    assert actions.demand_deposit(account_id=account.pk, by=signed_in(WANG)) == notice


def test_what_was_told_wrongly_pays_nothing():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    payment = start(deposit, wang)
    is_told_paid(payment, amount_fen=1)
    is_told_paid(payment, payment_no="no-such", trade_no="T1")
    orders.book_notifications(limit=10, by=CLOCK)
    assert ProviderNotification.objects.filter(status="new").count() == 2
    book()
    assert ProviderNotification.objects.filter(status="set_aside").count() == 2
    assert fresh(deposit).status == Status.PAYING
    assert balance_fen("transit:alipay:bob") == 0


def test_a_deposit_waits_again_when_its_payment_is_closed():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    payment = start(deposit, wang)
    assert start(deposit, wang) == payment
    assert actions.end_payments(limit=10, by=CLOCK) == 0
    payments.close_payment(payment_id=payment.pk, because="超过3分钟未支付", by=CLOCK)
    assert actions.end_payments(limit=10, by=CLOCK) == 1
    assert fresh(deposit).status == Status.AWAITING
    assert start(deposit, wang) != payment


def test_what_is_not_owed_any_more_cannot_be_paid_by_its_notice():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    spend(account, 12_600_01)
    notice = actions.issue_notice(account_id=account.pk, owner_name="王五", by=DEPARTMENT)
    receive(account, 1)
    pay = {"deposit_id": notice.pk, "channel": Channel.ALIPAY, "by": wang}
    assert refusal(actions.start_payment, **pay) == "nothing_to_deposit"
    spend(account, 100_00)
    assert actions.start_payment(**pay).amount_fen == 12_600_01, "as it was printed"
    more = actions.deposit_voluntarily(account_id=account.pk, amount_fen=1_00, by=wang)
    actions.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    pay["deposit_id"] = more.pk
    assert refusal(actions.start_payment, **pay) == "refund_due"


def test_an_old_home_without_its_price_says_that_the_price_is_missing():
    old = {"contract_on": date(2008, 1, 31)}
    account, wang = an_account(**old), signed_in(WANG)
    assert refusal(actions.demand_deposit, account_id=account.pk, by=wang) == "price_missing"
    priced = an_account(**old, price_fen=1_000_000_25)
    deposit = actions.demand_deposit(account_id=priced.pk, by=wang)
    assert (deposit.kind, deposit.amount_fen) == (DepositKind.FIRST, 20_000_01)


@pytest.mark.covers("OWN-22")
def test_who_says_it_is_paid_has_the_provider_asked():
    account, wang = an_account(), signed_in(WANG)
    payment = start(actions.demand_deposit(account_id=account.pk, by=wang), wang)
    deposit = actions.ask_whether_paid(deposit_id=Deposit.objects.get().pk, by=wang)
    assert (deposit.status, fresh(payment).news_wanted) == (Status.PAYING, True)


def test_what_cannot_be_is_refused():
    account, wang = an_account(), signed_in(WANG)
    assert (
        refusal(actions.deposit_voluntarily, account_id=account.pk, amount_fen=0, by=wang)
        == "amount_missing"
    )
    deposit = actions.deposit_voluntarily(account_id=account.pk, amount_fen=50_00, by=wang)
    transfer = {"deposit_id": deposit.pk, "channel": Channel.BANK_TRANSFER, "by": wang}
    assert refusal(actions.start_payment, **transfer) == "by_code_only"
    for _ in range(2):
        actions.close_deposit(deposit_id=deposit.pk, because="", by=DEPARTMENT)
    assert refusal(actions.start_payment, **transfer | {"channel": "alipay"}) == "not_open"
    home = a_home(mode="self_managed")
    opening = {"dwelling_id": home.pk, "bank": "bob", "by": DEPARTMENT}
    assert refusal(actions.open_account, **opening) == "self_managed"
    opening = {"dwelling_id": a_home().pk, "bank": "ccb", "by": DEPARTMENT}
    assert refusal(actions.open_account, **opening) == "unknown_fund_bank"
    the_fund_bank()
