"""What the officers of credit type: searches, an application, rules, proposals for the lists."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.reasons import Refusal as ReasonRefusal
from anju.credit import queries
from anju.credit.rules import (
    STEPS,
    Category,
    EntryStatus,
    EventStatus,
    ListKind,
    Mode,
    Operation,
    Refusal,
    RemovalGround,
    RuleStatus,
)
from anju.credit.terms import RuleTerms
from anju.desks.forms import Chosen, LongText, Whole, Words
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form
from anju.web.searches import ChoiceField, DayField, PartOfName

POINTS = [(str(points), str(points)) for points in STEPS]
FIRST_CYCLE = 2024


class EventSearch(Form):
    text = PartOfName(_("机构名称"))
    rule_code = Words(_("信用规则编号"), 4)
    status = ChoiceField(_("状态"), EventStatus.choices)
    year = ChoiceField(_("记分周期"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(clock.today().year, FIRST_CYCLE - 1, -1)
        offered = [("", _("全部")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = offered  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {**asked, "year": int(asked["year"]) if asked["year"] else None}


class ScoreForm(WithAttachments, Form):
    """记分申请: under which rule, how many points, what happened, what proves it. (CRD-01)"""

    at_fields = {
        Refusal.RULE_NOT_IN_FORCE: "rule",
        Refusal.POINTS_NEED_REASON: "points_because",
        Refusal.HAPPENED_IN_FUTURE: "happened_on",
        Refusal.EVIDENCE_MISSING: "uploads",
        Refusal.TOO_MANY_FILES: "uploads",
        ReasonRefusal.REASON_MISSING: "facts",
    }
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    rule = Chosen(_("信用规则 *"), [])
    points = Chosen(_("分值 *"), POINTS, help_text=_("与建议分值不同的，须说明理由"))
    points_because = Words(_("分值不同的理由"))
    happened_on = DayField(_("行为发生日期 *"))
    facts = LongText(_("事实 *"), 500, required=True)
    uploads = AttachmentsField(_("证据材料 *"), wanted=_("请上传证据材料"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": secrets.token_urlsafe(16)}, **kwargs)
        offered = [
            (
                str(rule.pk),
                _("{code} {item}（{operation}，建议{points}分）").format(
                    code=rule.code,
                    item=rule.item,
                    operation=rule.get_operation_display(),
                    points=rule.points,
                ),
            )
            for rule in queries.rules_in_force()
        ]
        self.fields["rule"].choices = [("", _("请选择")), *offered]  # type: ignore[attr-defined]
        self.fields["happened_on"].required = True
        self.fields["happened_on"].error_messages["required"] = str(_("请填写"))

    @property
    def stated(self) -> dict[str, Any]:
        """What `apply_for_score` takes, but for whom it is about."""
        typed = self.cleaned_data
        return {
            "key": typed["key"],
            "rule_id": int(typed["rule"]),
            "points": int(typed["points"]),
            "points_because": typed["points_because"],
            "happened_on": typed["happened_on"],
            "facts": typed["facts"],
            "file_ids": typed["uploads"],
        }


class NoteForm(Form):
    """What was done about a threshold."""

    at_fields = {ReasonRefusal.REASON_MISSING: "note", ReasonRefusal.REASON_TOO_LONG: "note"}
    note = LongText(_("办理情况"), 500, required=True)


class RuleSearch(Form):
    """Which of the standard; the rules in force unless asked otherwise."""

    text = PartOfName(_("计分事项"))
    code = Words(_("信用规则编号"), 4)
    category = ChoiceField(_("计分类型"), Category.choices)
    operation = ChoiceField(_("操作类型"), Operation.choices)
    status = ChoiceField(_("状态"), RuleStatus.choices)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": RuleStatus.IN_FORCE})


class RuleForm(Form):
    """A rule of the standard; a revision is the next version."""

    at_fields = {
        Refusal.NOT_A_RULE_CODE: "code",
        Refusal.RULE_THERE: "code",
        Refusal.VALIDITY_WRONG: "validity_months",
    }
    code = Words(_("信用规则编号 *"), 4, required=True, help_text=_("R或G加2至3位数字"))
    item = Words(_("计分事项 *"), 200, required=True)
    category = Chosen(_("计分类型 *"), Category.choices)
    points = Chosen(_("建议分值 *"), POINTS)
    operation = Chosen(_("操作类型 *"), Operation.choices)
    detail = LongText(_("详细说明"), 500)
    basis = Words(_("依据"))
    validity_months = Whole(_("有效期（月）"), help_text=_("不填的，到记分周期结束"))
    lists_at_once = forms.BooleanField(label=_("生效即提出列入黑名单"), required=False)

    def __init__(self, typed: Any = None, *, rule: Any = None) -> None:
        names = RuleTerms.__dataclass_fields__ if rule else ()
        super().__init__(typed, initial={name: getattr(rule, name) for name in names})
        if rule:
            del self.fields["code"]

    @property
    def terms(self) -> RuleTerms:
        typed = {name: self.cleaned_data[name] for name in RuleTerms.__dataclass_fields__}
        months = typed["validity_months"] or None
        return RuleTerms(**typed | {"points": int(typed["points"]), "validity_months": months})


class ModeForm(Form):
    """From which coming year on points are counted which way."""

    at_fields = {Refusal.MODE_OF_THE_PAST: "from_year"}
    from_year = Whole(_("从哪一年起"))
    mode = Chosen(_("计分方式"), Mode.choices, widget=forms.RadioSelect)


class EntrySearch(Form):
    text = PartOfName(_("机构名称"))
    uscc = Words(_("统一社会信用代码"), 18)
    kind = ChoiceField(_("名单"), ListKind.choices)
    status = ChoiceField(_("状态"), EntryStatus.choices)


class ProposalForm(Form):
    """提出列入: on the red list for last year's standing, on the black one for a judgment. (rules C6.3, C6.4)"""

    at_fields = {
        Refusal.BASIS_MISSING: "basis",
        ReasonRefusal.REASON_MISSING: "reason",
    }
    kind = Chosen(_("名单 *"), ListKind.choices, widget=forms.RadioSelect)
    reason = LongText(_("事由 *"), 500, required=True)
    basis = Words(_("裁判文书号"), help_text=_("列入黑名单的必填；其他情形由记分自动提出"))


class RemovalForm(WithAttachments, Form):
    """申请注销: an entry is taken off the list before its time, when another agrees."""

    at_fields = {
        ReasonRefusal.REASON_MISSING: "because",
        Refusal.EVIDENCE_MISSING: "uploads",
        Refusal.TOO_MANY_FILES: "uploads",
    }
    ground = Chosen(_("注销情形 *"), RemovalGround.choices, widget=forms.RadioSelect)
    because = LongText(_("注销原因 *"), 500, required=True)
    uploads = AttachmentsField(_("证明材料"))
