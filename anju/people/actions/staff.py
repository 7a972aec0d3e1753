"""The accounts of staff: opened, their passwords reset, locked, unlocked and closed. (IDN-01, IDN-02)

A system administrator of the office keeps its accounts, its security administrator unlocks them and removes second
factors that were lost; nobody does so to themselves.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import User

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import check_phone, normalise_name
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.people.actions.accounts import draw_password
from anju.people.models import Posting, SignIn, StaffMember, StaffPower
from anju.people.queries import check_power, has_departments
from anju.people.rules import (
    LOCKED_AFTER,
    POWER_OF_DUTY,
    USERNAME,
    Duty,
    Office,
    Power,
    Refusal,
    SignInOutcome,
    StaffStatus,
    duty_of,
    office_of,
    powers_for,
)


@action
def record_staff(
    *,
    username: str,
    name: str,
    password: str,
    powers: Iterable[str] = (),
    office: Office | None = None,
    by: Actor,
) -> User:
    """Open an account at the installation, with a password its holder has agreed on. An existing one keeps its own.

    The office is that of the powers; where they are an administrator's, or none, it has to be said.
    """
    powers = list(powers)
    user, is_new = User.objects.get_or_create(username=username, defaults={"last_name": name})
    if is_new:
        user.set_password(password)
        user.save(update_fields=["password"])
        place = office or office_of(powers)
        if place is None:
            raise Refused(Refusal.OFFICE_UNCLEAR, name=name)
        record_member(user, place, duty_of(powers), by)
    for power in powers:
        give_power(user_id=user.pk, power=power, by=by)
    return user


def record_member(
    user: User,
    office: Office,
    duty: Duty,
    by: Actor,
    phone: str = "",
    mail: str = "",
    must_choose_password: bool = False,
) -> StaffMember:
    return StaffMember.objects.create(
        user=user,
        office=office,
        duty=duty,
        phone=check_phone(phone) if phone.strip() else "",
        mail=mail.strip(),
        must_choose_password=must_choose_password,
        opened_at=clock.now(),
        opened_by=by.name,
    )


@action
def open_staff(
    *, username: str, name: str, office: Office, duty: Duty, phone: str, mail: str, by: Actor
) -> tuple[int, str]:
    """Open an account of an office; returns its id and its first password, told this once.

    A system administrator does so for their own office, the installation for the first administrators of each.
    The account can do nothing before a post of it is approved, its password was changed and a second factor is set up.
    """
    if by.staff_id is not None:
        check_power(by, Power.USER_KEEP)
        if by.portal != office:
            raise Refused(Refusal.OF_ANOTHER_OFFICE)
    username = username.strip().lower()
    if not re.fullmatch(USERNAME, username):
        raise Refused(Refusal.USERNAME_WRONG)
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"last_name": normalise_name(name)}
    )
    if not is_new:
        raise Refused(Refusal.USERNAME_TAKEN, username=username)
    record_member(user, office, duty, by, phone, mail, must_choose_password=True)
    return user.pk, draw_password(user)


@action
def open_administrator_of_office(
    *, office: Office, duty: Duty, username: str, name: str, by: Actor
) -> str:
    """The first system, security or audit administrator of an office; returns the first password, told this once.

    They come from the installation: afterwards the system and the security administrator appoint all others.
    """
    user_id, password = open_staff(
        username=username, name=name, office=office, duty=duty, phone="", mail="", by=by
    )
    give_power(user_id=user_id, power=POWER_OF_DUTY[duty], by=by)
    return password


@action
def give_power(*, user_id: int, power: str, by: Actor) -> None:
    """Give a member of staff a power at the installation. Staff give each other posts, which are approved."""
    if by.staff_id is not None:
        raise Refused(Refusal.APPROVAL_NEEDED)
    member = lock(StaffMember, pk=user_id)
    write_powers(member, [power], by)


def write_powers(
    member: StaffMember, powers: Iterable[str], by: Actor, posting: Posting | None = None
) -> None:
    """Refused for a power of another office, and for one that does not go with the member's duty. (三员分立)"""
    office, duty = Office(member.office), Duty(member.duty)
    for power in map(Power, powers):
        place = office_of([power])
        if place not in (None, office):
            raise Refused(
                Refusal.POWER_OF_ANOTHER_OFFICE, power=power.label, office=Office(place).label
            )
        if power not in powers_for(office, duty):
            raise Refused(Refusal.DUTY_ANOTHER, power=power.label, duty=duty.label)
        StaffPower.objects.get_or_create(
            member=member,
            power=power,
            posting=posting,
            defaults={
                "office": office,
                "duty": duty,
                "given_at": clock.now(),
                "given_by": by.name,
            },
        )


@action
def take_power(*, user_id: int, power: str, by: Actor) -> None:
    """Take back what was given at the installation; what a post gives ends with the post."""
    if by.staff_id is not None:
        raise Refused(Refusal.APPROVAL_NEEDED)
    StaffPower.objects.filter(member=user_id, power=power, posting=None).delete()


@action
def link_authenticator(*, user_id: int, secret: str, by: Actor) -> None:
    """Give a member of staff a second factor whose secret they already have (a handed-out token).

    Without it they link one of their own at their first sign-in. An existing one stays.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        TOTP.activate(user, secret)


@action
def reset_password(*, member_id: int, by: Actor) -> str:
    """Draw a new password, told this once and changed at the next sign-in; all sessions of the account end. (IDN-02)"""
    member = kept_by(member_id, Power.USER_KEEP, by)
    move(member, "reset_password", by=by, must_choose_password=True)
    return draw_password(member.user)


@action
def change_contact(*, member_id: int, phone: str, mail: str, by: Actor) -> None:
    """Where a member of staff gets the code that opens a forgotten password."""
    member = kept_by(member_id, Power.USER_KEEP, by)
    phone = check_phone(phone) if phone.strip() else ""
    if (phone, mail.strip()) != (member.phone, member.mail):
        move(member, "change_contact", by=by, phone=phone, mail=mail.strip())


@action
def place_at_department(*, member_id: int, district: str, by: Actor) -> None:
    """Somebody of the fund centre works in the department (管理部) of one district; "" for the whole city. (CTR-05)"""
    member = kept_by(member_id, Power.USER_KEEP, by)
    if not has_departments(member) or district not in ("", *DISTRICTS):
        raise Refused(Refusal.NO_DEPARTMENT, district=district)
    if district != member.district:
        move(member, "place", by=by, because=DISTRICTS.get(district, ""), district=district)


@action
def close_staff(*, member_id: int, because: str, by: Actor) -> None:
    """Somebody has left: the account is over at once and for good, and its posts with it. (IDN-04)

    Refused for the last administrator of a kind that the office has.
    """
    member = kept_by(member_id, Power.USER_KEEP, by)
    if not because.strip():
        raise Refused(Refusal.REASON_WANTED)
    keep_an_administrator(member)
    move(member, "close", by=by, because=because.strip(), closed_at=clock.now())
    User.objects.filter(pk=member.pk).update(is_active=False)


@action
def unlock_staff(*, member_id: int, by: Actor) -> None:
    """A security administrator has found out why somebody was locked out."""
    member = kept_by(member_id, Power.SECURITY_KEEP, by)
    move(member, "unlock", by=by, failures=0)
    User.objects.filter(pk=member.pk).update(is_active=True)


@action
def remove_second_factor(*, member_id: int, because: str, by: Actor) -> None:
    """The phone with the second factor is lost: a security administrator, having seen its holder, removes it.

    At the next sign-in another one is set up. Until then the account can do nothing.
    """
    member = kept_by(member_id, Power.SECURITY_KEEP, by)
    if not because.strip():
        raise Refused(Refusal.REASON_WANTED)
    move(member, "remove_second_factor", by=by, because=because.strip())
    Authenticator.objects.filter(user=member.pk).delete()


@action
def record_sign_in(*, username: str, outcome: SignInOutcome, ip: str | None, by: Actor) -> None:
    """Write down who signed in, or tried to. Too many wrong ones in a row lock the account.

    What was typed for an account that no office has is not kept: it may be a password in the wrong place.
    """
    member = (
        StaffMember.objects.select_for_update(of=("self",)).filter(user__username=username).first()
    )
    if member is None:
        return
    SignIn.objects.create(
        office=member.office, username=username, at=clock.now(), outcome=outcome, ip=ip
    )
    failures = 0 if outcome == SignInOutcome.DONE else member.failures + 1
    if failures >= LOCKED_AFTER and member.status == StaffStatus.OPEN:
        at_office = replace(by, portal=member.office)  # whose audit administrator is to see it
        move(member, "lock", by=at_office, failures=failures)
        User.objects.filter(pk=member.pk).update(is_active=False)
    elif failures != member.failures:
        member.failures = min(failures, LOCKED_AFTER)
        member.save(update_fields=["failures"])


def kept_by(member_id: int, power: Power, by: Actor) -> StaffMember:
    """The member, locked, for an administrator of the same office; nobody acts on themselves."""
    check_power(by, power)
    member: StaffMember = lock(StaffMember, pk=member_id)
    if member.office != by.portal:
        raise Refused(Refusal.OF_ANOTHER_OFFICE)
    if member.pk == by.staff_id:
        raise Refused(Refusal.ONESELF)
    return member


def keep_an_administrator(member: StaffMember) -> None:
    """Each office keeps at least one open account with the power of each of its three administrators."""
    if member.duty == Duty.BUSINESS:
        return
    same = StaffMember.objects.select_for_update(of=("self",)).filter(
        office=member.office, duty=member.duty, status=StaffStatus.OPEN, powers__isnull=False
    )
    acting = {one.pk for one in same.order_by("pk")}
    if acting and acting <= {member.pk}:
        raise Refused(
            Refusal.LAST_ADMINISTRATOR,
            name=member.user.last_name,
            duty=Duty(member.duty).label,
        )
