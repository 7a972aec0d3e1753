from typing import Any

from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.custody import rules
from anju.payments.rules import bank_reason

LOOSE: dict[str, Any] = {"related_name": "+", "db_constraint": False, "db_index": False}


class InterestRate(models.Model):
    """What a year's interest is from a day on, in parts per million. Only added to; the database refuses any change."""

    from_on = models.DateField(unique=True)
    rate_ppm = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    @property
    def percent(self) -> str:
        """As people read it: 500 → 0.0500 %."""
        return f"{self.rate_ppm // 10_000}.{self.rate_ppm % 10_000:04} %"


class Arrival(models.Model):
    """A bill whose money has just come into custody and which has no lots yet: a job makes them a moment later.

    It is written while money is booked, so nothing is looked up or locked for it. (docs/decisions: release)
    """

    bill = models.OneToOneField(
        "contracts.Bill", models.PROTECT, primary_key=True, db_constraint=False, related_name="+"
    )
    booked_at = models.DateTimeField(help_text="by the bank")


class Lot(models.Model):
    """A part of a lease's money in custody that leaves it as one: the deposit, or one rent month of a paid bill.

    It earns interest from the day the bank booked it to the day it leaves. The enterprise, the bank account and what
    it is for are those of the lease when it came in.
    """

    lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+", db_index=False)
    bill = models.ForeignKey("contracts.Bill", models.PROTECT, related_name="+", db_index=False)
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, **LOOSE)
    kind = models.CharField(max_length=10, choices=rules.LotKind)
    number = models.PositiveSmallIntegerField(help_text="within its bill, from 1")
    from_on = models.DateField(null=True, help_text="the first day it pays for")
    to_on = models.DateField(null=True, help_text="the last day it pays for")
    amount_fen = models.BigIntegerField()
    value_on = models.DateField(help_text="the day the bank booked it: interest begins")
    release_on = models.DateField(null=True, help_text="never, for a deposit")
    left_on = models.DateField(null=True, help_text="the day it left custody: interest ends")
    status = models.CharField(max_length=20, choices=rules.LotStatus, default=rules.LotStatus.HELD)
    MOVES = rules.LOT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.LotStatus),
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["bill", "number"], name="custody_lot_once"),
            models.CheckConstraint(
                condition=Q(
                    kind="rent",
                    from_on__isnull=False,
                    to_on__isnull=False,
                    release_on__gt=models.F("value_on"),
                )
                | Q(
                    kind="deposit",
                    from_on__isnull=True,
                    to_on__isnull=True,
                    release_on__isnull=True,
                ),
                name="custody_lot_deposits_are_not_released",
            ),
            models.CheckConstraint(
                condition=Q(status="held", left_on__isnull=True)
                | (~Q(status="held") & Q(left_on__gte=models.F("value_on"))),
                name="custody_lot_left_unless_held",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "id"], name="custody_lot_of_lease"),
            models.Index(
                fields=["enterprise", "release_on", "bank_account"],
                condition=Q(status="held", release_on__isnull=False),
                name="custody_lot_to_release",
            ),
        ]


class LotDay(models.Model):
    """What lots came into custody at a bank on a day, what left it, and what the latter had earned by then.

    Written by the database with every lot (`sql/0004_days.sql`), some rows for a day until `fold_days` puts them
    together. Not counted is what was carried over, and what left within a day: it earns nothing here.
    """

    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, **LOOSE)
    day = models.DateField()
    came_fen = models.BigIntegerField()
    left_fen = models.BigIntegerField()
    earned_parts = models.DecimalField(
        max_digits=40,
        decimal_places=0,
        help_text="by what left, in all its time: fen × parts per million × days",
    )

    class Meta:
        indexes = [models.Index(fields=["bank_account", "day"], name="custody_lotday_of_account")]


class Hold(models.Model):
    """What stops the releases of one lease or of all leases of an enterprise; they gather meanwhile, none is lost."""

    lease = models.ForeignKey(
        "contracts.Lease", models.PROTECT, null=True, related_name="+", db_index=False
    )
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=20, choices=rules.HoldReason)
    document_no = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    until_on = models.DateField(null=True, help_text="the last day; empty: until it is lifted")
    status = models.CharField(
        max_length=20, choices=rules.HoldStatus, default=rules.HoldStatus.IN_FORCE
    )
    MOVES = rules.HOLD_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.HoldStatus),
            models.CheckConstraint(
                condition=Q(reason__in=rules.HoldReason.values),
                name="custody_hold_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(lease__isnull=True) ^ Q(enterprise__isnull=True),
                name="custody_hold_of_one",
            ),
            models.CheckConstraint(
                condition=Q(reason="ending", lease__isnull=False) | ~Q(document_no=""),
                name="custody_hold_names_its_document",
            ),
            models.UniqueConstraint(
                fields=["lease"],
                condition=Q(reason="ending", status="in_force"),
                name="custody_hold_ends_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"],
                condition=Q(reason__in=["authority", "judicial"]),
                name="custody_hold_ordered",
            ),
            models.Index(
                fields=["lease"],
                condition=Q(status="in_force", lease__isnull=False),
                name="custody_hold_of_lease",
            ),
            models.Index(
                fields=["enterprise"],
                condition=Q(status="in_force", enterprise__isnull=False),
                name="custody_hold_of_enterprise",
            ),
        ]


class CarryOver(models.Model):
    """The deposit of one lease goes over into the lease that renews it (押金结转), by consent of all tenants. (A9.2)"""

    from_lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+")
    to_lease = models.ForeignKey("contracts.Lease", models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    begins_on = models.DateField(help_text="the first day of the new lease: then it goes over")
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    agreed_at = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    status = models.CharField(
        max_length=20, choices=rules.CarryOverStatus, default=rules.CarryOverStatus.PROPOSED
    )
    MOVES = rules.CARRY_OVER_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.CarryOverStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=~Q(from_lease=models.F("to_lease")), name="custody_carryover_of_two"
            ),
            models.UniqueConstraint(
                fields=["from_lease"],
                condition=~Q(status="cancelled"),
                name="custody_carryover_out_of_a_lease_once",
            ),
            models.UniqueConstraint(
                fields=["to_lease"],
                condition=~Q(status="cancelled"),
                name="custody_carryover_into_a_lease_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "cancelled"]) | Q(agreed_at__isnull=False),
                name="custody_carryover_is_agreed_first",
            ),
        ]
        indexes = [
            models.Index(
                fields=["begins_on"], condition=Q(status="agreed"), name="custody_carryover_due"
            ),
        ]


class Consent(models.Model):
    """That one tenant, signed in, agrees to a deposit being carried over. Only added to."""

    carry_over = models.ForeignKey(CarryOver, models.PROTECT, related_name="consents")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organisation__isnull=False),
                name="custody_consent_of_one",
            ),
            models.UniqueConstraint(
                fields=["carry_over", "person"], name="custody_consent_person_once"
            ),
            models.UniqueConstraint(
                fields=["carry_over", "organisation"], name="custody_consent_organisation_once"
            ),
        ]


class SettlementAccount(models.Model):
    """Where an enterprise receives what is released to it, in its own name. (rule A5.12)"""

    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    name = EncryptedTextField()
    account_no = EncryptedTextField()
    bank_name = models.CharField(max_length=120)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True, help_text="why it was not approved")
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="bank days in a row on which releases to it failed"
    )
    not_before = models.DateField(null=True, help_text="after a failure: when to try again")
    status = models.CharField(
        max_length=20, choices=rules.AccountStatus, default=rules.AccountStatus.PROPOSED
    )
    MOVES = rules.ACCOUNT_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.AccountStatus),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(status__in=rules.IN_USE),
                name="custody_settlementaccount_one_in_use",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(status="proposed"),
                name="custody_settlementaccount_one_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=models.F("proposed_by")),
                name="custody_settlementaccount_checked_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-id"], name="custody_settlementaccount_of"),
        ]


class Release(models.Model):
    """What was paid to an enterprise from one bank account at one time: some lots of rent with their interest."""

    no = models.CharField(max_length=32, unique=True)
    kind = models.CharField(
        max_length=10, choices=rules.ReleaseKind, default=rules.ReleaseKind.RENT
    )
    enterprise = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    bank_account = models.ForeignKey("payments.BankAccount", models.PROTECT, related_name="+")
    account = models.ForeignKey(SettlementAccount, models.PROTECT, related_name="releases")
    day = models.DateField(help_text="the day it left custody: interest ends the day before")
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    lot_count = models.PositiveIntegerField()
    instructed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True, help_text="why it failed")
    status = models.CharField(
        max_length=20, choices=rules.ReleaseStatus, default=rules.ReleaseStatus.INSTRUCTED
    )
    MOVES = rules.RELEASE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ReleaseStatus),
            models.CheckConstraint(
                condition=Q(kind="rent", principal_fen__gt=0, interest_fen__gte=0)
                | Q(kind="interest", principal_fen=0, interest_fen__gt=0),
                name="custody_release_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-id"], name="custody_release_of_enterprise"),
            models.Index(fields=["day"], name="custody_release_of_day"),
        ]

    @property
    def amount_fen(self) -> int:
        return self.principal_fen + self.interest_fen

    @property
    def reason(self) -> str:
        """Why the bank did not pay, as people read it."""
        return bank_reason(self.because)


class ReleaseLine(models.Model):
    """One lot of a release: what it paid. The database refuses any change."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="lines", db_index=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="lines")
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    days = models.PositiveIntegerField(help_text="for which interest was counted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "lot"], name="custody_releaseline_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0),
                name="custody_releaseline_not_negative",
            ),
        ]


class InterestOwed(models.Model):
    """Interest of a released lot that the bank had not paid us yet: it follows when there is enough."""

    line = models.OneToOneField(ReleaseLine, models.PROTECT, related_name="owed")
    amount_fen = models.BigIntegerField()
    paid_by = models.ForeignKey(Release, models.PROTECT, null=True, related_name="owed_before")
    status = models.CharField(
        max_length=20, choices=rules.OwedStatus, default=rules.OwedStatus.OWED
    )
    MOVES = rules.OWED_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.OwedStatus),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=Q(status__in=("paying", "paid"), paid_by__isnull=False)
                | Q(status__in=("owed", "dropped")),
                name="custody_interestowed_paid_by_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(status="owed"),
                name="custody_interestowed_to_pay",
            )
        ]
