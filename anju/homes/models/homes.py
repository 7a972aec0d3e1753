from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from anju.core.crypto import EncryptedTextField
from anju.homes import rules


class Home(models.Model):
    """A home as its certificate names it, and what the title registry last said of it.

    Locked before anything is decided about it, so that two who ask at the same moment are decided one after the other.
    """

    certificate_type = models.CharField(max_length=20, choices=rules.CertificateType)
    certificate_no = models.CharField(max_length=60)
    district = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)
    area = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="m²")
    use = models.CharField(max_length=40, blank=True, help_text="规划用途")
    unit_no = models.CharField(max_length=28, blank=True, help_text="不动产单元号")
    is_mortgaged = models.BooleanField(default=False)
    manager = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    known_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate_no", "certificate_type"], name="homes_home_certificate"
            ),
            models.CheckConstraint(
                condition=Q(certificate_type__in=rules.CertificateType.values),
                name="homes_home_certificate_type_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["certificate_no"],
                opclasses=["varchar_pattern_ops"],
                name="homes_home_certificate_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.certificate_no


class RegistryAnswer(models.Model):
    """What the registry answered to one question about a home, as it came (sealed), and how we read it.

    While it says that a home may be let it serves everybody who asks the same (`question_digest`), and is asked
    about again at `recheck_at`.
    """

    home = models.ForeignKey(Home, models.PROTECT, related_name="answers")
    question_digest = models.BinaryField(max_length=32)
    owner_name = EncryptedTextField()
    owner_id_type = models.CharField(max_length=20, choices=rules.OwnerIdType)
    owner_id_number = EncryptedTextField()
    answered_at = models.DateTimeField()
    outcome = models.CharField(max_length=30, choices=rules.Outcome)
    reason = models.CharField(max_length=20, choices=rules.Reason, blank=True)
    raw = EncryptedTextField()
    recheck_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[rules.Outcome.PASS, *sorted(rules.FAILURES)]),
                name="homes_registryanswer_outcome_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["question_digest", "-id"], name="homes_answer_of_question"),
            models.Index(
                fields=["recheck_at"],
                condition=Q(recheck_at__isnull=False),
                name="homes_answer_to_recheck",
            ),
        ]


def _range(low: Any, high: Any, *bounds: Value) -> Func:
    return Func(low, high, *bounds, function="int8range", output_field=BigIntegerRangeField())


BOTH_ENDS = Value("[]")
NUMBER = Func(
    F("unit"), Value(0), function="hashtextextended", output_field=models.BigIntegerField()
) / Value(2, models.BigIntegerField())
UNITS = Case(
    When(unit="", then=_range(Value(None), Value(None))),
    default=_range(NUMBER, NUMBER, BOTH_ENDS),
    output_field=BigIntegerRangeField(),
)
"""The whole home is all numbers there are, a room is one of them: ranges meet where homes and rooms do."""


class Letting(models.Model):
    """A home, or a room of it, is taken for a period by one contract; the last day counts.

    It is held from the moment when the landlord signs (`contract_no`), and filed later (`filing_no`). `unit` is ""
    for the whole home. That no two take the same at the same time is the database's word. (rule C1.12)
    """

    home = models.ForeignKey(Home, models.PROTECT, related_name="lettings")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    contract_no = models.CharField(max_length=32, unique=True, null=True)
    filing_no = models.CharField(max_length=32, unique=True, null=True)
    unit = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="homes_letting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(contract_no__isnull=False) | Q(filing_no__isnull=False),
                name="homes_letting_by_a_contract",
            ),
            ExclusionConstraint(
                name=rules.ONE_AT_A_TIME,
                expressions=[
                    (_range(F("home"), F("home"), BOTH_ENDS), "&&"),
                    (UNITS, "&&"),
                    (
                        Func(
                            F("from_on"),
                            F("to_on"),
                            BOTH_ENDS,
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
            ),
        ]
