"""As `test_anything_in_any_order`, while leases are changed and their deposits go over into renewals as well."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, stateful
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from anju.contracts.queries import bills_of
from anju.core import clock
from anju.custody import queries as held
from anju.custody.jobs import carry_over_deposits
from anju.custody.models import CarryOver
from anju.ledger.queries import balance_fen
from anju.refunds.tests.test_anything_in_any_order import Ends, allowed, pick
from anju.tests.renewals import a_carry_over, a_renewal, change, consented, replanned

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class EndsAndRenewals(Ends):
    def __init__(self):
        super().__init__()
        self.renewals = {}

    @rule(number=pick, days=st.integers(0, 6), deposit=st.sampled_from(["3000.00", "4000.00"]))
    def renew_with_the_deposit(self, number, days, deposit):
        lease = self.lease(number)
        starts_on = max(clock.today(), lease.starts_on + timedelta(days=1)) + timedelta(days=days)
        if lease.pk not in self.renewals:
            self.renewals[lease.pk] = a_renewal(lease, starts_on=starts_on, deposit=deposit)
        with allowed, transaction.atomic():
            consented(a_carry_over(lease, self.renewals[lease.pk]))

    @rule(number=pick, rent=st.sampled_from(["4000.00", "4400.00"]))
    def change_the_lease(self, number, rent):
        lease = self.lease(number)
        before = held.holdings(lease.pk)
        with allowed, transaction.atomic():
            change(lease, **replanned(lease, 1, rent, 6, 12))
        assert held.holdings(lease.pk) == before

    @rule()
    def deposits_go_over(self):
        carry_over_deposits(timestamp=0)

    @invariant()
    def a_deposit_is_with_one_lease(self):
        for lease_id, renewal in self.renewals.items():
            went = CarryOver.objects.filter(from_lease=lease_id, status="carried").first()
            carried = went.amount_fen if went else 0
            assert balance_fen(renewal.deposit_pot) == carried
            assert held.holdings(renewal.pk).deposit_fen == carried
            comes = CarryOver.objects.filter(from_lease=lease_id, status__in=["agreed", "carried"])
            coming = sum(comes.values_list("amount_fen", flat=True))
            billed = bills_of(renewal).filter(kind="deposit").values_list("amount_fen", flat=True)
            assert coming + sum(billed) == renewal.deposit_fen


@pytest.mark.covers("REF-11", "LED-02", "CON-13")
def test_whatever_is_changed_and_renewed_every_ended_lease_has_empty_pots(monkeypatch):
    Ends.monkeypatch = monkeypatch
    checks = settings(
        max_examples=8,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    stateful.run_state_machine_as_test(EndsAndRenewals, settings=checks)
