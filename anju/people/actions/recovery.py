"""A forgotten password is recovered by a code to the phone or the mail on file. (IDN-02)

Whether an account exists, and whether anything was sent, is never told. A second factor is needed afterwards as before.
"""

import secrets
from datetime import timedelta

from django.db.models import F, Q
from django.utils.crypto import constant_time_compare

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.people.actions.accounts import set_password
from anju.people.models import PasswordRecovery, StaffMember
from anju.people.rules import (
    CODE_DIGITS,
    CODE_LASTS,
    CODE_TRIES,
    CODES_AN_HOUR,
    MOST_ATTEMPTS,
    SENT_AGAIN_AFTER,
    CodeChannel,
    StaffStatus,
)


@action
def ask_recovery(*, username: str, channel: CodeChannel, by: Actor) -> None:
    """Draw a code for an account in use that has this channel on file; a job sends it. Older codes end.

    For all others, and for whoever has had their codes of this hour, nothing happens, and nothing says so.
    """
    members = StaffMember.objects.select_for_update(of=("self",))
    member = members.filter(user__username=username, status=StaffStatus.OPEN).first()
    if member is None or not (member.phone if channel == CodeChannel.SMS else member.mail):
        return
    now, asked = clock.now(), PasswordRecovery.objects.filter(member=member)
    if asked.filter(asked_at__gt=now - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        return
    asked.filter(expires_at__gt=now, used_at__isnull=True).update(expires_at=now)
    PasswordRecovery.objects.create(
        member=member,
        channel=channel,
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
        asked_at=now,
        try_at=now,
        expires_at=now + CODE_LASTS,
    )


@action
def recover_password(*, username: str, code: str, chosen: str, by: Actor) -> bool:
    """Set another password with the right code; every session of the account ends. False for a code that does not open.

    A wrong code counts, five end the code. Refused for a weak password and the present one, which costs no try.
    """
    members = StaffMember.objects.select_for_update(of=("self",))
    member = members.filter(user__username=username, status=StaffStatus.OPEN).first()
    found = PasswordRecovery.objects.select_for_update().filter(
        member=member, used_at__isnull=True, expires_at__gt=clock.now(), tries__lt=CODE_TRIES
    )
    recovery = found.order_by("-asked_at").first() if member else None
    if member is None or recovery is None:
        return False
    if not constant_time_compare(recovery.code, code):
        recovery.tries += 1
        recovery.save(update_fields=["tries"])
        return False
    set_password(member.user, chosen)
    recovery.used_at = recovery.try_at = clock.now()
    recovery.save(update_fields=["used_at", "try_at"])
    holder = Actor(username, member.office, staff_id=member.pk)
    move(member, "recover_password", by=holder, must_choose_password=False)
    return True


@action
def claim_recoveries(*, limit: int, by: Actor) -> list[int]:
    """The codes to send and the uses to tell of; what the gateway did not take is tried again after a while."""
    now = clock.now()
    due = Q(sent_at__isnull=True, used_at__isnull=True, expires_at__gt=now)
    due |= Q(used_at__isnull=False, told_at__isnull=True)
    waiting = PasswordRecovery.objects.filter(due, try_at__lte=now, attempts__lt=MOST_ATTEMPTS)
    batch = waiting.order_by("try_at").select_for_update(skip_locked=True)[:limit]
    ids = [one.pk for one in batch]
    PasswordRecovery.objects.filter(pk__in=ids).update(
        attempts=F("attempts") + 1, try_at=now + SENT_AGAIN_AFTER
    )
    return ids


@action
def record_recovery_sent(*, recovery_id: int, by: Actor) -> None:
    """What was due has gone out: the code, or that it was used."""
    recovery = lock(PasswordRecovery, pk=recovery_id)
    moment = "sent_at" if recovery.used_at is None else "told_at"
    setattr(recovery, moment, clock.now())
    recovery.save(update_fields=[moment])
