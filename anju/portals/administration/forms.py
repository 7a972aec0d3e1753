"""What the administrators of an office type: searches, a new user, a contact, a reason, a post."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.identity_numbers import Refusal as NumberRefusal
from anju.core.rules import DISTRICTS
from anju.people.rules import (
    Duty,
    Office,
    Power,
    Refusal,
    SignInOutcome,
    StaffStatus,
    powers_for,
)
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, DayField

MOST_OF_REASON = 200


class Words(forms.CharField):
    def __init__(self, label: Any, max_length: int, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            error_messages={
                "required": _("请填写"),
                "max_length": _("最多{most}个字").format(most=max_length),
            },
            **kwargs,
        )


class UserSearch(Form):
    name = Words(_("姓名或用户名"), 40, required=False)
    duty = ChoiceField(_("职责"), Duty.choices)
    status = ChoiceField(_("状态"), StaffStatus.choices)

    def found(self, users: QuerySet) -> QuerySet:
        if name := self.cleaned_data["name"].strip():
            users = users.filter(Q(user__username=name) | Q(user__last_name__contains=name))
        chosen = {name: self.cleaned_data[name] for name in ("duty", "status")}
        return users.filter(**{name: value for name, value in chosen.items() if value})


class ContactForm(Form):
    at_fields: ClassVar[Mapping[str, str]] = {NumberRefusal.NOT_A_PHONE: "phone"}

    phone = Words(_("手机号码"), 20, required=False, help_text=_("用于自助找回密码"))
    mail = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        max_length=120,
        error_messages={"invalid": _("电子邮箱格式不正确，请核对")},
    )


class PlaceForm(Form):
    """The district of a department (管理部), or the whole city."""

    district = forms.ChoiceField(
        label=_("管理部"),
        required=False,
        choices=[("", _("全市")), *DISTRICTS.items()],
        error_messages={"invalid_choice": _("请从列表中选择")},
    )


class UserForm(ContactForm):
    at_fields: ClassVar[Mapping[str, str]] = {
        **ContactForm.at_fields,
        Refusal.USERNAME_TAKEN: "username",
        Refusal.USERNAME_WRONG: "username",
    }

    username = Words(_("用户名"), 30, help_text=_("3至30位小写字母、数字、点或短横线，以字母开头"))
    name = Words(_("姓名"), 40)
    duty = forms.ChoiceField(
        label=_("职责"),
        choices=Duty.choices,
        widget=forms.RadioSelect,
        help_text=_("开通后不能更改：三类管理员和业务岗位不得由一人兼任"),
        error_messages={**NOT_IN_THE_LIST, "required": _("请选择职责")},
    )
    field_order = ("username", "name", "duty", "phone", "mail")


class ReasonForm(Form):
    at_fields: ClassVar[Mapping[str, str]] = {Refusal.REASON_WANTED: "because"}

    because = Words(
        _("原因"), MOST_OF_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposalForm(Form):
    post = forms.ChoiceField(
        label=_("岗位"), error_messages={**NOT_IN_THE_LIST, "required": _("请选择岗位")}
    )

    def __init__(self, sent: Any, *, posts: Iterable[Any]) -> None:
        super().__init__(sent)
        self.fields["post"].choices = [("", _("请选择")), *((one.pk, one.name) for one in posts)]  # type: ignore[attr-defined]


class PostForm(Form):
    at_fields: ClassVar[Mapping[str, str]] = {
        Refusal.POST_NAME_TAKEN: "name",
        Refusal.POST_EMPTY: "powers",
    }

    name = Words(_("岗位名称"), 40)
    powers = forms.MultipleChoiceField(
        label=_("权限"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_IN_THE_LIST,
    )

    def __init__(self, sent: Any, *, office: Office) -> None:
        super().__init__(sent)
        offered = powers_for(office, Duty.BUSINESS)
        choices = [(one.value, one.label) for one in Power if one in offered]
        self.fields["powers"].choices = choices  # type: ignore[attr-defined]


class DecisionForm(ReasonForm):
    decision = forms.ChoiceField(
        label=_("核准意见"),
        choices=[("approve", _("核准")), ("refuse", _("不予核准"))],
        widget=forms.RadioSelect,
        error_messages={**NOT_IN_THE_LIST, "required": _("请选择核准意见")},
    )
    field_order = ("decision", "because")


class AuditSearch(Form):
    """Who, and from when until when; every list adds what it alone has. `columns` says which column each field asks."""

    columns: ClassVar[Mapping[str, str]] = {"who": "actor"}

    who = Words(_("用户名"), 80, required=False)
    from_on = DayField(_("起始日期"))
    to_on = DayField(_("截止日期"))

    def found(self, rows: QuerySet) -> QuerySet:
        asked = {column: self.cleaned_data[name] for name, column in self.columns.items()}
        rows = rows.filter(**{column: value for column, value in asked.items() if value})
        if (first := self.cleaned_data["from_on"]) is not None:
            rows = rows.filter(at__gte=beginning_of(first))
        if (last := self.cleaned_data["to_on"]) is not None:
            rows = rows.filter(at__lt=beginning_of(last + timedelta(days=1)))
        return rows


def beginning_of(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BEIJING)


class HistorySearch(AuditSearch):
    columns: ClassVar[Mapping[str, str]] = {
        "who": "actor",
        "kind": "kind",
        "record": "record_id",
    }

    kind = ChoiceField(_("记录类型"), [])
    record = forms.IntegerField(
        label=_("记录编号"),
        required=False,
        min_value=1,
        max_value=10**18,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("请填写整数"), "min_value": _("请填写整数")},
    )

    def __init__(self, asked: Any, *, kinds: Iterable[tuple[str, Any]]) -> None:
        super().__init__(asked)
        self.fields["kind"].choices = [("", _("全部")), *kinds]  # type: ignore[attr-defined]


class RefusedSearch(AuditSearch):
    pass


class SignInSearch(AuditSearch):
    columns: ClassVar[Mapping[str, str]] = {"who": "username", "outcome": "outcome"}

    outcome = ChoiceField(_("结果"), SignInOutcome.choices)


class LookSearch(AuditSearch):
    columns: ClassVar[Mapping[str, str]] = {"who": "actor", "whose": "whose"}

    whose = Words(_("涉及的合同、机构或房屋"), 120, required=False)
