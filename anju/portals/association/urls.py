from django.urls import path, register_converter
from django.urls.converters import IntConverter

from anju.portals.association.views import (
    desk,
    disputes,
    files,
    final_plans,
    name_changes,
    overdue,
)

app_name = "association"


class RecordId(IntConverter):
    """What can't be an id is not found, and is never asked of the database. Each kind of record has its own."""

    regex = "[0-9]{1,18}"


class DisputeId(RecordId):
    pass


class FinalPlanId(RecordId):
    pass


class NameChangeId(RecordId):
    pass


class EvidenceId(RecordId):
    pass


register_converter(DisputeId, "dispute_id")
register_converter(FinalPlanId, "final_plan_id")
register_converter(NameChangeId, "name_change_id")
register_converter(EvidenceId, "evidence_id")

urlpatterns = [
    path("", desk.home, name="home"),
    path("disputes", disputes.disputes, name="disputes"),
    path("disputes/<dispute_id:case_id>", disputes.dispute, name="dispute"),
    path("disputes/<dispute_id:case_id>/note", disputes.note, name="note"),
    path("disputes/<dispute_id:case_id>/materials", disputes.materials, name="materials"),
    path("disputes/<dispute_id:case_id>/turn", disputes.turn, name="turn"),
    path("disputes/<dispute_id:case_id>/take-up", overdue.take_up, name="take_up"),
    path("disputes/<dispute_id:case_id>/final", final_plans.propose, name="propose"),
    path("final-plans", final_plans.final_plans, name="final_plans"),
    path("final-plans/<final_plan_id:final_id>", final_plans.final_plan, name="final_plan"),
    path("final-plans/<final_plan_id:final_id>/check", final_plans.check, name="check_final"),
    path("name-changes", name_changes.name_changes, name="name_changes"),
    path("name-changes/<name_change_id:change_id>", name_changes.name_change, name="name_change"),
    path(
        "name-changes/<name_change_id:change_id>/check",
        name_changes.check,
        name="check_name_change",
    ),
    path("overdue", overdue.overdue, name="overdue"),
    path("files/<evidence_id:attachment_id>", files.evidence, name="evidence"),
]
