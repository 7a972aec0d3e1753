"""Signed contracts, and the certificates of their filing, for whoever is shown one. (CON-05, CON-12)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.filings import queries as filings
from anju.portals.public import guesses
from anju.portals.public.files import tell_result
from anju.portals.public.forms import ContractForm, FileForm, FilingForm
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_contracts import contract_shown, filing_shown
from anju.signings import queries as signings
from anju.web.doors import anyone


@anyone
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    form = ContractForm(no=request.GET.get("no"))
    if form.is_valid():
        return redirect("public:contract", form.cleaned_data["no"])
    return show(request, "contracts", "contracts", form=form)


@anyone
@require_http_methods(["GET", "POST"])
def contract(request: HttpRequest, no: str) -> HttpResponse:
    """Whether it took effect and still holds, without names or amounts; POST compares a copy with what was sealed."""
    if guesses.is_guessing(request):
        return show(request, "wait", "contracts", status=429)
    seen = signings.for_anyone(no)
    if seen is None:
        return show_unknown(request, "contracts", ContractForm(no=no))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        is_same = signings.verify_copy(seen.no, form.content())
        tell_result(request, form, is_same, _("双方签署的这份合同"))
        return redirect("public:contract", seen.no)
    return show_found(request, "contract", "contracts", shown=contract_shown(seen), form=form)


@anyone
@require_GET
def filed(request: HttpRequest) -> HttpResponse:
    """The numbers are typed; the code on a certificate leads to the next page at once."""
    form = FilingForm(no=request.GET.get("no"), code=request.GET.get("code"))
    if form.is_valid():
        no, code = form.cleaned_data["no"], form.cleaned_data["code"]
        return redirect("public:certificate_of_filing", no, code) if code else to_filing(no)
    return show(request, "filings", "filings", form=form)


def to_filing(no: str) -> HttpResponse:
    return redirect("public:filing", no)


@anyone
@require_http_methods(["GET", "POST"])
def filing(request: HttpRequest, no: str, code: str = "") -> HttpResponse:
    """Whether a filing is in force; with the code of the certificate the home, and its file can be compared."""
    if guesses.is_guessing(request):
        return show(request, "wait", "filings", status=429)
    seen = filings.for_anyone(no, code)
    if seen is None:
        is_other_code = bool(code) and filings.for_anyone(no) is not None
        typed = FilingForm(no=no, code=code)
        return show_unknown(request, "filings", typed, is_other_code=is_other_code)
    paper = filings.certificate_for_anyone(no, code) if code else None
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if paper is not None and form.is_valid():
        is_same = filings.is_this_certificate(paper, form.digest())
        tell_result(request, form, is_same, _("这份合同备案证明"))
        return redirect("public:certificate_of_filing", no, code)
    shown = filing_shown(seen)
    return show_found(
        request, "filing", "filings", shown=shown, form=form if paper is not None else None
    )


def show_unknown(
    request: HttpRequest,
    here: str,
    form: ContractForm | FilingForm,
    *,
    is_other_code: bool = False,
) -> HttpResponse:
    """A slip of the pen is told as one; only a number that could be one is a miss."""
    could_be = form.is_valid()
    if could_be:
        guesses.note_miss(request)
    return show_found(
        request,
        here,
        here,
        status=404,
        form=form,
        is_unknown=could_be and not is_other_code,
        is_other_code=could_be and is_other_code,
    )
