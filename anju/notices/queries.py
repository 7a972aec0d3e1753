from dataclasses import dataclass

from django.db.models import QuerySet

from anju.notices.models import Notice
from anju.notices.rules import TEMPLATES, Status


@dataclass(frozen=True)
class Message:
    """A notice ready to be sent: `out_id` is the same at every attempt, so the provider sends it once."""

    notice_id: int
    out_id: str
    to: str
    text: str


def message(notice_id: int) -> Message:
    notice = Notice.objects.select_related("person", "organisation").get(pk=notice_id)
    recipient = notice.person or notice.organisation
    return Message(
        notice.pk,
        f"notice-{notice.pk}",
        recipient.phone if recipient else "",
        TEMPLATES[notice.kind].zh.format(**notice.facts),
    )


def undelivered() -> QuerySet[Notice]:
    return Notice.objects.filter(status=Status.UNDELIVERED).order_by("-id")
