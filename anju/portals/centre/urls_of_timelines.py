"""Anything found, and its timeline. (CTR-07)"""

from django.urls import path, register_converter

from anju.portals.centre.converters import RecordId
from anju.portals.centre.views import timelines
from anju.timelines.rules import Kind


class TimelineKind:
    """A kind of which there are timelines."""

    regex = "|".join(Kind.values)
    to_python = to_url = staticmethod(str)


class SubjectId(RecordId):
    """What has a timeline; which kind it is of stands before it."""


register_converter(TimelineKind, "timeline_kind")
register_converter(SubjectId, "subject_id")

urlpatterns = [
    path("search", timelines.search, name="search"),
    path("search/<timeline_kind:kind>/<subject_id:record_id>", timelines.timeline, name="timeline"),
    path(
        "search/<timeline_kind:kind>/<subject_id:record_id>/full",
        timelines.full,
        name="timeline_full",
    ),
]
