"""What may be asked about contracts of housing rental."""

from anju.signings.queries.contracts import (
    contract_by_no,
    contracts_kept_by,
    contracts_ready_for_filing,
    contracts_seen_by,
    contracts_to_confirm,
    contracts_to_enter,
    contracts_to_lapse,
    documents_of,
    documents_seen_by,
    found_by,
    in_status,
    phone_masked,
    tenant_of,
    tenants_of,
    terms_of,
)
from anju.signings.queries.deeds import deeds_of
from anju.signings.queries.drafts import (
    Preview,
    documents_needed_by,
    home_facts,
    needed_documents,
    preview,
    typed_of,
    why_returned,
)
from anju.signings.queries.papers import (
    ForAnyone,
    for_anyone,
    pdf_of,
    pdf_to_read,
    verify_copy,
)
from anju.signings.queries.revocations import has_agreed, open_revocation
from anju.signings.reading import plan_instalments

__all__ = [
    "ForAnyone",
    "Preview",
    "contract_by_no",
    "contracts_kept_by",
    "contracts_ready_for_filing",
    "contracts_seen_by",
    "contracts_to_confirm",
    "contracts_to_enter",
    "contracts_to_lapse",
    "deeds_of",
    "documents_needed_by",
    "documents_of",
    "documents_seen_by",
    "for_anyone",
    "found_by",
    "has_agreed",
    "home_facts",
    "in_status",
    "needed_documents",
    "open_revocation",
    "pdf_of",
    "pdf_to_read",
    "phone_masked",
    "plan_instalments",
    "preview",
    "tenant_of",
    "tenants_of",
    "terms_of",
    "typed_of",
    "verify_copy",
    "why_returned",
]
