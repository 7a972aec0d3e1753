"""The end of a lease: what is held stays, and what is paid out leaves once."""

from datetime import date

import pytest
from django.db import transaction

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.models import Lot, SettlementAccount
from anju.custody.rules import LotStatus, Refusal
from anju.tests.custody_world import (
    an_account,
    released,
    t_1,
    the_bank_gives_back,
    the_bank_pays,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03", "CTR-04")]

FIRST = date(2025, 4, 1)


# The end of a lease


def test_what_ends_a_lease_takes_the_lots_it_pays_out_and_no_others():
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_pays(*released(FIRST))
    actions.begin_ending(lease_id=lease.pk, because="到期", by=CLOCK)
    held = queries.holdings(lease.pk)

    ended = actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)

    assert sum(lot.amount_fen for lot in ended) == 16_000_00
    assert queries.holdings(lease.pk).lots == ()
    assert {lot.left_on for lot in Lot.objects.filter(status=LotStatus.ENDED)} == {clock.today()}
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)
    assert refused.value.code == Refusal.NOT_HELD


def test_a_lease_does_not_end_while_some_of_its_rent_is_on_its_way():
    lease = t_1()
    an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    actions.begin_ending(lease_id=lease.pk, because="解约", by=CLOCK)
    held = queries.holdings(lease.pk)

    assert not held.is_at_rest
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=held.lot_ids, because="退款", by=CLOCK)
    assert refused.value.code == Refusal.RELEASE_UNDER_WAY
    assert Lot.objects.filter(status=LotStatus.ENDED).count() == 0

    the_bank_pays(release)
    assert queries.holdings(lease.pk).is_at_rest


def test_a_release_given_back_after_its_lease_was_settled_goes_to_the_enterprise_again():
    lease = t_1()
    account = an_account(lease.enterprise_id)
    (release,) = released(FIRST)
    the_bank_pays(release)
    actions.begin_ending(lease_id=lease.pk, because="到期", by=CLOCK)
    lot_ids = queries.holdings(lease.pk).lot_ids
    with transaction.atomic():
        actions.end_lots(lease_id=lease.pk, lot_ids=lot_ids, because="退款", by=CLOCK)
        actions.lift_ending(lease_id=lease.pk, because="已结清", by=CLOCK)
    the_bank_gives_back(release)
    SettlementAccount.objects.filter(pk=account.pk).update(not_before=None)

    assert [made.principal_fen for made in released(FIRST)] == [12_000_00]
