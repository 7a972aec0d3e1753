"""The notice of a check of a home, and an objection to one that failed, at both desks. (HVF-02, rule C1.8)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.desks.forms_of_homes import ObjectionForm
from anju.desks.page import FormDesk
from anju.homes import actions, queries
from anju.web.downloads import pdf


def check_of(request: HttpRequest, check_id: int) -> Any:
    return get_object_or_404(queries.verifications_seen_by(request.actor), pk=check_id)


def notice(request: HttpRequest, check_id: int) -> HttpResponse:
    """The paper as it was issued, byte by byte."""
    found = queries.notice_of(check_of(request, check_id))
    if found is None:
        raise Http404
    return pdf(queries.pdf_of(found), f"{found.verification.no}.pdf")


def object_to(desk: FormDesk, request: HttpRequest, check_id: int, told: Any) -> HttpResponse:
    """提出异议 to a failed check, with documents; another reviews it."""
    found = check_of(request, check_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ObjectionForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.raise_objection,
        verification_id=found.pk,
        grounds=form.cleaned_data["grounds"],
        documents=form.documents,
        by=request.actor,
    ):
        messages.success(request, told)
        return redirect(f"{desk.portal}:home_objection", form.done.pk)
    back = (reverse(f"{desk.portal}:home_check", args=[found.pk]), found.no)
    title, submit, facts = _("提出异议"), _("提交"), [(_("核验结果"), queries.sentence_of(found))]
    return desk.show_form(
        request, "homes", form, title=title, back=back, submit=submit, facts=facts
    )
