from django.db import models
from django.db.models import Q

from anju.filings import rules
from anju.filings.models.filings import Filing, Submission


class Amendment(models.Model):
    """What an application to change or to end a filed lease asks for, and the paper it rests on (补充协议、解约协议).

    It is as it was handed in last; every submission keeps its own text of it.
    """

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="amendment")
    basis = models.CharField(max_length=20, choices=rules.Basis)
    document = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    changes = models.JSONField(
        null=True, help_text="of a change: `terms.LeaseChange` as plain data"
    )
    ended_on = models.DateField(null=True, help_text="of an end: the day the home was handed back")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(changes__isnull=False) ^ Q(ended_on__isnull=False),
                name="filings_amendment_changes_or_ends",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=rules.Basis.values), name="filings_amendment_basis_is_known"
            ),
        ]


class Consent(models.Model):
    """That one tenant, signed in, agrees to what was handed in: to this submission and no other. Only added to."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consents")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organisation__isnull=False),
                name="filings_consent_of_one",
            ),
            models.UniqueConstraint(
                fields=["submission", "person"], name="filings_consent_person_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "organisation"], name="filings_consent_organisation_once"
            ),
        ]
