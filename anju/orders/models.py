from django.db import models

from anju.core.db import is_positive, status_is_known
from anju.orders import rules


class Order(models.Model):
    """A promise to pay chosen bills (缴纳订单) into one bank account.

    A tenant's bills are those of one `lease`. It is empty where an organisation pays for several leases at once,
    and in every order of an enterprise (企业代缴订单): its leases are those of its lines.

    Its status stands in no index, and each page has room for the next version of its rows: so booking an order
    touches no index at all. (docs/decisions: facts first)
    """

    no = models.CharField(max_length=32)
    kind = models.CharField(max_length=20, choices=rules.OrderKind, default=rules.OrderKind.TENANT)
    lease = models.ForeignKey(
        "contracts.Lease", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # one of a few accounts, of which none is ever deleted: a foreign key would lock its row for every order
    bank_account = models.ForeignKey(
        "payments.BankAccount", models.PROTECT, db_constraint=False, db_index=False
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    amount_fen = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=rules.Status, default=rules.Status.AWAITING)
    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    MOVES = rules.MOVES

    class Meta:
        constraints = [
            status_is_known(rules.Status),
            is_positive("amount_fen"),
            models.UniqueConstraint(fields=["no"], name="orders_order_no_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="orders_order_one_payer",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="tenant", lease__isnull=False)
                | models.Q(lease__isnull=True, organisation__isnull=False),
                name="orders_order_several_leases_only_by_organisations",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "-id"], name="orders_order_of_lease"),
            models.Index(fields=["bank_account", "amount_fen"], name="orders_order_to_match"),
            models.Index(
                fields=["organisation", "-id"],
                condition=models.Q(lease__isnull=True),
                name="orders_order_of_several_leases",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False),
                name="orders_order_with_an_end",
            ),
        ]


class OrderLine(models.Model):
    """One bill in an order. While `holds` is true the bill is in no other order: the database says so."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    bill = models.ForeignKey("contracts.Bill", models.PROTECT, related_name="lines")
    amount_fen = models.BigIntegerField()
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            is_positive("amount_fen"),
            models.UniqueConstraint(
                fields=["bill"], condition=models.Q(holds=True), name="orders_orderline_one_order"
            ),
            models.UniqueConstraint(fields=["order", "bill"], name="orders_orderline_once"),
        ]


class Attempt(models.Model):
    """Which payment was started for which order. An order may have several; each payment has one."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="attempts")
    payment = models.OneToOneField("payments.Payment", models.PROTECT, related_name="+")


class BillUpload(models.Model):
    """A spreadsheet in which an enterprise names the bills that it wants to pay for its tenants (代缴文件)."""

    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    received_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=rules.UploadStatus, default=rules.UploadStatus.RECEIVED
    )
    checked_at = models.DateTimeField(null=True)
    MOVES = rules.UPLOAD_MOVES

    class Meta:
        constraints = [status_is_known(rules.UploadStatus)]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="orders_billupload_of"),
            models.Index(
                fields=["id"],
                condition=~models.Q(status="done"),
                name="orders_billupload_to_do",
            ),
        ]


class BillUploadRow(models.Model):
    """One row of an uploaded file, the bill that it names, and whether that can be paid; then the order made of it."""

    upload = models.ForeignKey(BillUpload, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    filing_no = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    instalment = models.PositiveSmallIntegerField(default=0, help_text="0 for the deposit")
    amount_fen = models.BigIntegerField(null=True, help_text="as the file states it, if it does")
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = models.CharField(max_length=300, blank=True)
    bill = models.ForeignKey(
        "contracts.Bill", models.PROTECT, null=True, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="uploaded_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="orders_billuploadrow_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=rules.RowOutcome.values),
                name="orders_billuploadrow_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="payable") | models.Q(bill__isnull=False),
                name="orders_billuploadrow_payable_names_a_bill",
            ),
        ]
