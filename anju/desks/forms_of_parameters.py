"""What is typed about parameters: another value, from which day on, why, and by which papers. (CTR-06)"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import calendar, clock
from anju.core.calendar import Refusal as CalendarRefusal
from anju.core.reasons import Refusal as ReasonRefusal
from anju.core.refusals import Refused
from anju.custody.rules import Refusal as CustodyRefusal
from anju.desks.forms import MOST_OF_REASON, Chosen, LongText, Words
from anju.fund_runs.rules import Refusal as FundRefusal
from anju.notices.rules.wording import WordingRefusal
from anju.parameters import reading
from anju.parameters.rules import Kind, Parameter, Refusal
from anju.people.queries import notice_in_force
from anju.people.rules import MOST_OF_NOTICE
from anju.people.rules import Refusal as PeopleRefusal
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.searches import DayField

AT_VALUE = (
    Refusal.UNREADABLE,
    Refusal.OUT_OF_RANGE,
    Refusal.NOTHING_CHANGED,
    CalendarRefusal.LINE_UNREADABLE,
    CalendarRefusal.DAY_OUTSIDE,
    CalendarRefusal.NOTHING_ARRANGED,
    CalendarRefusal.OFFICIAL_STAYS,
    *WordingRefusal,
)
AT_DAY = (
    Refusal.FROM_IN_PAST,
    Refusal.FROM_TOO_FAR,
    CustodyRefusal.RATE_IN_PAST,
    CustodyRefusal.RATE_OUT_OF_ORDER,
    FundRefusal.RATE_IN_PAST,
    FundRefusal.RATE_OUT_OF_ORDER,
)


class ValueForm(WithAttachments):
    """One value of one parameter; `value` is cleaned into what is kept."""

    at_fields = {
        **{str(code): "value" for code in AT_VALUE},
        **{str(code): "from_on" for code in AT_DAY},
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
        Refusal.TOO_MANY_DOCUMENTS: "uploads",
    }
    value = Words(_("新的取值 *"), required=True)
    from_on = DayField(_("从哪一天起 *"), help_text=_("最早从今天起，不能追溯"))
    because = LongText(_("原因和依据 *"), MOST_OF_REASON, required=True)
    uploads = AttachmentsField(_("依据文件"))

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        self.fields["from_on"].required = True
        self.fields["from_on"].error_messages["required"] = str(_("请填写"))
        self.fields["value"] = value_field(parameter)
        if parameter.kind in (Kind.RATE, Kind.RATES):
            self.fields["from_on"].help_text = _("须晚于今天，已经计过的利息不再改变")

    def clean_value(self) -> str:
        try:
            return reading.typed(self.parameter, self.cleaned_data["value"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    @property
    def stated(self) -> dict[str, Any]:
        named = {name: self.cleaned_data[name] for name in ("value", "from_on", "because")}
        return {**named, "documents": self.cleaned_data["uploads"]}


def value_field(parameter: Parameter) -> forms.Field:
    label = _("新的取值（{unit}）*").format(unit=parameter.unit or parameter.kind.label)
    match parameter.kind:
        case Kind.YES_NO:
            choices = [("yes", _("是")), ("no", _("否"))]
            return Chosen(_("新的取值 *"), choices, widget=forms.RadioSelect)
        case Kind.TIME:
            return Words(label, 5, _("24小时制，例如 16:30"), required=True)
        case Kind.DAY_LIST:
            return Words(label, 60, _("用逗号隔开，例如 1,5,7"), required=True)
        case Kind.RATE:
            return Words(label, 12, _("百分数，最多四位小数，例如 0.05"), required=True)
        case Kind.RATES:
            return Words(label, 30, _("两个百分数，用逗号隔开，例如 1.50,0.35"), required=True)
        case Kind.TEXT:
            return LongText(_("新的文字 *"), 500, rows=6, required=True)
        case _:
            return Words(label, 20, bounds(parameter), required=True)


def bounds(parameter: Parameter) -> str:
    least, most = (reading.shown(parameter, str(one)) for one in (parameter.least, parameter.most))
    return _("{least}至{most}").format(least=least, most=most)


class CalendarForm(WithAttachments):
    """The working days of a year: those that differ from their weekday, line by line."""

    at_fields = {**{str(code): "days" for code in AT_VALUE}, **ValueForm.at_fields}
    year = Words(_("年份 *"), 4, required=True)
    official = forms.BooleanField(
        label=_("国务院办公厅已经发布"),
        required=False,
        help_text=_("没有发布以前录入的是暂定日历，按它计算的期限标明「暂定」"),
    )
    days = LongText(
        _("放假和调休 *"),
        4_000,
        rows=14,
        required=True,
        help_text=_("每行一天：日期、休或班、名称，例如 2027-10-01,休,国庆节"),
    )
    because = LongText(_("依据 *"), MOST_OF_REASON, required=True)
    uploads = AttachmentsField(_("依据文件"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "year" in typed and "days" in typed:
            state = "official" if typed["official"] else "provisional"
            typed["value"] = f"{typed['year']} {state}\n{typed['days'].replace(chr(13), '')}"
            try:
                reading.read_calendar(typed["value"])
            except Refused as refused:
                at = "year" if refused.code == Refusal.UNREADABLE else "days"
                self.add_error(at, refused.message)
        return typed

    @property
    def stated(self) -> dict[str, Any]:
        """It counts as soon as it is approved; its day says of which year it is."""
        typed = self.cleaned_data
        return {
            "value": typed["value"],
            "from_on": date(int(typed["year"]), 1, 1),
            "because": typed["because"],
            "documents": typed["uploads"],
        }


class NoticeForm(WithAttachments):
    """《用户须知》 in both languages, from tomorrow at the earliest."""

    at_fields = {
        **ValueForm.at_fields,
        Refusal.UNREADABLE: "chinese",
        PeopleRefusal.NOTICE_UNREADABLE: "chinese",
        PeopleRefusal.NOTICE_LANGUAGES: "english",
        PeopleRefusal.NOTICE_TOO_LONG: "chinese",
        PeopleRefusal.NOTICE_UNCHANGED: "chinese",
        PeopleRefusal.NOTICE_TOO_SOON: "from_on",
    }
    chinese = LongText(
        _("中文 *"),
        MOST_OF_NOTICE,
        rows=20,
        required=True,
        help_text=_("每一节以「# 」和标题开头，独占一行；标题和段落之间、段落和段落之间空一行"),
    )
    english = LongText(
        _("英文 *"),
        MOST_OF_NOTICE,
        rows=20,
        required=True,
        help_text=_("与中文逐节、逐段对应"),
    )
    from_on = DayField(_("从哪一天起 *"), help_text=_("最早从明天起，不能追溯"))
    because = LongText(_("原因和依据 *"), MOST_OF_REASON, required=True)
    uploads = AttachmentsField(_("依据文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].required = True
        self.fields["from_on"].error_messages["required"] = str(_("请填写"))

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "value": reading.kept_notice(typed["chinese"], typed["english"]),
            "from_on": typed["from_on"],
            "because": typed["because"],
            "documents": typed["uploads"],
        }


def arranged_text(year: int) -> str:
    """A year's arrangements as they are typed."""
    return "\n".join(
        f"{one.day.isoformat()},{'班' if one.is_workday else '休'},{one.name or '周末'}"
        for one in calendar.arranged_in(year)
    )


def first_of(parameter: Parameter) -> dict[str, Any]:
    """What stands in the form before anything is typed."""
    if parameter.kind == Kind.CALENDAR:
        years = calendar.years_entered()
        provisional = [one.year for one in years if not one.official]
        year = min(provisional, default=max(one.year for one in years) + 1)
        return {"year": str(year), "days": arranged_text(year)}
    if parameter.kind == Kind.USER_NOTICE:
        notice = notice_in_force()
        words = {"chinese": notice.chinese.strip(), "english": notice.english.strip()}
        return {**words, "from_on": clock.today() + timedelta(days=1)}
    is_rate = parameter.kind in (Kind.RATE, Kind.RATES)
    return {"from_on": clock.today() + timedelta(days=int(is_rate))}
