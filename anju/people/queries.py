"""What may be asked about people. Screens show numbers by `core.crypto.mask_…`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_name_within, unseal
from anju.core.identity_numbers import IdentityKind, normalise
from anju.core.prepared import rows_prepared
from anju.core.refusals import Refused, ensure
from anju.people.models import (
    Administrator,
    ApiCall,
    ApiKey,
    ApiUsage,
    Consent,
    Operator,
    Organisation,
    PasswordRecovery,
    Person,
    Post,
    Posting,
    PublishedNotice,
    SignIn,
    StaffMember,
    StaffPower,
)
from anju.people.rules import (
    ADMINISTRATIVE,
    CODE_LASTS,
    RECOVERED_TEXT,
    RECOVERY_CODE_TEXT,
    CodeChannel,
    Duty,
    InstitutionPower,
    KeyStatus,
    Office,
    PostingStatus,
    Power,
    Refusal,
    StaffStatus,
)
from anju.people.user_notice import ORIGINAL, UserNotice, check_languages


def id_digest(id_type: str, id_number: str) -> bytes:
    return digest(f"{id_type}:{normalise(id_number)}")


def person(person_id: int) -> Person:
    return Person.objects.get(pk=person_id)


def people(person_ids: list[int]) -> dict[int, Person]:
    return Person.objects.in_bulk(person_ids)


def person_by_number(id_number: str, id_type: str = IdentityKind.RESIDENT_ID) -> Person | None:
    return Person.objects.filter(id_digest=id_digest(id_type, id_number)).first()


def person_by_any_number(id_number: str) -> Person | None:
    """By the number of an identity document of whatever kind."""
    digests = [id_digest(kind, id_number) for kind in IdentityKind.values]
    return Person.objects.filter(id_digest__in=digests).first()


def organisation(organisation_id: int) -> Organisation:
    return Organisation.objects.get(pk=organisation_id)


def organisations(organisation_ids: list[int]) -> dict[int, Organisation]:
    return Organisation.objects.in_bulk(organisation_ids)


def organisation_by_uscc(uscc: str) -> Organisation | None:
    return Organisation.objects.filter(uscc=normalise(uscc)).first()


# Every page asks for one of them.
NAME_OF_PERSON = "SELECT name FROM people_person WHERE id = %(id)s"
NAME_OF_ORGANISATION = "SELECT name FROM people_organisation WHERE id = %(id)s"


def display_name(actor: Actor) -> str:
    """The name that the page's corner shows to the one who is signed in."""
    if actor.organisation_id is not None:
        [(name,)] = rows_prepared(NAME_OF_ORGANISATION, {"id": actor.organisation_id})
        return str(name)
    if actor.person_id is not None:
        [(sealed,)] = rows_prepared(NAME_OF_PERSON, {"id": actor.person_id})
        return unseal(Person, "name", sealed)
    if actor.staff_id is not None:
        user = User.objects.get(pk=actor.staff_id)
        return user.get_full_name() or user.username
    return actor.name


def masked_name(actor: Actor) -> str:
    """The name for a screen that others may see, too: of a person only the ends, of an organisation all of it."""
    name = display_name(actor)
    return name if actor.person_id is None else mask_name_within(name)


def notice_in_force(day: date | None = None) -> UserNotice:
    """The version of 《用户须知》 on a day: the last said for the latest day that has come. (IDN-14; CTR-06)"""
    come = PublishedNotice.objects.filter(from_on__lte=day or clock.today())
    found = come.order_by("-from_on", "-pk").first()
    return notice_of(found) if found else ORIGINAL


def notices() -> list[UserNotice]:
    """Every version that was ever approved, the next and the newest first, down to the one of the beginning."""
    published = PublishedNotice.objects.order_by("-from_on", "-pk")
    return [*map(notice_of, published), ORIGINAL]


def check_new_notice(chinese: str, english: str, from_on: date) -> None:
    """Whether these may be the words from a day on. From tomorrow: a session that was let in today is asked no more."""
    check_languages(chinese, english)
    if from_on <= clock.today():
        raise Refused(Refusal.NOTICE_TOO_SOON)
    then = notice_in_force(from_on)
    if (then.chinese, then.english) == (chinese, english):
        raise Refused(Refusal.NOTICE_UNCHANGED, version=then.version)


def notice_of(row: PublishedNotice) -> UserNotice:
    return UserNotice(row.version, row.from_on, row.chinese, row.english)


def consent_needed(actor: Actor) -> bool:
    """Whether somebody has yet to accept the present version of 《用户须知》 (manual 001, 3.2)."""
    return not Consent.objects.filter(**who(actor), version=notice_in_force().version).exists()


def consents_of(actor: Actor) -> list[Consent]:
    return list(Consent.objects.filter(**who(actor)).order_by("accepted_at"))


def who(actor: Actor) -> dict[str, int | None]:
    """The columns that say whose a record is: an operator acts for the organisation."""
    if actor.organisation_id is not None:
        return {"organisation_id": actor.organisation_id}
    return {"person_id": actor.person_id}


def department_of(actor: Actor) -> str:
    """The district whose department (管理部) a member of staff works in; "" for who works for the whole city."""
    if actor.department is not None:
        return actor.department
    found = StaffMember.objects.filter(pk=actor.staff_id).values_list("district", flat=True)
    return found.first() or ""


def check_department(actor: Actor, district: str) -> None:
    """A department (管理部) works on what is of its own district; who works for the whole city on everything."""
    ensure(department_of(actor) in ("", district), f"{actor.name} is of another department")


def has_departments(member: StaffMember) -> bool:
    """Whether somebody can work in a department (管理部): those of the fund centre's business."""
    return member.office == Office.CENTRE and member.duty == Duty.BUSINESS


def powers_of(user_id: int) -> frozenset[str]:
    powers = StaffPower.objects.filter(member=user_id, member__status=StaffStatus.OPEN)
    return frozenset(powers.values_list("power", flat=True))


@dataclass(frozen=True)
class Account:
    """What a user opens: the desk of an office, or an institution; and what may be done there."""

    office: str
    organisation_id: int | None
    powers: frozenset[str]
    must_choose_password: bool
    department: str = ""
    has_second_factor: bool = False


def account(user_id: int) -> Account | None:
    """Of a member of staff, of an institution's administrator or of its operator; None for a closed one."""
    user = user_with_account(user_id)
    return None if user is None else account_in(user)


def user_with_account(user_id: int) -> User | None:
    """A user with everything that `account_in` reads: every page asks, so it is one question."""
    kinds = ("staff_member", "administrator", "operator")
    of_staff = ArraySubquery(StaffPower.objects.filter(member=OuterRef("pk")).values("power"))
    second = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    users = User.objects.select_related(*kinds).annotate(of_staff=of_staff, has_second=second)
    return users.filter(pk=user_id).first()


def account_in(user: Any) -> Account | None:
    """What a user found by `user_with_account` opens; no question."""
    kinds = ("staff_member", "administrator", "operator")
    member, administrator, operator = (getattr(user, kind, None) for kind in kinds)
    if member is not None:
        powers = frozenset(user.of_staff)
        return Account(
            member.office,
            None,
            powers,
            member.must_choose_password,
            member.district,
            has_second_factor=user.has_second,
        )
    found = administrator or operator
    if found is None or found.closed_at is not None:
        return None
    powers = frozenset(InstitutionPower.values if administrator else found.powers)
    return Account(
        "",
        found.organisation_id,
        powers,
        found.must_choose_password,
        has_second_factor=user.has_second,
    )


def staff_seen_by(actor: Actor) -> QuerySet[StaffMember]:
    """The accounts of the office where somebody is one of the three administrators, newest first. (IDN-04)"""
    if not actor.may & ADMINISTRATIVE:
        return StaffMember.objects.none()
    theirs = StaffMember.objects.filter(office=actor.portal)
    return theirs.select_related("user").order_by("-user_id")


def postings_seen_by(actor: Actor) -> QuerySet[Posting]:
    """The posts that accounts of somebody's office have, had, or are to have, newest first."""
    theirs = Posting.objects.filter(member__in=staff_seen_by(actor).order_by())
    return theirs.select_related(
        "member__user", "post", "proposer__user", "decider__user"
    ).order_by("-id")


def postings_to_approve(actor: Actor) -> QuerySet[Posting]:
    """What waits for the security administrator: not what concerns themselves."""
    if Power.SECURITY_KEEP not in actor.may:
        return Posting.objects.none()
    waiting = postings_seen_by(actor).filter(status=PostingStatus.PROPOSED)
    return waiting.exclude(member=actor.staff_id)


def posts_in_force(member_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the posts that members of staff have, by member."""
    standing = Posting.objects.filter(member__in=list(member_ids), status=PostingStatus.IN_FORCE)
    names: dict[int, list[str]] = {}
    for member_id, name in standing.order_by("id").values_list("member", "post__name"):
        names.setdefault(member_id, []).append(name)
    return names


def posts_seen_by(actor: Actor) -> QuerySet[Post]:
    """The posts of the office where somebody is one of the three administrators."""
    if not actor.may & ADMINISTRATIVE:
        return Post.objects.none()
    return Post.objects.filter(office=actor.portal).order_by("duty", "name")


def sign_ins_seen_by(actor: Actor) -> QuerySet[SignIn]:
    """Every attempt to sign in with an account of the office that an audit administrator audits, newest first."""
    if Power.AUDIT_READ not in actor.may:
        return SignIn.objects.none()
    return SignIn.objects.filter(office=actor.portal).order_by("-at", "-id")


def check_power(actor: Actor, power: Power) -> None:
    """Refused to whoever does not have a power."""
    if power not in actor.may:
        raise Refused(Refusal.POWER_MISSING, power=power.label)


def staff_with(power: Power, office: str | None = None) -> list[str]:
    """Who has a power: the people to ask when somebody does not have it."""
    held = StaffPower.objects.filter(power=power, member__status=StaffStatus.OPEN)
    if office is not None:
        held = held.filter(office=office)
    users = User.objects.filter(pk__in=held.values("member")).order_by("username")
    return [user.get_full_name() or user.username for user in users]


def names_of_staff(usernames: Iterable[str]) -> dict[str, str]:
    """How these members of staff are called, by the name under which the history keeps them."""
    users = User.objects.filter(username__in=set(usernames))
    return {user.username: user.get_full_name() or user.username for user in users}


def administrator_of_organisation(organisation_id: int) -> Administrator | None:
    """The open account of an institution's administrator: the one to ask, by its user's name."""
    found = Administrator.objects.filter(organisation=organisation_id, closed_at__isnull=True)
    return found.select_related("user").first()


def operators_seen_by(actor: Actor) -> QuerySet[Operator]:
    """The operators of the institution whose administrator somebody is, newest first. (IDN-04)"""
    if actor.organisation_id is None or InstitutionPower.USERS not in actor.may:
        return Operator.objects.none()
    theirs = Operator.objects.filter(organisation=actor.organisation_id)
    return theirs.select_related("user").order_by("-id")


def must_choose_password(user_id: int) -> bool:
    """Whether an account still has the password that was drawn for it. (IDN-01)"""
    found = account(user_id)
    return found is not None and found.must_choose_password


@dataclass(frozen=True)
class RecoveryMessage:
    out_id: str
    channel: CodeChannel
    to: str
    text: str


def recovery_message(recovery_id: int) -> RecoveryMessage:
    """The code, or once it was used, that it was; to the address on file."""
    recovery = PasswordRecovery.objects.select_related("member__user").get(pk=recovery_id)
    member, is_used = recovery.member, recovery.used_at is not None
    text = (RECOVERED_TEXT if is_used else RECOVERY_CODE_TEXT).format(
        code=recovery.code,
        username=member.user.username,
        minutes=int(CODE_LASTS.total_seconds() // 60),
    )
    channel = CodeChannel(recovery.channel)
    return RecoveryMessage(
        f"recovery-{recovery.pk}-{'used' if is_used else 'code'}",
        channel,
        member.phone if channel == CodeChannel.SMS else member.mail,
        text,
    )


def api_key(key: str) -> ApiKey | None:
    """The key with exactly this text, whether or not it is in force; with its organisation."""
    found = ApiKey.objects.select_related("organisation").filter(
        key_digest=digest(f"api_key:{key}")
    )
    return found.first()


def calls_of(api_key_id: int) -> QuerySet[ApiCall]:
    """Every call of a program, newest first."""
    return ApiCall.objects.filter(api_key=api_key_id).order_by("-at", "-id")


def usage_of(api_key_id: int) -> QuerySet[ApiUsage]:
    """How often a key was used, day by day, the latest first."""
    return ApiUsage.objects.filter(api_key=api_key_id).order_by("-day")


def keys_of(actor: Actor) -> QuerySet[ApiKey]:
    """The keys of an enterprise for the enterprise itself, all for the office, newest first; with `last_used_at`."""
    last = ApiCall.objects.filter(api_key=OuterRef("pk")).order_by("-at").values("at")[:1]
    every = ApiKey.objects.select_related("organisation").annotate(last_used_at=Subquery(last))
    if actor.is_enterprise and actor.client_id is None:
        return every.filter(organisation=actor.organisation_id).order_by("-id")
    return every.order_by("-id") if Power.API_KEEP in actor.may else every.none()


def keys_of_bank(bank: str) -> list[int]:
    """The keys in force of a bank: what happens to its account is its programs' business."""
    of_bank = ApiKey.objects.filter(organisation=None, bank=bank, status=KeyStatus.ACTIVE)
    return list(of_bank.order_by("pk").values_list("pk", flat=True))


def keys_over(day: date) -> QuerySet[ApiKey]:
    """Platforms' and banks' keys that open nothing on this day any more: revoked, or past their last day."""
    over = Q(status=KeyStatus.REVOKED) | Q(expires_on__lt=day)
    return ApiKey.objects.filter(over, organisation=None)


def api_client(api_key_id: int) -> ApiKey:
    return ApiKey.objects.get(pk=api_key_id)


def language_of(*, person_id: int | None, organisation_id: int | None) -> str:
    """The language in which somebody last read 《用户须知》; Chinese for those who never came in."""
    consents = Consent.objects.filter(person=person_id, organisation=organisation_id)
    latest = consents.order_by("-accepted_at").values_list("language", flat=True).first()
    return latest or "zh-hans"
