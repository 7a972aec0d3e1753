"""激活: a code to the phone or a link to the mail, each limited. (manual 004, 2.1 step 3; PRP-02)"""

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from anju.companies.models import Activation, Applicant
from anju.companies.rules import (
    ACTIVATION_DIGITS,
    ACTIVATION_LASTS,
    ACTIVATIONS_A_DAY,
    ACTIVATIONS_AN_HOUR,
    ACTIVATIONS_OF_A_SOURCE,
    CODE_TRIES,
    FORGOTTEN_AFTER,
    MOST_ATTEMPTS,
    SENT_AGAIN_AFTER,
    ApplicantStatus,
    Channel,
    Refusal,
)
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.networks import network_of
from anju.core.refusals import Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARK_BYTES = 32


@action
def ask_activation(*, applicant_id: int, channel: Channel, source: str, by: Actor) -> int:
    """【获取短信验证码】, or have the link sent: a job sends it, an older one ends. `source` is the network address.

    Refused when phone, mail or network have had their number of them.
    """
    applicant = lock(Applicant, pk=applicant_id, status=ApplicantStatus.REGISTERED)
    address, asked_from = address_of(applicant, channel), digest(f"from:{network_of(source)}")
    check_limits(address, asked_from)
    now = clock.now()
    Activation.objects.filter(applicant=applicant, used_at__isnull=True, until__gt=now).update(
        until=now
    )
    code = drawn(channel)
    asked = Activation.objects.create(
        applicant=applicant,
        channel=channel,
        code=code,
        mark=mark_of(code) if channel == Channel.MAIL else None,
        address=address,
        source=asked_from,
        asked_at=now,
        try_at=now,
        until=now + ACTIVATION_LASTS[channel],
    )
    return asked.pk


def address_of(applicant: Applicant, channel: Channel) -> bytes:
    to = applicant.phone if channel == Channel.SMS else applicant.mail.lower()
    return digest(f"to:{channel.value}:{to}")


def check_limits(address: bytes, source: bytes) -> None:
    """Those of one phone, mail or network take turns, so that no two of them pass for the last one."""
    for name in sorted((address.hex(), source.hex())):
        one_at_a_time(f"companies.activation:{name}")
    now = clock.now()
    to_it = Activation.objects.filter(address=address)
    from_it = Activation.objects.filter(source=source, asked_at__gt=now - HOUR)
    if (
        to_it.filter(asked_at__gt=now - HOUR).count() >= ACTIVATIONS_AN_HOUR
        or to_it.filter(asked_at__gt=now - DAY).count() >= ACTIVATIONS_A_DAY
        or from_it.count() >= ACTIVATIONS_OF_A_SOURCE
    ):
        raise Refused(Refusal.TOO_MANY_CODES, hour=ACTIVATIONS_AN_HOUR, day=ACTIVATIONS_A_DAY)


def drawn(channel: Channel) -> str:
    if channel == Channel.MAIL:
        return secrets.token_urlsafe(MARK_BYTES)
    return f"{secrets.randbelow(10**ACTIVATION_DIGITS):0{ACTIVATION_DIGITS}}"


def mark_of(token: str) -> bytes:
    return digest(f"companies.activation:{token}")


@action
def activate_by_code(*, applicant_id: int, code: str, by: Actor) -> bool:
    """The code that came to the phone. False for one that does not open; it counts, and five end the code."""
    applicant = lock(Applicant, pk=applicant_id, status=ApplicantStatus.REGISTERED)
    latest = Activation.objects.select_for_update().filter(
        applicant=applicant,
        channel=Channel.SMS,
        used_at__isnull=True,
        until__gt=clock.now(),
        tries__lt=CODE_TRIES,
    )
    activation = latest.order_by("-pk").first()
    if activation is None:
        return False
    if not constant_time_compare(activation.code, code.strip()):
        activation.tries += 1
        activation.save(update_fields=["tries"])
        return False
    _activated(applicant, activation, by)
    return True


@action
def activate_by_link(*, token: str, by: Actor) -> str:
    """“点击激活” in the mail; returns the user name. Refused for a link that is over, or was never one of ours."""
    found = Activation.objects.select_for_update().filter(mark=mark_of(token)).first()
    if found is None or found.applicant_id is None:
        raise Refused(Refusal.LINK_OVER)
    applicant = lock(Applicant, pk=found.applicant_id)
    if found.used_at is None:
        if clock.now() >= found.until or applicant.status != ApplicantStatus.REGISTERED:
            raise Refused(Refusal.LINK_OVER)
        _activated(applicant, found, by)
    return str(applicant.username)


def _activated(applicant: Applicant, activation: Activation, by: Actor) -> None:
    activation.used_at = clock.now()
    activation.save(update_fields=["used_at"])
    move(applicant, "activate", by=by, because=activation.channel, activated_at=clock.now())


@action
def claim_activations(*, limit: int, by: Actor) -> list[int]:
    """The codes and links to send; what the gateway did not take is tried again after a while."""
    now = clock.now()
    waiting = Activation.objects.filter(
        sent_at__isnull=True,
        used_at__isnull=True,
        applicant__isnull=False,
        until__gt=now,
        try_at__lte=now,
        attempts__lt=MOST_ATTEMPTS,
    )
    batch = waiting.order_by("try_at").select_for_update(skip_locked=True, of=("self",))[:limit]
    ids = [one.pk for one in batch]
    Activation.objects.filter(pk__in=ids).update(
        attempts=F("attempts") + 1, try_at=now + SENT_AGAIN_AFTER
    )
    return ids


@action
def record_activation_sent(*, activation_id: int, by: Actor) -> None:
    activation = lock(Activation, pk=activation_id)
    activation.sent_at = clock.now()
    activation.save(update_fields=["sent_at"])


@action
def forget_applicants(*, by: Actor) -> int:
    """What was typed for an account that nobody has activated in time is not kept, nor are old limits. (PIPL 47)"""
    now = clock.now()
    Activation.objects.filter(asked_at__lt=now - FORGOTTEN_AFTER).delete()
    over = Applicant.objects.filter(
        status=ApplicantStatus.REGISTERED, registered_at__lt=now - FORGOTTEN_AFTER
    )
    forgotten, _ = over.delete()
    return forgotten
