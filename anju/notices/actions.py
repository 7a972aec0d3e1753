import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.notices import wordings
from anju.notices.models import Attempt, Notice, SealedPart
from anju.notices.rules import PAUSES, Channel, Status
from anju.notices.rules.wording import WordingRefusal
from anju.parameters import actions as parameters
from anju.people.rules import Office


@action
def queue(
    *,
    key: str,
    kind: str,
    facts: dict[str, str],
    person_id: int | None = None,
    organisation_id: int | None = None,
    by: Actor,
) -> None:
    """Put one message in the outbox, once for each key. A job sends it after this transaction commits."""
    queue_selected(
        rows="SELECT %s, %s, %s::bigint, %s::bigint, %s::jsonb",
        parameters=[
            key,
            kind,
            person_id,
            organisation_id,
            connection.ops.adapt_json_value(facts, None),
        ],
        by=by,
    )


@action
def queue_sealed(
    *,
    key: str,
    kind: str,
    facts: dict[str, str],
    sealed: dict[str, str],
    phone: str,
    person_id: int | None = None,
    organisation_id: int | None = None,
    by: Actor,
) -> None:
    """Put a message in the outbox whose `sealed` facts stand in no readable column, for a number named here."""
    now = clock.now()
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "person_id": person_id,
            "organisation_id": organisation_id,
            "facts": facts,
            "queued_at": now,
            "try_at": now,
        },
    )
    if is_new:
        SealedPart.objects.create(notice=notice, phone=phone, facts=json.dumps(sealed))


@action
def queue_selected(*, rows: str, parameters: Sequence[Any], by: Actor) -> None:
    """Put many messages in the outbox: `rows` is a SELECT of key, kind, person_id, organisation_id, facts.

    A message whose key is already there is left out, so that no cause is told twice.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO notices_notice
                (key, kind, channel, person_id, organisation_id, office, facts, status, attempts, queued_at, try_at)
            SELECT key, kind, 'sms', person_id, organisation_id, '', facts, 'queued', 0, %s, %s
            FROM ({rows}) AS message (key, kind, person_id, organisation_id, facts)
            ON CONFLICT (key) DO NOTHING
            """,  # noqa: S608 - the SELECT is the caller's own text, its values are parameters
            [now, now, *parameters],
        )


@action
def queue_for_office(
    *, key: str, kind: str, facts: dict[str, str], office: Office, by: Actor
) -> None:
    """Put a mail to an office of staff in the outbox, once for each key."""
    now = clock.now()
    told = {"kind": kind, "channel": Channel.MAIL, "office": office, "facts": facts}
    Notice.objects.get_or_create(key=key, defaults={**told, "queued_at": now, "try_at": now})


@action
def claim_batch(*, limit: int, by: Actor) -> list[int]:
    """Take the next messages to send. Each counts as tried, and is due again later should we crash now."""
    now = clock.now()
    due = Notice.objects.filter(status=Status.QUEUED, try_at__lte=now).order_by("try_at", "id")
    batch = list(due.select_for_update(skip_locked=True)[:limit])
    for notice in batch:
        notice.try_at = now + PAUSES[min(notice.attempts, len(PAUSES) - 1)]
        notice.attempts += 1
    Notice.objects.bulk_update(batch, ["try_at", "attempts"])
    return [notice.pk for notice in batch]


@action
def record_attempt(*, notice_id: int, succeeded: bool, outcome: str, by: Actor) -> None:
    """Write the delivery log; a message that failed too often becomes undelivered, for a person to look at."""
    notice = lock(Notice, pk=notice_id)
    Attempt.objects.create(
        notice=notice, at=clock.now(), succeeded=succeeded, outcome=outcome[:200]
    )
    if notice.status != Status.QUEUED:
        return
    if succeeded:
        move(notice, "send", by=by, because=outcome)
    elif notice.attempts > len(PAUSES):
        move(notice, "give_up", by=by, because=outcome)


@action
def give_up(*, notice_id: int, because: str, by: Actor) -> None:
    """A message that cannot be sent as things stand, say to nobody's number, is left to a person at once."""
    notice = lock(Notice, pk=notice_id)
    if notice.status == Status.QUEUED:
        move(notice, "give_up", by=by, because=because)


@action
def send_again(*, notice_id: int, by: Actor) -> None:
    """Put an undelivered message back into the outbox."""
    notice = lock(Notice, pk=notice_id)
    move(notice, "try_again", by=by, attempts=0, try_at=clock.now())


@action
def propose_wording(
    *,
    code: str,
    text: str,
    from_on: date,
    because: str,
    documents: Sequence[int] = (),
    by: Actor,
) -> int:
    """Propose other words for a kind of message in one language; another approves them. Returns what waits. (CTR-06)

    Refused when a fact is named that the message does not have, or one left out that it had; and as every parameter.
    """
    one = wordings.WORDINGS[code]
    text = wordings.checked(one, text)
    if wordings.in_force([one], from_on)[code] == text:
        raise Refused(WordingRefusal.UNCHANGED)
    proposed = parameters.propose_value(
        code=code, value=text, from_on=from_on, because=because, documents=documents, by=by
    )
    return int(proposed.pk)
