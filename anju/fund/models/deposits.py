from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.fund import rules


class Account(models.Model):
    """分户账: the maintenance fund of one home, one account whoever owns it. Its money stands in the ledger.

    `first_fen` is what was paid as its first deposit; `completes` says that sold public housing was resold and has
    to come up to the commercial standard. (rules B2.8, B3.1, B9.1)
    """

    dwelling = models.OneToOneField("homes.Dwelling", models.PROTECT, related_name="+")
    bank_account = models.ForeignKey(
        "payments.BankAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    first_fen = models.BigIntegerField(default=0)
    completes = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_fen__gte=0), name="fund_account_first_is_not_negative"
            )
        ]

    @property
    def pot(self) -> str:
        return f"home:{self.dwelling_id}"

    @property
    def unit_pot(self) -> str:
        return f"home:{self.dwelling_id}:unit"

    @property
    def frozen_pot(self) -> str:
        """What of it was promised to repairs, and is still the home's. It is opened when something is frozen."""
        return f"{self.pot}:frozen"

    @property
    def unit_frozen_pot(self) -> str:
        return f"{self.unit_pot}:frozen"


class Deposit(models.Model):
    """交存单: what one home is asked to deposit, or deposits of its own will; `no` is its 业务流水号.

    What is owed stands in one open deposit, whoever asks for it. 分摊款 is asked for by its `cause` beside that;
    of what was paid so much as `free_fen` was not needed, and may go back. `person` or `organisation` is who paid;
    both are empty until then, and stay so where somebody paid without signing in.
    """

    no = models.CharField(max_length=24, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="deposits", db_index=False)
    kind = models.CharField(max_length=20, choices=rules.DepositKind)
    amount_fen = models.BigIntegerField()
    owner_name = EncryptedTextField()
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.AWAITING)
    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    cause = models.CharField(
        max_length=60, blank=True, db_default="", help_text="for what 分摊款 is asked"
    )
    free_fen = models.BigIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.CheckConstraint(
                condition=models.Q(kind__in=rules.DepositKind.values),
                name="fund_deposit_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(organisation__isnull=True),
                name="fund_deposit_one_payer",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["paid", "deposited"])
                | models.Q(payment__isnull=False, paid_at__isnull=False),
                name="fund_deposit_paid_by_a_payment",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(status__in=["awaiting", "paying"])
                & ~models.Q(kind__in=["voluntary", "share"]),
                name="fund_deposit_owed_once",
            ),
            models.UniqueConstraint(
                fields=["account", "cause"],
                condition=models.Q(status__in=["awaiting", "paying"], kind="share"),
                name="fund_deposit_share_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="share") ^ models.Q(cause=""),
                name="fund_deposit_share_has_a_cause",
            ),
            models.CheckConstraint(
                condition=models.Q(free_fen__gte=0, free_fen__lte=models.F("amount_fen")),
                name="fund_deposit_free_is_part_of_it",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="fund_deposit_of_account"),
            models.Index(
                fields=["cause", "account"],
                condition=models.Q(kind="share"),
                name="fund_deposit_of_cause",
            ),
            models.Index(fields=["person", "-id"], name="fund_deposit_of_person"),
            models.Index(fields=["organisation", "-id"], name="fund_deposit_of_organisation"),
            models.Index(
                fields=["id"], condition=models.Q(status="paying"), name="fund_deposit_paying"
            ),
        ]


class Attempt(models.Model):
    """Which payment was started for which deposit, and by whom. A deposit may have several; each payment has one."""

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="attempts")
    payment = models.OneToOneField("payments.Payment", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
