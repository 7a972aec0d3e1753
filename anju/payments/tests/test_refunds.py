from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK
from anju.payments import actions
from anju.payments.rules import Channel
from anju.tests.world import a_notification, a_paying_order, book


@pytest.mark.covers("CHN-03")
def test_a_refund_put_off_for_days_is_still_tried_every_hour(db):
    order = a_paying_order(channel=Channel.ALIPAY)
    a_notification(order)
    book()
    order.refresh_from_db()
    refund = actions.refund_payment(payment_id=order.payment_id, because="重复", by=CLOCK)

    for _ in range(60):
        actions.put_off_refund(refund_id=refund.pk, because="no answer", by=CLOCK)

    refund.refresh_from_db()
    assert refund.attempts == 60
    assert timedelta(minutes=59) < refund.try_at - clock.now() <= timedelta(hours=1)
