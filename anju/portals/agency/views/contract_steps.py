"""The steps of a draft, the preview, and 签约, as `desks.contract_steps` has them. (CON-01 to CON-05)"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import contract_steps as steps
from anju.desks.forms_of_contracts import AgreementsForm, TenantsForm, TermsForm
from anju.people.rules import InstitutionPower
from anju.portals.agency.page import PORTAL, show
from anju.portals.agency.views.contracts import contract_of
from anju.web.doors import agency

PLACE = steps.Place(PORTAL, show, "contracts", "contracts", _("租赁合同网签列表"))


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.step(
        PLACE, request, contract_of(request, contract_id), "contract_terms", TermsForm
    )


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def tenants(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.step(
        PLACE, request, contract_of(request, contract_id), "contract_tenants", TenantsForm
    )


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.step(
        PLACE, request, contract_of(request, contract_id), "contract_agreements", AgreementsForm
    )


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.documents(PLACE, request, contract_of(request, contract_id))


@agency(InstitutionPower.CONTRACTS)
@require_GET
def preview(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.preview(PLACE, request, contract_of(request, contract_id))


@agency(InstitutionPower.CONTRACTS)
@require_POST
def sign(request: HttpRequest, contract_id: int) -> HttpResponse:
    return steps.sign(PLACE, request, contract_of(request, contract_id))
