"""What can be asked: anything found, its whole story, and how the books were verified; split by noun."""

from anju.timelines.queries.finding import Found, Group, found
from anju.timelines.queries.related import Cause, Related, cause_of, related_to
from anju.timelines.queries.stories import Sort, Step, Story, pots_of, story_of
from anju.timelines.queries.subjects import DEFINITIONS, Personal, Subject, subject
from anju.timelines.queries.verifications import (
    nightly_proof,
    verification_to_work_on,
    verifications_seen_by,
)

__all__ = [
    "DEFINITIONS",
    "Cause",
    "Found",
    "Group",
    "Personal",
    "Related",
    "Sort",
    "Step",
    "Story",
    "Subject",
    "cause_of",
    "found",
    "nightly_proof",
    "pots_of",
    "related_to",
    "story_of",
    "subject",
    "verification_to_work_on",
    "verifications_seen_by",
]
