from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core.crypto import EncryptedTextField
from anju.core.identity_numbers import IdentityKind
from anju.people.rules import CALLS_A_MINUTE, Power


class Person(models.Model):
    """A natural person, known by the number of an identity document.

    Known first either from a filed lease (then `verified_at` and `subject` are empty) or from the
    city's identity provider. Name, number and phone are encrypted; digests find the exact value.
    """

    subject = models.CharField(max_length=120, unique=True, null=True)
    name = EncryptedTextField()
    id_type = models.CharField(max_length=20, choices=IdentityKind)
    id_number = EncryptedTextField()
    id_digest = models.BinaryField(max_length=32, unique=True)
    phone = EncryptedTextField(blank=True)
    phone_digest = models.BinaryField(max_length=32, null=True, db_index=True)
    real_name_level = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id_type__in=IdentityKind.values), name="people_person_id_type_is_known"
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | Q(verified_at__isnull=False),
                name="people_person_who_signs_in_is_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Organisation(models.Model):
    """A tenant that is no natural person, a housing rental enterprise, or both.

    Known by its unified social credit code (统一社会信用代码). `registration_no` is its 登记号 with
    the fund centre.
    """

    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, unique=True)
    registration_no = models.CharField(max_length=40, unique=True, null=True)
    subject = models.CharField(max_length=120, null=True)
    phone = EncryptedTextField(blank=True)
    is_enterprise = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """That somebody accepted one version of 《用户须知》: when, after how long, from where."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="consents")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="consents"
    )
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    accepted_at = models.DateTimeField()
    seconds_read = models.PositiveIntegerField()
    ip = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="people_consent_of_one",
            ),
            models.UniqueConstraint(fields=["person", "version"], name="people_consent_of_person"),
            models.UniqueConstraint(
                fields=["organisation", "version"], name="people_consent_of_organisation"
            ),
        ]


class StaffPost(models.Model):
    """One power of one member of staff."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="staff_posts")
    power = models.CharField(max_length=40, choices=Power)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "power"], name="people_staffpost_once"),
            models.CheckConstraint(
                condition=Q(power__in=Power.values), name="people_staffpost_power_is_known"
            ),
        ]


class Administrator(models.Model):
    """The account by which an institution works with us (机构管理员): one user, one organisation, one at a time.

    Its password is drawn and told once; until its holder has chosen another, the account opens nothing. (rule C4.8)
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="administrator"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="administrators")
    must_choose_password = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(closed_at__isnull=True),
                name="people_administrator_one_of_organisation",
            ),
        ]


class ApiKey(models.Model):
    """A key by which another system's program calls ours. Only its digest is kept: nobody can read it again."""

    name = models.CharField(max_length=60, unique=True)
    key_digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    is_active = models.BooleanField(default=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    calls_a_minute = models.PositiveIntegerField(default=CALLS_A_MINUTE)
    callback_url = models.CharField(max_length=300, blank=True)
    callback_key = EncryptedTextField(null=True, help_text="signs what we tell it")

    @property
    def is_called_back(self) -> bool:
        """Only programs that have said where they want to be told."""
        return bool(self.callback_url and self.callback_key)

    def __str__(self) -> str:
        return self.name


class ApiCall(models.Model):
    """A call of our API: which program, when, what it wanted, and with which HTTP status it was answered. (HVF-04)

    Written only by `people.actions.record_api_call`; the database refuses any change. It counts towards the quota.
    """

    api_key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    answer = models.PositiveSmallIntegerField()
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["api_key", "at"], name="people_apicall_of_key")]
