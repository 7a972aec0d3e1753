"""Many at the same second: one receipt, one number at the platform, one message. (CHN-08)"""

import pytest

from anju.notices.models import Notice
from anju.receipts import actions
from anju.receipts.models import Receipt
from anju.receipts.rules import Status
from anju.receipts.tests.things import PURPOSE, STAFF, a_payer, again, platform, request, send
from anju.tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.covers("CHN-08")]


def test_six_requests_are_one_receipt(sandbox):
    payer = a_payer()
    made = together(*[lambda: request(payer=payer)] * 6)
    assert len({one.pk for one in made}) == Receipt.objects.count() == 1
    send()
    assert len(platform(sandbox)) == 1


def test_two_workers_that_both_send_have_one_receipt_issued_and_tell_once(sandbox):
    receipt = request()
    together(send, send)
    assert again(receipt).status == Status.ISSUED
    assert len(platform(sandbox)) == Notice.objects.filter(kind="receipt_issued").count() == 1


def test_of_a_paper_and_an_e_receipt_one_is_there(sandbox):
    payer = a_payer()
    together(
        lambda: request(payer=payer),
        lambda: actions.record_paper_receipt(
            purpose=PURPOSE, paper_no="1", amount_fen=17_912_00, by=STAFF
        ),
    )
    assert Receipt.objects.get().status in (Status.REQUESTED, Status.PAPER)
