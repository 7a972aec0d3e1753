"""What may be asked about votes of owners."""

from anju.votes.queries.counting import all_have_spoken, count_of, history_of
from anju.votes.queries.owners import (
    heads_of,
    heads_to_speak,
    name_of,
    objections_of_heads,
    objections_until,
    recipient_of,
    vote_seen_by_owner,
)
from anju.votes.queries.roll import (
    causes_to_close,
    objections_seen_by,
    objections_to_decide,
    roll_of,
    seat_at,
    vote_for,
    votes_seen_by,
    votes_to_tell,
)

__all__ = [
    "all_have_spoken",
    "causes_to_close",
    "count_of",
    "heads_of",
    "heads_to_speak",
    "history_of",
    "name_of",
    "objections_of_heads",
    "objections_seen_by",
    "objections_to_decide",
    "objections_until",
    "recipient_of",
    "roll_of",
    "seat_at",
    "vote_for",
    "vote_seen_by_owner",
    "votes_seen_by",
    "votes_to_tell",
]
