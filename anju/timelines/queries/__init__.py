"""What can be asked: how the books were verified; split by noun."""

from anju.timelines.queries.verifications import (
    nightly_proof,
    verification_to_work_on,
    verifications_seen_by,
)

__all__ = [
    "nightly_proof",
    "verification_to_work_on",
    "verifications_seen_by",
]
