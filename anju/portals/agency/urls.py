from django.urls import path

from anju.desks import converters  # noqa: F401 - registers `filing_id` and the like
from anju.portals.agency.views import (
    credit,
    filings,
    home,
    home_files,
    homes,
    institution,
    practitioners,
)

app_name = "agency"

HOME = "homes/<home_check_id:check_id>"
INSTITUTION = "institutions/<institution_id:institution_id>"
PRACTITIONER = "practitioners/<practitioner_id:practitioner_id>"
FILING = "filings/<filing_id:filing_id>"
EVENT = "credit/<event_id:event_id>"
ENTRY = "lists/<entry_id:entry_id>"

urlpatterns = [
    path("", home.home, name="home"),
    path("homes", homes.homes, name="homes"),
    path("homes/new", homes.verify, name="verify_home"),
    path(HOME, homes.check, name="home_check"),
    path(f"{HOME}/issue", homes.issue, name="issue_notice"),
    path(f"{HOME}/notice", homes.notice, name="home_notice"),
    path(f"{HOME}/object", homes.object_to, name="object_to_check"),
    path(f"{HOME}/give-up", homes.give_up, name="give_up_home"),
    path(
        "homes/objections/<home_objection_id:objection_id>", homes.objection, name="home_objection"
    ),
    path("homes/documents/<home_document_id:document_id>", homes.document, name="home_document"),
    path("homes/files", home_files.home_files, name="home_files"),
    path("homes/files/template.xlsx", home_files.template, name="home_template"),
    path("homes/files/<home_file_id:file_id>", home_files.home_file, name="home_file"),
    path(
        "homes/files/<home_file_id:file_id>/result.xlsx", home_files.result, name="home_file_result"
    ),
    path("institution", institution.own, name="own"),
    path(INSTITUTION, institution.institution, name="institution"),
    path(f"{INSTITUTION}/change", institution.change, name="change_institution"),
    path(f"{INSTITUTION}/cancel", institution.cancel, name="cancel_institution"),
    path(f"{INSTITUTION}/practitioner", institution.add_practitioner, name="add_practitioner"),
    path(f"{INSTITUTION}/place", institution.add_place, name="add_place"),
    path("places/<place_id:place_id>/close", institution.close_place, name="close_place"),
    path("practitioners", practitioners.practitioners, name="practitioners"),
    path(PRACTITIONER, practitioners.practitioner, name="practitioner"),
    path(f"{PRACTITIONER}/correct", practitioners.correct, name="correct_practitioner"),
    path(f"{PRACTITIONER}/remove", practitioners.remove, name="remove_practitioner"),
    path(f"{PRACTITIONER}/card", practitioners.replace_card, name="replace_card"),
    path("filings", filings.filings, name="filings"),
    path("filings/branch", institution.add_branch, name="add_branch"),
    path(FILING, filings.filing, name="filing"),
    path(f"{FILING}/correct", filings.correct, name="correct_filing"),
    path(f"{FILING}/submit", filings.submit, name="submit_filing"),
    path(f"{FILING}/withdraw", filings.withdraw, name="withdraw_filing"),
    path(f"{FILING}/files/<filing_file_id:file_id>", filings.filing_file, name="filing_file"),
    path("credit", credit.credit, name="credit"),
    path(EVENT, credit.event, name="event"),
    path(f"{EVENT}/object", credit.object_to, name="object_to_score"),
    path("credit/evidence/<credit_evidence_id:evidence_id>", credit.evidence, name="evidence"),
    path(ENTRY, credit.entry, name="entry"),
    path(f"{ENTRY}/state", credit.state, name="state_on_entry"),
    path(f"{ENTRY}/repair", credit.ask_repair, name="ask_repair"),
    path(f"{ENTRY}/files/<removal_file_id:file_id>", credit.removal_file, name="removal_file"),
]
