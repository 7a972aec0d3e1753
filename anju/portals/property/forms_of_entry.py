"""What is typed to register, to come in, and to take a key into use. (manual 004, 2 and 3)"""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anju.companies import rules
from anju.companies.rules import Refusal as CompanyRefusal
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core.identity_numbers import IdentityKind
from anju.core.identity_numbers import Refusal as NumberRefusal
from anju.core.rules import DISTRICTS
from anju.desks.forms import Chosen, Words
from anju.people.rules import Refusal as PeopleRefusal
from anju.portals.property import captcha
from anju.portals.property.rules import Refusal
from anju.web.forms import Form

OF_USCC = (
    NumberRefusal.USCC_LENGTH,
    NumberRefusal.USCC_CHARACTERS,
    NumberRefusal.USCC_CHECK_DIGIT,
)
OF_ID_NUMBER = tuple(
    one
    for one in NumberRefusal
    if one.name.startswith(("ID_", "NOT_A_")) and one.name != "NOT_A_PHONE"
)
PASSWORD_ADVICE = _("至少12个字符，不能是常见密码、纯数字或与姓名、用户名相近")


def password_field(label: Any, autocomplete: str, advice: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=advice,
        error_messages={"required": _("请填写")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class FreshInput(forms.TextInput):
    """What was typed last time answers another question: it is not shown again."""

    def format_value(self, value: Any) -> None:
        return None


class CaptchaField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("验证码 *"),
            max_length=4,
            help_text=_("填写算式的结果"),
            error_messages={"required": _("请填写")},
            widget=FreshInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        )


class CaptchaForm(Form):
    """A form with a 验证码: nothing is tried before the sum is right."""

    at_fields: ClassVar[Any] = {Refusal.CAPTCHA_WRONG: "captcha"}
    captcha = CaptchaField()

    def tried(self, request: HttpRequest, work: Callable[..., Any], **told: Any) -> bool:
        ticket, typed = request.POST.get("captcha_ticket", ""), self.cleaned_data["captcha"]
        return self.attempt(captcha.check, ticket=ticket, typed=typed) and self.attempt(
            work, request=request, **told
        )


class UnverifiedForm(CaptchaForm):
    """未认证用户登录."""

    username = Words(
        _("用户名 *"), 30, required=True, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = password_field(_("密码 *"), "current-password")
    field_order = ("username", "password", "captcha")


class ConfirmForm(CaptchaForm):
    """维修资金网上业务经办人信息确认."""

    certificate_no = Words(_("证书编号 *"), 24, required=True)
    password = password_field(_("登录密码 *"), "current-password")
    field_order = ("certificate_no", "password", "captcha")


class KeyForm(Form):
    """已认证用户登录: the key itself says its number."""

    at_fields: ClassVar[Any] = {CompanyRefusal.PASSWORD_WRONG: "password"}
    password = password_field(_("密码"), "current-password")


class ChosenPassword(Form):
    """A password that somebody chooses, typed twice. What was typed is never sent back to the page."""

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError(_("两次输入的密码不一致"))
        return again


class RegisterForm(ChosenPassword, CaptchaForm):
    """用户基本信息, 单位基本信息, 用户注册信息. (manual 004, 2.1 step 2)"""

    at_fields: ClassVar[Any] = {
        **CaptchaForm.at_fields,
        **dict.fromkeys(OF_USCC, "uscc"),
        **dict.fromkeys(OF_ID_NUMBER, "id_number"),
        NumberRefusal.NOT_A_PHONE: "phone",
        CompanyRefusal.MAIL_WRONG: "mail",
        PeopleRefusal.USERNAME_WRONG: "username",
        PeopleRefusal.USERNAME_TAKEN: "username",
        PeopleRefusal.PASSWORD_WEAK: "password",
    }
    name = Words(_("个人姓名 *"), 60, required=True)
    id_type = Chosen(_("证件类型 *"), IdentityKind.choices)
    id_number = Words(_("证件号码 *"), 40, required=True)
    unit_name = Words(_("单位名称 *"), 200, required=True)
    uscc = Words(_("社会信用代码 *"), 18, required=True)
    phone = Words(
        _("手机号码 *"),
        20,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    mail = Words(
        _("邮箱 *"), 100, required=True, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    username = Words(
        _("用户名 *"), 30, _("3至30位小写字母、数字、点或短横线，以字母开头"), required=True
    )
    password = password_field(_("登录密码 *"), "new-password", PASSWORD_ADVICE)
    again = password_field(_("确认登录密码 *"), "new-password")
    groups: ClassVar = (
        (_("用户基本信息"), ("name", "id_type", "id_number")),
        (_("单位基本信息"), ("unit_name", "uscc")),
        (_("用户注册信息"), ("phone", "mail", "username", "password", "again")),
    )

    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their headings, as the page lays them out."""
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        holder = HolderTerms(
            **{one: typed[one] for one in ("name", "id_type", "id_number", "phone", "mail")}
        )
        others = ("unit_name", "uscc", "username", "password")
        return {"holder": holder, **{one: typed[one] for one in others}}


class CodeForm(Form):
    at_fields: ClassVar[Any] = {CompanyRefusal.ACTIVATION_WRONG: "code"}
    code = Words(
        _("短信验证码"),
        10,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(ChosenPassword):
    """修改密码."""

    at_fields: ClassVar[Any] = {
        CompanyRefusal.LOGIN_WRONG: "present",
        PeopleRefusal.PASSWORD_SAME: "password",
        PeopleRefusal.PASSWORD_WEAK: "password",
    }
    present = password_field(_("当前密码"), "current-password")
    password = password_field(_("新密码"), "new-password", PASSWORD_ADVICE)
    again = password_field(_("再次输入新密码"), "new-password")
    field_order = ("present", "password", "again")


class EnrolForm(Form):
    """启用密钥: the code that was handed over with it."""

    at_fields: ClassVar[Any] = {CompanyRefusal.CODE_WRONG: "code"}
    code = Words(
        _("启用码"),
        20,
        _("管理部交给您的10位字母和数字"),
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *sent: Any, has_code: bool) -> None:
        super().__init__(*sent)
        if not has_code:
            del self.fields["code"]


class ApplicationForm(Form):
    """维修资金-物业单位注册申请. (manual 004, 2.2)"""

    at_fields: ClassVar[Any] = {
        **dict.fromkeys(OF_USCC, "uscc"),
        CompanyRefusal.UNKNOWN_DISTRICT: "district",
        CompanyRefusal.UNKNOWN_CHOICE: "nature",
        CompanyRefusal.ORGANISATION_CODE_DIFFERS: "organisation_code",
    }
    name = Words(_("单位名称 *"), 200, required=True)
    nature = Chosen(_("单位性质 *"), rules.Nature.choices)
    uscc = Words(_("社会信用代码 *"), 18, required=True)
    organisation_code = Words(_("组织机构代码"), 10, _("社会信用代码的第9至17位，可以不填"))
    legal_representative = Words(_("法人或负责人代表姓名 *"), 60, required=True)
    address = Words(_("单位地址 *"), 200, required=True)
    postcode = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("单位邮编 *"),
        error_messages={"required": _("请填写"), "invalid": _("邮编应为6位数字")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    phone = Words(_("单位电话 *"), 40, required=True)
    district = Chosen(
        _("办理的管理部 *"),
        [("", _("请选择")), *((code, f"{name}管理部") for code, name in DISTRICTS.items())],
    )

    @property
    def unit(self) -> UnitTerms:
        return UnitTerms(**self.cleaned_data)
