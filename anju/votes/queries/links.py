"""The link in a message by which its reader objects: signed, of a few days, for one voice and one owner. (BEY-02)"""

from django.conf import settings
from django.core import signing

from anju.core import clock
from anju.core.refusals import Refused
from anju.votes.models import Elector, Voice
from anju.votes.rules import LINK_LASTS, OBJECTION_PLACE, Refusal

SALT = "votes.objection"


def link_for(voice: Voice, elector: Elector) -> str:
    """Where this owner says that this voice is not theirs."""
    until = int((clock.now() + LINK_LASTS).timestamp())
    token = signing.dumps([voice.pk, elector.pk, until], salt=SALT)
    return f"{settings.PUBLIC_URL}{OBJECTION_PLACE}/{token}"


def read_link(token: str) -> tuple[Voice, Elector]:
    """Of which voice and owner a link is. Refused when it is too old, or none of ours."""
    try:
        voice_id, elector_id, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Refused(Refusal.LINK_DEAD) from None
    if clock.now().timestamp() >= until:
        raise Refused(Refusal.LINK_DEAD)
    voice = Voice.objects.select_related(
        "head__vote__community", "seat__dwelling", "elector__owner", "elector__organisation"
    ).get(pk=voice_id)
    return voice, Elector.objects.select_related("owner", "organisation").get(pk=elector_id)
