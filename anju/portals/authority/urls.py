from django.urls import path

from anju.desks import converters  # noqa: F401 - registers `filing_id` and the like
from anju.portals.authority.views import (
    contracts,
    desk,
    events,
    files,
    filings,
    home_files,
    homes,
    institutions,
    lists,
    places,
    practitioners,
    standard,
    troubles,
)

app_name = "authority"

FILING = "filings/<filing_id:filing_id>"
INSTITUTION = "institutions/<institution_id:institution_id>"
PRACTITIONER = "practitioners/<practitioner_id:practitioner_id>"
EVENT = "credit/<event_id:event_id>"
RULE = "rules/<rule_id:rule_id>"
ENTRY = "lists/<entry_id:entry_id>"
APPLICATION = "contract-filings/<contract_filing_id:application_id>"
HOME = "homes/<home_check_id:check_id>"
OBJECTION = "homes/objections/<home_objection_id:objection_id>"
HOME_FILE = "homes/files/<home_file_id:upload_id>"
TROUBLE = "troubles/<trouble_id:trouble_id>"

urlpatterns = [
    path("", desk.home, name="home"),
    path("filings", filings.filings, name="filings"),
    path("filings/new", filings.enter, name="enter_filing"),
    path(FILING, filings.filing, name="filing"),
    path(f"{FILING}/correct", filings.correct, name="correct_filing"),
    path(f"{FILING}/submit", filings.submit, name="submit_filing"),
    path(f"{FILING}/withdraw", filings.withdraw, name="withdraw_filing"),
    path(f"{FILING}/review", filings.review, name="review_filing"),
    path(f"{FILING}/files/<filing_file_id:file_id>", files.filing_file, name="filing_file"),
    path("institutions", institutions.institutions, name="institutions"),
    path(INSTITUTION, institutions.institution, name="institution"),
    path(f"{INSTITUTION}/change", institutions.change, name="change_institution"),
    path(f"{INSTITUTION}/cancel", institutions.cancel, name="cancel_institution"),
    path(f"{INSTITUTION}/password", institutions.renew_password, name="renew_password"),
    path(f"{INSTITUTION}/practitioners", institutions.add_practitioner, name="add_practitioner"),
    path(f"{INSTITUTION}/places", institutions.add_place, name="add_place"),
    path("practitioners", practitioners.practitioners, name="practitioners"),
    path(PRACTITIONER, practitioners.practitioner, name="practitioner"),
    path(f"{PRACTITIONER}/correct", practitioners.correct, name="correct_practitioner"),
    path(f"{PRACTITIONER}/remove", practitioners.remove, name="remove_practitioner"),
    path(f"{PRACTITIONER}/card", practitioners.replace_card, name="replace_card"),
    path(f"{PRACTITIONER}/card/print", practitioners.print_card, name="print_card"),
    path("places", places.places, name="places"),
    path("places/<place_id:place_id>/close", places.close, name="close_place"),
    path("credit", events.events, name="events"),
    path("credit/objections", events.objections, name="objections"),
    path("credit/measures", events.measures, name="measures"),
    path("credit/measures/<measure_id:measure_id>", events.carry_out, name="carry_out"),
    path("credit/files/<credit_evidence_id:evidence_id>", files.evidence, name="evidence"),
    path(f"{INSTITUTION}/credit", events.history, name="credit_history"),
    path(f"{INSTITUTION}/score", events.apply, name="apply_score"),
    path(EVENT, events.event, name="event"),
    path(f"{EVENT}/withdraw", events.withdraw, name="withdraw_score"),
    path(f"{EVENT}/review", events.review, name="review_score"),
    path(f"{EVENT}/objection", events.decide_objection, name="decide_objection"),
    path("rules", standard.rules, name="rules"),
    path("rules/new", standard.add, name="add_rule"),
    path("rules/mode", standard.mode, name="mode"),
    path(RULE, standard.rule, name="rule"),
    path(f"{RULE}/revise", standard.revise, name="revise_rule"),
    path(f"{RULE}/retire", standard.retire, name="retire_rule"),
    path("lists", lists.lists, name="lists"),
    path(f"{INSTITUTION}/list", lists.propose, name="propose_entry"),
    path(ENTRY, lists.entry, name="entry"),
    path(f"{ENTRY}/notify", lists.notify, name="notify_entry"),
    path(f"{ENTRY}/decide", lists.decide, name="decide_entry"),
    path(f"{ENTRY}/removal", lists.ask_removal, name="ask_removal"),
    path(f"{ENTRY}/removal/decide", lists.decide_removal, name="decide_removal"),
    path(f"{ENTRY}/files/<removal_file_id:file_id>", files.removal_file, name="removal_file"),
    path("contract-filings", contracts.filings, name="contract_filings"),
    path("contract-filings/new", contracts.find, name="contracts_to_file"),
    path(
        "contract-filings/new/<contract_id:contract_id>",
        contracts.apply,
        name="file_contract",
    ),
    path(APPLICATION, contracts.filing, name="contract_filing"),
    path(f"{APPLICATION}/review", contracts.review, name="review_contract_filing"),
    path(f"{APPLICATION}/resubmit", contracts.resubmit, name="resubmit_contract_filing"),
    path(f"{APPLICATION}/withdraw", contracts.withdraw, name="withdraw_contract_filing"),
    path(
        f"{APPLICATION}/papers/<contract_document_id:paper_id>",
        contracts.paper,
        name="contract_paper",
    ),
    path(
        "contract-filings/<lease_amendment_id:amendment_id>/document",
        contracts.amendment_paper,
        name="amendment_document",
    ),
    path(f"{APPLICATION}/certificate", contracts.certificate, name="filing_certificate"),
    path("homes", homes.homes, name="homes"),
    path("homes/new", homes.verify, name="verify_home"),
    path(HOME, homes.check, name="home_check"),
    path(f"{HOME}/issue", homes.issue, name="issue_notice"),
    path(f"{HOME}/notice", homes.notice, name="home_notice"),
    path(f"{HOME}/object", homes.object_to, name="object_to_check"),
    path("homes/objections", homes.objections, name="home_objections"),
    path(OBJECTION, homes.objection, name="home_objection"),
    path(f"{OBJECTION}/review", homes.review_objection, name="review_home_objection"),
    path(
        "homes/documents/<home_document_id:document_id>",
        files.home_document,
        name="home_document",
    ),
    path("homes/files", home_files.home_files, name="home_files"),
    path("homes/files/template", home_files.template, name="home_template"),
    path(HOME_FILE, home_files.home_file, name="home_file"),
    path(f"{HOME_FILE}/result", home_files.result, name="home_file_result"),
    path("troubles", troubles.troubles, name="troubles"),
    path(TROUBLE, troubles.trouble, name="trouble"),
    path(f"{TROUBLE}/report", troubles.report, name="report_trouble"),
    path(f"{TROUBLE}/resolve", troubles.resolve, name="resolve_trouble"),
]
