"""物业服务企业: found by name or code; one with its keys, communities, applications and data. (PRP-12, PRP-13)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.companies import queries
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_areas import CompanySearch
from anju.portals.fund_desk.page import OF_COMPANIES, show
from anju.portals.fund_desk.shown_areas import (
    area_application_rows,
    area_rows,
    changes_shown,
    company_rows,
    facts_of_company,
)
from anju.portals.fund_desk.shown_companies import key_rows
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.paging import PageOfRows, page_of

HERE = "companies"
MOST_ROWS = 20


def company_of(request: HttpRequest, company_id: int) -> Any:
    return get_object_or_404(queries.companies_seen_by(request.actor), pk=company_id)


@staff(*OF_COMPANIES)
@require_GET
def companies(request: HttpRequest) -> HttpResponse:
    search, page = CompanySearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.companies_found(request.actor, **search.cleaned_data), request)
    return show(request, "companies", HERE, search=search, page=page, rows=company_rows(page.rows))


@staff(*OF_COMPANIES)
@require_GET
def company(request: HttpRequest, company_id: int) -> HttpResponse:
    found, actor = company_of(request, company_id), request.actor
    asked = queries.area_applications_seen_by(actor).filter(company=found)
    return show(
        request,
        "company",
        HERE,
        company=found,
        facts=facts_of_company(found),
        keys=key_rows(queries.keys_of_company(actor, found)[:MOST_ROWS]),
        areas=area_rows(queries.areas_at_desk(actor, found)[:MOST_ROWS]),
        applications=area_application_rows(asked[:MOST_ROWS]),
        changes=changes_shown(queries.changes_at_desk(actor, found)[:MOST_ROWS]),
        may_end=Power.FUND_COMPANY in actor.may,
    )


@staff(*OF_COMPANIES)
@require_GET
def company_in_full(request: HttpRequest, company_id: int) -> HttpResponse:
    """Names and numbers of people in full, and every change page by page: the look is written down. (SEC-01)"""
    found = company_of(request, company_id)
    note_look(request, of=found, whose=found.name, purpose=_("查看物业服务企业完整信息"))
    page = page_of(queries.changes_at_desk(request.actor, found), request)
    return show(
        request,
        "company_in_full",
        HERE,
        company=found,
        facts=facts_of_company(found, is_full=True),
        page=page,
        changes=changes_shown(page.rows, is_full=True),
    )
