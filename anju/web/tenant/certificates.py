"""凭证 on both portals of a tenant: what is asked for, what is shown, and the files. (TEN-91)"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from anju.certificates import queries
from anju.certificates.paper import grouped, grouped_no, verify_url
from anju.certificates.rules import LANGUAGES, Kind
from anju.core import clock
from anju.orders import queries as orders
from anju.web.forms import Form
from anju.web.paging import page_of
from anju.web.searches import NOT_IN_THE_LIST, DayField

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ProofForm(Form):
    language = forms.ChoiceField(
        label=_("凭证文字"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择凭证文字"), **NOT_IN_THE_LIST},
    )


class StatementForm(ProofForm):
    from_on = DayField(_("起日"))
    to_on = DayField(_("止日"))
    field_order = ("from_on", "to_on", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_on", "to_on"):
            self.fields[name].required = True


def proof_form(request: HttpRequest) -> ProofForm:
    return ProofForm(posted(request), initial={"language": translation.get_language()})


def statement_form(request: HttpRequest, lease: Any) -> StatementForm:
    """Unless told otherwise from the filing until today."""
    first = {"from_on": lease.filed_on, "to_on": clock.today()}
    first["language"] = translation.get_language()
    return StatementForm(posted(request), initial=first)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def held_for(lease: Any) -> Any:
    """What is in custody for a lease now: without a deposit there is no proof of one."""
    [balance] = orders.balances_of([lease])
    return balance


def certificates(request: HttpRequest) -> dict[str, Any]:
    """我的凭证: all that was issued for the leases of this tenant, newest first."""
    seen = queries.without_content(queries.certificates_seen_by(request.actor))
    page = page_of(seen, request)
    return {"page": page, "rows": [certificate_shown(one) for one in page.rows]}


def certificate_asked_for(request: HttpRequest, no: str) -> Any:
    """One paper of this tenant, its content not yet unsealed; 404 for all others."""
    return get_object_or_404(
        queries.without_content(queries.certificates_seen_by(request.actor)), no=no
    )


def certificate_shown(certificate: Any) -> dict[str, Any]:
    return {
        "certificate": certificate,
        "no": grouped_no(certificate.no),
        "digest": grouped(bytes(certificate.facts_digest).hex(), 8),
        "verify_url": verify_url(certificate.no),
        "has_xlsx": certificate.kind == Kind.STATEMENT,
    }


def pdf_file(certificate: Any) -> HttpResponse:
    return download(queries.pdf_of(certificate), "application/pdf", certificate, "pdf")


def xlsx_file(certificate: Any) -> HttpResponse:
    """Only a statement is a spreadsheet too."""
    if certificate.kind != Kind.STATEMENT:
        raise Http404
    return download(queries.xlsx_of(certificate), XLSX, certificate, "xlsx")


def download(content: bytes, content_type: str, certificate: Any, extension: str) -> HttpResponse:
    name = f"{certificate.get_kind_display()}-{certificate.no}.{extension}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
