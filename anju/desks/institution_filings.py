"""A 备案申请 of an institution is corrected or withdrawn, by the institution or by an officer. (AGY-01)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.agencies import actions, queries
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import InstitutionForm
from anju.desks.page import FormDesk


def filing_of(request: HttpRequest, filing_id: int) -> Any:
    return get_object_or_404(queries.filings_seen_by(request.actor), pk=filing_id)


def entered(desk: FormDesk, request: HttpRequest, form: InstitutionForm) -> HttpResponse:
    told = _("请核对填写的内容，然后提交审核") if form.wants_all else _("草稿已保存，可以继续填写")
    messages.success(request, told)
    return redirect(f"{desk.portal}:filing", form.done.pk)


def correct(desk: FormDesk, request: HttpRequest, filing_id: int) -> HttpResponse:
    """What is a draft, or came back, is written anew; every version is kept."""
    found = filing_of(request, filing_id)
    address = f"{desk.portal}:filing"
    if "correct_filing" not in queries.acts_on_filing(found, request.actor):
        messages.warning(request, _("这份申请现在不能修改"))
        return redirect(address, found.pk)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    last = queries.versions_of(found).first()
    about: dict[str, Any] = {"kind": found.kind, "is_branch": found.is_branch}
    form = InstitutionForm(*sent, actor=request.actor, terms=last.terms if last else None, **about)
    if form.is_valid() and form.attempt(
        actions.correct_filing, filing_id=found.pk, terms=form.terms, by=request.actor
    ):
        return entered(desk, request, form)
    back = reverse(address, args=[found.pk])
    return desk.show(request, "desks/filing_form", "filings", form=form, back_url=back)


def withdraw(desk: FormDesk, request: HttpRequest, filing_id: int) -> HttpResponse:
    found, form = filing_of(request, filing_id), ReasonForm(request.POST or None)
    address = f"{desk.portal}:filing"
    if form.is_valid() and form.attempt(
        actions.withdraw_filing, filing_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("申请已撤回"))
        return redirect(address, found.pk)
    return desk.show_form(
        request,
        "filings",
        form,
        title=_("撤回申请"),
        back=(reverse(address, args=[found.pk]), _("备案申请")),
        submit=_("撤回"),
        facts=[(_("机构名称"), found.name), (_("统一社会信用代码"), found.uscc)],
    )
