"""足额交存证明: for the registration of a transfer or a mortgage. (rule B2.12)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.certificates import actions, queries
from anju.portals.owner.page import show
from anju.portals.owner.reach import own_home
from anju.web.doors import owner
from anju.web.paging import page_of
from anju.web.tenant.certificates import ProofForm, certificate_shown, pdf_file, proof_form


@owner
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """What was issued for a home; POST is 【开具】. Refused while the home owes something."""
    account = own_home(request, dwelling_id)
    form: ProofForm = proof_form(request)
    if form.is_valid() and form.attempt(
        actions.issue_proof_of_full_payment,
        account_id=account.pk,
        language=form.cleaned_data["language"],
        by=request.actor,
    ):
        return redirect("owner:proof", dwelling_id)
    issued = queries.without_content(queries.home_certificates_seen_by(request.actor))
    page = page_of(issued.filter(account=account), request)
    rows = [certificate_shown(one) for one in page.rows]
    return show(request, "proof", "homes", account=account, form=form, page=page, rows=rows)


@owner
@require_GET
def proof_file(request: HttpRequest, no: str) -> HttpResponse:
    return pdf_file(get_object_or_404(queries.home_certificates_seen_by(request.actor), no=no))
