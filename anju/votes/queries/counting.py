"""The live count, in one question. (BEY-03; rules B4.2, B4.3)"""

from django.db import connection

from anju.votes.models import Voice, Vote
from anju.votes.rules import Count

COUNT = """
SELECT count(*),
       coalesce(sum(head.area_hundredths), 0)::bigint,
       count(voice.id),
       coalesce(sum(head.area_hundredths) FILTER (WHERE voice.id IS NOT NULL), 0)::bigint,
       count(voice.id) FILTER (WHERE voice.agrees),
       coalesce(sum(head.area_hundredths) FILTER (WHERE voice.agrees), 0)::bigint,
       (SELECT count(*) FROM votes_objection objection
            JOIN votes_voice objected ON objected.id = objection.voice_id AND objected.status = 'counted'
            WHERE objection.vote_id = %(vote)s AND objection.status = 'open')
FROM votes_head head
LEFT JOIN votes_voice voice ON voice.head_id = head.id AND voice.status = 'counted'
WHERE head.vote_id = %(vote)s
"""


def count_of(vote: Vote) -> Count:
    """Paper and online voices together, at this moment. An objection counts while the voice it is about does."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"vote": vote.pk})
        [row] = cursor.fetchall()
    return Count(*row)


def all_have_spoken(vote: Vote) -> bool:
    count = count_of(vote)
    return count.taking_heads == count.heads


def history_of(head_id: int) -> list[Voice]:
    """What a head has said, latest first: what counts, what was corrected, what was struck."""
    every = Voice.objects.filter(head=head_id).select_related(
        "seat__dwelling", "elector__owner", "elector__organisation"
    )
    return list(every.order_by("-id"))
