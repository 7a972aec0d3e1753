"""Keeping what was typed into a draft, on whatever button of the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from anju.core.refusals import Refused
from anju.portals.property import order_state as state
from anju.portals.property.forms_of_orders import (
    NoticeForm,
    answers_in,
    ids_in,
    stated_in,
)
from anju.web.attachments import store_attachment
from anju.works import actions, queries
from anju.works.rules import Refusal


@dataclass(frozen=True)
class Wrong:
    """What is told on the form: at its fields, at its top, at the notice to the owners."""

    at_fields: Mapping[str, Any] = field(default_factory=dict)
    sentences: Sequence[Any] = ()
    notice: NoticeForm | None = None

    def __bool__(self) -> bool:
        return bool(self.at_fields or self.sentences or self.notice)


NOTHING_WRONG = Wrong()


def keep_typed(request: HttpRequest, order: Any) -> tuple[Any, Wrong]:
    """Fields, answers, files and ticked buildings of the form, wrong ones too. The draft as it is then."""
    posted = request.POST
    about = {"order_id": order.pk, "by": request.actor}
    stated = stated_in(posted)
    if stated.items() - queries.typed_of(order).items():
        order = actions.describe_order(stated=stated, **about)
    answers, remarks = answers_in(posted)
    given = queries.answers_of(order)
    changed = {
        item: answer
        for item, answer in answers.items()
        if given.get(item) != (answer, remarks[item].strip())
    }
    if changed:
        order = actions.answer_exclusions(answers=changed, remarks=remarks, **about)
    state.tick_buildings(request, order.pk, ids_in(posted.getlist("building")))
    wrong = NOTHING_WRONG
    if request.FILES.getlist("uploads") and posted.get("do") != "attach":
        wrong = store_papers(request, order)
    return order, wrong


def store_papers(request: HttpRequest, order: Any) -> Wrong:
    """【添加附件】: every good file is kept even where another is refused."""
    files, kind = request.FILES.getlist("uploads"), request.POST.get("paper_kind", "")
    if not files:
        return Wrong(sentences=[_("请选择要添加的附件文件")])

    def store(file: Any) -> None:
        file_id = store_attachment(file, request.actor)
        actions.attach_paper(order_id=order.pk, kind=kind, file_id=file_id, by=request.actor)

    return Wrong(sentences=refused_of(store, files))


def refused_of(store: Callable[[Any], None], files: Sequence[Any]) -> list[str]:
    sentences = []
    for file in files:
        try:
            store(file)
        except Refused as refused:
            sentences.append(refused.message)
    return sentences


def record_notice(request: HttpRequest, order: Any) -> Wrong:
    """【登记告知】: where and since when the owners know, with photos."""
    form, ids = NoticeForm(request.POST), []
    if not form.is_valid():
        return Wrong(notice=form)
    sentences = refused_of(
        lambda file: ids.append(store_attachment(file, request.actor)),
        request.FILES.getlist("notice_photos"),
    )
    if form.cleaned_data["posted_at"] is None:
        sentences.append(str(Refusal.NOTICE_MISSING.label))
    for sentence in sentences:
        form.add_error(None, sentence)
    if sentences:
        return Wrong(notice=form)
    recorded = form.attempt(
        actions.record_notice,
        order_id=order.pk,
        file_ids=ids,
        by=request.actor,
        **form.cleaned_data,
    )
    return NOTHING_WRONG if recorded else Wrong(notice=form)


def give_up(request: HttpRequest, order: Any) -> None:
    """【撤销任务单】【撤销新建任务单】 of a draft: it can be made anew, with all that was typed."""
    actions.revoke_order(order_id=order.pk, by=request.actor)
    messages.success(
        request,
        _("任务单{no}已撤销，可以在“审批退回及撤销任务单信息”中修改后重新申请").format(no=order.no),
    )
