from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from anju.companies.models import Activation, Applicant, Application, Key
from anju.companies.rules import (
    ACTIVATION_CODE_TEXT,
    ACTIVATION_LASTS,
    ACTIVATION_LINK_TEXT,
    ApplicantStatus,
    Channel,
    KeyStatus,
)
from anju.core.actors import Actor
from anju.core.refusals import Broken


def applicant(applicant_id: int) -> Applicant:
    return Applicant.objects.get(pk=applicant_id)


def applicant_to_activate(applicant_id: int | None) -> Applicant | None:
    """An account that still waits for its activation."""
    found = Applicant.objects.filter(pk=applicant_id or 0, status=ApplicantStatus.REGISTERED)
    return found.first()


def must_choose_password(applicant_id: int) -> bool:
    """Whether somebody still has the password that was handed over. (rule C4.8)"""
    return Applicant.objects.filter(pk=applicant_id, must_choose_password=True).exists()


def application_of(actor: Actor) -> Application | None:
    """What somebody has applied for, as yet without a key or with one."""
    found = Application.objects.filter(applicant=actor.applicant_id)
    return found.select_related("applicant", "company").first()


def key_to_enrol(actor: Actor) -> Key | None:
    """The key that was handed to somebody and is not in use yet."""
    found = Key.objects.filter(application__applicant=actor.applicant_id, status=KeyStatus.ISSUED)
    return found.select_related("application").first()


@dataclass(frozen=True)
class Message:
    out_id: str
    channel: Channel
    to: str
    text: str


def activation_message(activation_id: int) -> Message:
    """The code to the phone, or the link to the mail, as it was typed at the registration."""
    activation = Activation.objects.select_related("applicant").get(pk=activation_id)
    channel, whose = Channel(activation.channel), activation.applicant
    if whose is None:
        raise Broken("an activation without an applicant")
    lasts: timedelta = ACTIVATION_LASTS[channel]
    if channel == Channel.SMS:
        minutes = int(lasts.total_seconds() // 60)
        text = ACTIVATION_CODE_TEXT.format(
            code=activation.code, username=whose.username, minutes=minutes
        )
    else:
        link = f"{settings.PUBLIC_URL}/property/activate/{activation.code}"
        hours = int(lasts.total_seconds() // 3600)
        text = ACTIVATION_LINK_TEXT.format(username=whose.username, link=link, hours=hours)
    to = whose.phone if channel == Channel.SMS else whose.mail
    return Message(f"company-activation-{activation.pk}", channel, to, text)
