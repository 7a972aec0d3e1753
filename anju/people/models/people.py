from collections.abc import Iterable
from functools import reduce

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import status_is_known
from anju.core.identity_numbers import IdentityKind
from anju.people.rules import (
    CODE_TRIES,
    OF_OPERATORS,
    POSTING_MOVES,
    STAFF_MOVES,
    CodeChannel,
    Duty,
    InstitutionPower,
    Office,
    PostingStatus,
    Power,
    SignInOutcome,
    StaffStatus,
    powers_for,
)


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(Q.__or__, conditions)


class Person(models.Model):
    """A natural person, known by the number of an identity document.

    Known first either from a filed lease (then `verified_at` and `subject` are empty) or from the city's identity
    provider. Name, number and phone are encrypted; digests find the exact value.
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

    Known by its unified social credit code (统一社会信用代码). `registration_no` is its 登记号 with the fund centre.
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


class PublishedNotice(models.Model):
    """A version of 《用户须知》, from a day on: proposed by one, approved by another. Never changed or removed.

    The digests are of the words as UTF-8; the database computes them anew before it takes a row.
    """

    version = models.CharField(max_length=20, unique=True)
    from_on = models.DateField()
    chinese = models.TextField()
    english = models.TextField()
    chinese_digest = models.CharField(max_length=64)
    english_digest = models.CharField(max_length=64)
    because = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("proposed_by")),
                name="people_notice_is_seen_by_two",
            )
        ]
        indexes = [models.Index(fields=["-from_on", "-id"], name="people_notice_in_force")]


class Consent(models.Model):
    """That somebody accepted one version of 《用户须知》: when, after how long, from where. Never changed.

    `digest` is of the words they read, in their language: what was agreed to is proven without the table of versions.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="consents")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="consents"
    )
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, blank=True, db_default="")
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


class StaffMember(models.Model):
    """A member of staff: an account, the one office where it works, and the one duty it has there.

    `district` is set for those who work in the fund centre's department (管理部) of a district, and see only that.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="staff_member"
    )
    office = models.CharField(max_length=20, choices=Office)
    duty = models.CharField(max_length=20, choices=Duty)
    district = models.CharField(max_length=6, blank=True)
    phone = EncryptedTextField(blank=True)
    mail = EncryptedTextField(blank=True)
    must_choose_password = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="wrong passwords and codes since the last sign-in"
    )
    status = models.CharField(max_length=20, choices=StaffStatus, default=StaffStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    MOVES = STAFF_MOVES

    class Meta:
        constraints = [
            status_is_known(StaffStatus),
            models.CheckConstraint(
                condition=Q(office__in=Office.values, duty__in=Duty.values),
                name="people_staffmember_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status=StaffStatus.CLOSED) ^ Q(closed_at__isnull=True),
                name="people_staffmember_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(district="") | Q(office=Office.CENTRE, duty=Duty.BUSINESS),
                name="people_staffmember_departments_are_the_centres",
            ),
            models.UniqueConstraint(
                fields=["user", "office", "duty"], name="people_staffmember_of_powers"
            ),
        ]
        indexes = [models.Index(fields=["office", "user"], name="people_staffmember_of_office")]

    def __str__(self) -> str:
        return f"staff {self.pk}"


class Post(models.Model):
    """岗位: a named set of powers of an office. Who has it keeps the powers it had when it was approved for them."""

    office = models.CharField(max_length=20, choices=Office)
    duty = models.CharField(max_length=20, choices=Duty)
    name = models.CharField(max_length=40)
    powers = ArrayField(models.CharField(max_length=40, choices=Power))
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="people_post_name_once"),
            models.CheckConstraint(
                condition=any_of(
                    Q(
                        office=office,
                        duty=duty,
                        powers__contained_by=sorted(powers_for(office, duty)),
                    )
                    for office in Office
                    for duty in Duty
                ),
                name="people_post_powers_of_its_duty",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """That a member of staff is to have a post: a system administrator proposes, a security administrator decides."""

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="postings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="postings")
    status = models.CharField(max_length=20, choices=PostingStatus, default=PostingStatus.PROPOSED)
    proposer = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    MOVES = POSTING_MOVES

    class Meta:
        constraints = [
            status_is_known(PostingStatus),
            models.CheckConstraint(
                condition=~Q(proposer=F("member"))
                & (Q(decider__isnull=True) | ~Q(decider=F("member")) & ~Q(decider=F("proposer"))),
                name="people_posting_by_two_others",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PostingStatus.IN_FORCE, PostingStatus.REFUSED])
                | Q(decider__isnull=False, decided_at__isnull=False),
                name="people_posting_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["member", "post"],
                condition=Q(status__in=[PostingStatus.PROPOSED, PostingStatus.IN_FORCE]),
                name="people_posting_once",
            ),
        ]


class StaffPower(models.Model):
    """One power of one member of staff, by a post in force or given at the installation (`posting` is empty).

    `office` and `duty` are the member's (a foreign key of all three, in the database): a power of another office or
    duty than theirs can't be written.
    """

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="powers")
    office = models.CharField(max_length=20, choices=Office)
    duty = models.CharField(max_length=20, choices=Duty)
    power = models.CharField(max_length=40, choices=Power)
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="powers")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "power", "posting"],
                nulls_distinct=False,
                name="people_staffpower_once",
            ),
            models.CheckConstraint(
                condition=any_of(
                    Q(office=office, duty=duty, power__in=sorted(powers_for(office, duty)))
                    for office in Office
                    for duty in Duty
                ),
                name="people_staffpower_of_its_duty",
            ),
        ]
        indexes = [models.Index(fields=["power", "office"], name="people_staffpower_of_office")]


class SignIn(models.Model):
    """An attempt to sign in with an account of staff. Written only by `record_sign_in`; the database refuses change."""

    office = models.CharField(max_length=20, choices=Office)
    username = models.CharField(max_length=150)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=SignInOutcome)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SignInOutcome.values), name="people_signin_outcome_is_known"
            )
        ]
        indexes = [
            models.Index(fields=["office", "at", "id"], name="people_signin_of_office"),
            models.Index(fields=["office", "username", "at", "id"], name="people_signin_of_user"),
        ]


class PasswordRecovery(models.Model):
    """A code by which a member of staff who forgot a password sets another, sent to the phone or mail on file. (IDN-02)

    Its last words stand in `told_at`: after it was used, its holder is told so.
    """

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=CodeChannel)
    code = EncryptedTextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="to send it")
    try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=CodeChannel.values),
                name="people_passwordrecovery_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=CODE_TRIES), name="people_passwordrecovery_few_tries"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "asked_at"], name="people_recovery_of_member"),
            models.Index(
                fields=["try_at"],
                condition=Q(sent_at__isnull=True) | Q(used_at__isnull=False, told_at__isnull=True),
                name="people_recovery_to_send",
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


class Operator(models.Model):
    """A further user of an institution (操作员), opened and closed by its administrator. (IDN-04)"""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="operator")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="operators")
    powers = ArrayField(models.CharField(max_length=40, choices=InstitutionPower))
    must_choose_password = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(powers__contained_by=sorted(OF_OPERATORS)),
                name="people_operator_powers_of_operators",
            ),
        ]
