import pytest

from anju.core.models import Event
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders.rules import Status
from anju.payments.models import BankEntry, CreditReturn
from anju.tests.world import a_credit, a_paying_order, book

pytestmark = pytest.mark.django_db


@pytest.mark.covers("PAY-06", "PAY-08", "CHN-04", "ORD-02")
def test_an_exact_credit_puts_deposit_and_rent_in_custody_at_once():
    order = a_paying_order()
    credit = a_credit(order)

    book()

    order.refresh_from_db()
    credit.refresh_from_db()
    lease = order.lease
    assert order.status == Status.IN_CUSTODY
    assert (credit.status, credit.payment_id) == ("matched", order.payment_id)
    assert balance_fen(lease.deposit_pot) == 4000_00
    assert balance_fen(lease.rent_pot) == 24000_00
    assert balance_fen("world:ccb") == -28000_00
    told = Notice.objects.get(kind="in_custody")
    assert told.facts["amount"] == "28,000.00"
    assert told.person_id == lease.tenants.get().person_id
    moves = Event.objects.filter(kind="orders.order", record_id=order.pk).order_by("pk")
    assert [event.move for event in moves] == ["start_payment", "take_into_custody"]


@pytest.mark.covers("CHN-04", "PAY-10")
@pytest.mark.parametrize("amount", ["27999.99", "28000.01"])
def test_a_fen_more_or_less_goes_into_suspense_and_pays_nothing(amount):
    order = a_paying_order()
    credit = a_credit(order, amount=amount)

    book()

    order.refresh_from_db()
    credit.refresh_from_db()
    assert order.status == Status.PAYING
    assert credit.status == "set_aside"
    assert credit.return_due_on is not None
    assert "金额不一致" in credit.because
    assert balance_fen(order.lease.deposit_pot) == 0
    assert balance_fen("suspense:ccb") == credit.amount_fen
    assert not Notice.objects.filter(kind="in_custody").exists()


@pytest.mark.covers("PAY-10")
def test_a_second_credit_for_a_paid_order_is_returned_to_its_payer():
    order = a_paying_order()
    first, second = a_credit(order), a_credit(order)

    book()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("matched", "set_aside")
    assert BankEntry.objects.filter(return_due_on__isnull=False).get() == second
    assert balance_fen(order.lease.deposit_pot) == 4000_00
    assert balance_fen("suspense:ccb") == 28000_00
    assert not CreditReturn.objects.exists()
