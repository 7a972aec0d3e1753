"""The mail gateway (CHN-07): the same protocol as text messages, with a subject."""

from django.conf import settings

from anju.clients import sms

SYSTEM = "邮件平台"


def send(out_id: str, to: str, subject: str, text: str) -> str:
    """Send a mail; the gateway's own number for it. One `out_id` is sent once."""
    message = {"out_id": out_id, "to": to, "subject": subject, "text": text}
    return sms.post(SYSTEM, settings.MAIL, message)
