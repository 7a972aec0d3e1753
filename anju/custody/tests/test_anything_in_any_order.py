"""Whatever happens in whatever order: lots add up to what was paid, no fen is lost, nothing falls below zero."""

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.core.refusals import Refused
from anju.custody import actions, queries
from anju.custody.interest import interest_fen
from anju.custody.models import Hold, Lot, Release, SettlementAccount
from anju.custody.rules import HoldReason, HoldStatus, LotStatus, ReleaseStatus
from anju.ledger.queries import balance_fen, trial_balance
from anju.tests.custody_world import (
    OFFICER,
    an_account,
    paid_in,
    released,
    the_bank_gives_back,
    the_bank_paid_interest,
    the_bank_pays,
    the_bank_refuses,
)
from anju.tests.renewals import change, replanned
from anju.tests.world import a_lease, instalments

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.covers("ENT-03", "CTR-04")]
DAY = timedelta(days=1)

leases = st.fixed_dictionaries(
    {
        "starts_on": st.dates(
            date(2024, 10, 21), date(2025, 12, 31)
        ),  # paid 20 days before: a rate is known
        "months": st.integers(4, 14),
        "monthly_rent": st.sampled_from(["0.07", "1999.99", "4000.00", "33333.33"]),
        "each": st.integers(4, 12),
    }
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("days"), st.integers(1, 60)),
        st.tuples(st.sampled_from(["run", "pays", "refuses", "returns", "hold", "lift"])),
        st.tuples(st.just("interest"), st.sampled_from(["0.01", "1.00", "100.00"])),
        st.tuples(
            st.just("change"), st.sampled_from([1, 2, 6]), st.sampled_from(["3000.00", "0.03"])
        ),
    ),
    max_size=12,
)


class Story:
    """One lease with its first instalment in custody, and a day that goes on."""

    def __init__(self, terms, late):
        terms = terms | {"months": max(terms["months"], terms["each"])}
        self.lease = a_lease(
            **terms,
            ends_on=add_months(terms["starts_on"], terms["months"]) - DAY,
            deposit="0.00",
            instalments=tuple(
                instalments(
                    terms["starts_on"], terms["months"], terms["monthly_rent"], terms["each"]
                )
            ),
        )
        self.day = terms["starts_on"] + late * DAY
        paid_in(self.lease, "first", on=self.day)
        self.paid_fen = self.lease.bills.get(number=1).amount_fen
        self.account = an_account(self.lease.enterprise_id)

    def days(self, count):
        self.day += count * DAY

    def run(self):
        released(self.day)

    def pays(self):
        the_bank_pays(*Release.objects.filter(status=ReleaseStatus.INSTRUCTED))

    def refuses(self):
        the_bank_refuses(*Release.objects.filter(status=ReleaseStatus.INSTRUCTED))
        self.account_is_in_order()

    def returns(self):
        for release in Release.objects.filter(status=ReleaseStatus.DONE)[:1]:
            the_bank_gives_back(release)
        self.account_is_in_order()

    def account_is_in_order(self):
        self.account.refresh_from_db()
        if self.account.status == "doubtful":
            actions.confirm_account(account_id=self.account.pk, by=CLOCK)
        SettlementAccount.objects.filter(pk=self.account.pk).update(not_before=None)

    def hold(self):
        actions.hold_releases(
            lease_id=self.lease.pk,
            reason=HoldReason.AUTHORITY,
            document_no="1",
            note="",
            by=OFFICER,
        )

    def lift(self):
        for hold in Hold.objects.filter(status=HoldStatus.IN_FORCE):
            actions.lift_hold(hold_id=hold.pk, because="已解除", by=OFFICER)

    def interest(self, amount):
        the_bank_paid_interest(amount)

    def change(self, each, rent):
        """What is paid for stays as it is, and so do its lots; the rest of the lease is planned anew."""
        before = list(Lot.objects.order_by("pk").values())
        months = self.lease.bills.filter(kind="rent").count() * 12
        with contextlib.suppress(Refused), transaction.atomic():
            change(self.lease, **replanned(self.lease, 1, rent, each, months))
        assert list(Lot.objects.order_by("pk").values()) == before

    def check(self):
        lots = Lot.objects.filter(lease=self.lease)
        by_status = dict.fromkeys(LotStatus, 0)
        for lot in lots:
            by_status[LotStatus(lot.status)] += lot.amount_fen
        assert sum(by_status.values()) == self.paid_fen
        assert by_status[LotStatus.HELD] == balance_fen(self.lease.rent_pot)
        assert queries.days_that_differ() == []
        held = queries.holdings(self.lease.pk)
        assert held.rent_fen == by_status[LotStatus.HELD]
        assert held.releasing_fen == by_status[LotStatus.RELEASING]
        standing = Release.objects.filter(status__in=[ReleaseStatus.INSTRUCTED, ReleaseStatus.DONE])
        gone_fen = sum(release.principal_fen for release in standing)
        assert gone_fen + held.rent_fen == self.paid_fen
        totals = {line.kind: line.balance_fen for line in trial_balance()}
        assert sum(totals.values()) == 0
        assert all(fen >= 0 for kind, fen in totals.items() if kind != "world")
        assert totals.get("lease_interest", 0) == 0
        until = self.day + 400 * DAY
        owed = queries.owed_fen(self.lease.bank_account_id)
        paid = sum(release.interest_fen for release in standing)
        assert owed >= 0 and paid >= 0 and queries.interest_of(held.lots, "rent", until) >= 0


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terms=leases, late=st.integers(-20, 120), path=steps)
def test_released_and_held_make_what_was_paid_whatever_happens(db, terms, late, path):
    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            story = Story(terms, late)
            story.check()
            for step, *arguments in path:
                getattr(story, step)(*arguments)
                story.check()
            finish(story)
            raise Undo
    except Undo:
        pass


def finish(story):
    """However it went: once nothing holds it, all rent reaches the enterprise, each lot with all its interest."""
    story.lift()
    story.refuses()
    story.day = max(story.day, story.lease.ends_on)
    story.interest("10000.00")
    for _ in range(2):  # the rent, and what was owed of it
        story.run()
        story.pays()
        story.days(1)
    story.check()
    assert balance_fen(story.lease.rent_pot) == 0
    assert queries.owed_fen(story.lease.bank_account_id) == 0
    for lot in Lot.objects.all():
        paid = lot.lines.filter(release__status=ReleaseStatus.DONE)
        assert lot.status == LotStatus.RELEASED
        assert sum(line.principal_fen for line in paid) == lot.amount_fen
        assert sum(line.interest_fen for line in paid) == interest_fen(
            lot.amount_fen, lot.value_on, lot.left_on, queries.rates()
        )
