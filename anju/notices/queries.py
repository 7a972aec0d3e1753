import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from anju.notices.models import Notice, SealedPart
from anju.notices.rules import TEMPLATES, Channel, Status
from anju.notices.wordings import WORDINGS, in_force, wording
from anju.people import queries as people


@dataclass(frozen=True)
class Message:
    """A notice in the recipient's language. Every attempt has the same `out_id`: the provider sends it once."""

    notice_id: int
    out_id: str
    channel: Channel
    to: str
    text: str
    subject: str


def words_in_force() -> dict[str, str]:
    """How every kind of message is worded today, by code: read once for a batch of them."""
    return in_force(WORDINGS.values())


def message(notice_id: int, words: Mapping[str, str] | None = None) -> Message:
    """A message as it is sent now; `words` are those in force, where many are sent."""
    notice = Notice.objects.select_related("person", "organisation", "sealed").get(pk=notice_id)
    sealed: SealedPart | None = getattr(notice, "sealed", None)
    facts = notice.facts | (json.loads(sealed.facts) if sealed else {})
    language = people.language_of(
        person_id=notice.person_id, organisation_id=notice.organisation_id
    )
    template = TEMPLATES[notice.kind]
    one = wording(notice.kind, "en" if language.startswith("en") else "zh")
    text = (words if words is not None else in_force([one])).get(one.code, one.original)
    return Message(
        notice.pk,
        f"notice-{notice.pk}",
        Channel(notice.channel),
        sealed.phone if sealed else _address_of(notice),
        text.format(**facts),
        template.subject.format(**facts),
    )


def _address_of(notice: Notice) -> str:
    if notice.office:
        return settings.OFFICE_MAIL.get(notice.office, "")
    recipient = notice.person or notice.organisation
    return recipient.phone if recipient else ""


def notices_with_keys(keys: Iterable[str]) -> QuerySet[Notice]:
    """The messages queued under these keys, oldest first."""
    return Notice.objects.filter(key__in=list(keys)).order_by("queued_at", "id")


def undelivered() -> QuerySet[Notice]:
    return Notice.objects.filter(status=Status.UNDELIVERED).order_by("-id")
