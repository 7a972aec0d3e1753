from django.urls import path

from anju.desks import converters  # noqa: F401 - registers `filing_id` and the like
from anju.portals.agency.views import (
    amendments,
    contract_filings,
    contract_steps,
    contracts,
    credit,
    filings,
    home,
    home_files,
    homes,
    institution,
    practitioners,
    users,
)

app_name = "agency"

CONTRACT = "contracts/<contract_id:contract_id>"
CONTRACT_FILING = "contract-filings/<contract_filing_id:filing_id>"
FILING_FILE = "contract-filings/files/<contract_filing_file_id:file_id>"
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
    path("contracts", contracts.contracts, name="contracts"),
    path("contracts/new", contracts.choose_home, name="choose_home"),
    path(f"{HOME}/contract", contracts.begin, name="begin_contract"),
    path(CONTRACT, contracts.contract, name="contract"),
    path(f"{CONTRACT}/terms", contract_steps.terms, name="contract_terms"),
    path(f"{CONTRACT}/tenants", contract_steps.tenants, name="contract_tenants"),
    path(f"{CONTRACT}/agreements", contract_steps.agreements, name="contract_agreements"),
    path(f"{CONTRACT}/documents", contract_steps.documents, name="contract_documents"),
    path(f"{CONTRACT}/preview", contract_steps.preview, name="contract_preview"),
    path(f"{CONTRACT}/sign", contract_steps.sign, name="sign_contract"),
    path(f"{CONTRACT}/take-back", contracts.take_back, name="take_back_contract"),
    path(f"{CONTRACT}/cancel", contracts.cancel, name="cancel_contract"),
    path(f"{CONTRACT}/revoke", contracts.revoke, name="revoke_contract"),
    path(f"{CONTRACT}/revocation", contracts.answer_revocation, name="answer_revocation"),
    path(f"{CONTRACT}/contract.pdf", contracts.paper, name="contract_pdf"),
    path(f"{CONTRACT}/file", contract_filings.submit, name="submit_contract"),
    path(
        "contracts/documents/<contract_document_id:document_id>",
        contracts.document,
        name="contract_document",
    ),
    path("contract-filings", contract_filings.contract_filings, name="contract_filings"),
    path("contract-filings/new", contract_filings.choose_contract, name="choose_contract"),
    path(CONTRACT_FILING, contract_filings.contract_filing, name="contract_filing"),
    path(f"{CONTRACT_FILING}/submit", contract_filings.resubmit, name="resubmit_contract"),
    path(f"{CONTRACT_FILING}/correct", contract_filings.correct, name="correct_contract"),
    path(f"{CONTRACT_FILING}/withdraw", contract_filings.withdraw, name="withdraw_contract"),
    path(
        f"{CONTRACT_FILING}/certificate.pdf",
        contract_filings.certificate,
        name="filing_certificate",
    ),
    path(f"{CONTRACT_FILING}/change", amendments.change, name="change_lease"),
    path(f"{CONTRACT_FILING}/renewal", amendments.renew, name="renew_lease"),
    path(f"{CONTRACT_FILING}/end", amendments.end, name="end_lease"),
    path(
        "contract-filings/<lease_amendment_id:filing_id>/document",
        amendments.document,
        name="amendment_document",
    ),
    path("contract-filings/files", contract_filings.filing_files, name="filing_files"),
    path("contract-filings/files/template.xlsx", contract_filings.template, name="filing_template"),
    path(FILING_FILE, contract_filings.filing_file, name="filing_file_progress"),
    path(f"{FILING_FILE}/result.xlsx", contract_filings.result, name="filing_file_result"),
    path("institution", institution.own, name="own"),
    path(INSTITUTION, institution.institution, name="institution"),
    path(f"{INSTITUTION}/change", institution.change, name="change_institution"),
    path(f"{INSTITUTION}/cancel", institution.cancel, name="cancel_institution"),
    path(f"{INSTITUTION}/practitioner", institution.add_practitioner, name="add_practitioner"),
    path(f"{INSTITUTION}/place", institution.add_place, name="add_place"),
    path("places/<place_id:place_id>/close", institution.close_place, name="close_place"),
    path("practitioners", practitioners.practitioners, name="practitioners"),
    path("practitioners/new", institution.register, name="register_practitioner"),
    path(PRACTITIONER, practitioners.practitioner, name="practitioner"),
    path(f"{PRACTITIONER}/card.pdf", practitioners.print_card, name="print_card"),
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
    path("users", users.users, name="users"),
    path("users/new", users.add_user, name="add_user"),
    path("users/<operator_id:operator_id>", users.user, name="user"),
    path(
        "users/<operator_id:operator_id>/password",
        users.reset_password,
        name="reset_user_password",
    ),
    path("users/<operator_id:operator_id>/close", users.close_user, name="close_user"),
    path("credit", credit.credit, name="credit"),
    path(EVENT, credit.event, name="event"),
    path(f"{EVENT}/object", credit.object_to, name="object_to_score"),
    path("credit/evidence/<credit_evidence_id:evidence_id>", credit.evidence, name="evidence"),
    path(ENTRY, credit.entry, name="entry"),
    path(f"{ENTRY}/state", credit.state, name="state_on_entry"),
    path(f"{ENTRY}/repair", credit.ask_repair, name="ask_repair"),
    path(f"{ENTRY}/files/<removal_file_id:file_id>", credit.removal_file, name="removal_file"),
]
