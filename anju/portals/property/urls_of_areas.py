"""物业区域关联, 单位信息变更, 业务流水查询 and 补打: their addresses. (manual 004, 5 to 8)"""

from django.urls import path

from anju.desks import converters  # noqa: F401 - registers `area_application_id` and the like
from anju.portals.property.views import area_papers, areas, flows, unit

AREAS = "areas/<area_application_id:application_id>"

urlpatterns = [
    path("areas", areas.areas, name="areas"),
    path("areas/new", areas.new_areas, name="new_areas"),
    path(AREAS, areas.area_application, name="area_application"),
    path(f"{AREAS}/done", areas.area_done, name="area_done"),
    path(f"{AREAS}/correct", areas.correct_areas, name="correct_areas"),
    path(f"{AREAS}/withdraw", areas.withdraw_areas, name="withdraw_areas"),
    path(f"{AREAS}/papers", area_papers.area_papers, name="area_papers"),
    path(f"{AREAS}/papers/add", area_papers.add_area_paper, name="add_area_paper"),
    path(
        f"{AREAS}/papers/<area_document_id:document_id>/remove",
        area_papers.remove_area_paper,
        name="remove_area_paper",
    ),
    path(f"{AREAS}/submit", area_papers.submit_areas, name="submit_areas"),
    path(f"{AREAS}/skip", area_papers.skip_area_papers, name="skip_area_papers"),
    path(f"{AREAS}/print", flows.print_areas, name="print_areas"),
    path(
        "areas/documents/<area_document_id:document_id>",
        area_papers.area_document,
        name="area_document",
    ),
    path("flows", flows.flows, name="flows"),
    path("reprints", flows.reprints, name="reprints"),
    path(
        "reprints/<slug:printable>/<printed_record_id:record_id>",
        flows.print_again,
        name="print_again",
    ),
    path("unit", unit.unit, name="unit"),
    path("unit/history", unit.unit_history, name="unit_history"),
    path("unit/name-checks/<name_check_id:check_id>", unit.name_check, name="name_check"),
    path("unit/changes/<unit_change_id:change_id>", unit.unit_done, name="unit_done"),
]
