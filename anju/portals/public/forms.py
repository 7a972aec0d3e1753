import hashlib
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.agencies.rules import CARD_PREFIX
from anju.core.files import readable_size
from anju.core.numbers import is_valid_filing_no, read_certificate_no
from anju.homes.numbers import read_notice_code, read_verification_no
from anju.portals.public.numbers import address_for
from anju.receipts.numbers import read_check_code, read_fiscal_no
from anju.signings.numbers import read_contract_no
from anju.web.forms import Form

LARGEST = 20 * 1024 * 1024


class Typed(forms.CharField):
    """A line that people copy from a paper or a listing."""

    def __init__(self, label: Any, help_text: Any = "", empty: Any = "", **kwargs: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            error_messages={"required": empty, "max_length": _("内容过长，请核对")},
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            **kwargs,
        )


class TypedForm(Form):
    def __init__(self, **typed: str | None) -> None:
        """What can't be shown again is left out; nothing is wrong while nothing was typed."""
        shown = {
            name: "".join(filter(str.isprintable, text))
            for name, text in typed.items()
            if text is not None
        }
        super().__init__(shown or None)


class Number(Typed):
    """A number as it stands on a paper; what `read` makes nothing of is told to be `wrong`."""

    def __init__(
        self, label: Any, help_text: Any, empty: Any, *, read: Callable[[str], str], wrong: Any
    ) -> None:
        super().__init__(label, help_text, empty)
        self.read, self.wrong = read, wrong

    def clean(self, value: Any) -> str:
        no = self.read(super().clean(value))
        if not no:
            raise forms.ValidationError(self.wrong)
        return no


class Code(Typed):
    """查验码: on some papers only; what is no code is told, nothing typed is none."""

    def __init__(self, help_text: Any) -> None:
        super().__init__(_("查验码"), help_text, required=False)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = read_notice_code(typed)
        if typed and not code:
            raise forms.ValidationError(_("查验码有误：请对照原件逐位核对，共8位"))
        return code


class NumberForm(TypedForm):
    no = Number(
        _("凭证编号"),
        _("在凭证首页，例如 TG20261120-7K3F-9Q2X-MPWA-48；大小写、短横线和空格不影响。"),
        _("请填写凭证编号"),
        read=read_certificate_no,
        wrong=_("凭证编号有误：请对照凭证逐位核对，共24位字母和数字"),
    )


class FindForm(TypedForm):
    """Any number, or a name: where it leads is for `numbers.address_for` to say."""

    q = Typed(
        _("编号、统一社会信用代码或者机构名称"),
        _("例如房源核验码 HY…、凭证编号 TG…、工作牌编号 GP…、机构备案号 JG…"),
        _("请填写要查询的编号或者名称"),
        max_length=100,
    )
    address = ""

    def clean_q(self) -> str:
        typed: str = self.cleaned_data["q"]
        self.address = address_for(typed)
        if not self.address:
            raise forms.ValidationError(
                _("没有认出这个编号。请对照原件逐位核对，或者输入机构名称中至少两个字。")
            )
        return typed


class HomeForm(TypedForm):
    no = Number(
        _("核验码"),
        _("房源信息和核验告知单上都有，HY加17位数字，例如 HY110105-0000-0000-012。"),
        _("请填写核验码"),
        read=read_verification_no,
        wrong=_("核验码有误：请逐位核对，HY加17位数字"),
    )
    code = Code(_("只印在核验告知单上，8位；没有告知单的不填，只显示到街道。"))


def read_card_no(typed: str) -> str:
    no = read_certificate_no(typed)
    return no if no.startswith(CARD_PREFIX) else ""


class CardForm(TypedForm):
    no = Number(
        _("工作牌编号"),
        _("在工作牌上，GP开头，共24位；大小写、短横线和空格不影响。"),
        _("请填写工作牌编号"),
        read=read_card_no,
        wrong=_("工作牌编号有误：请对照工作牌逐位核对，共24位"),
    )


class ContractForm(TypedForm):
    no = Number(
        _("合同编号"),
        _("在合同首页，ZL加20位数字；短横线和空格不影响。"),
        _("请填写合同编号"),
        read=read_contract_no,
        wrong=_("合同编号有误：请逐位核对，ZL加20位数字"),
    )


def read_filing_no(typed: str) -> str:
    no = "".join(typed.split()).replace("-", "").upper()
    return no if is_valid_filing_no(no) else ""


class FilingForm(TypedForm):
    no = Number(
        _("合同备案编号"),
        _("在备案证明首页，例如 BA11010520260000017；短横线和空格不影响。"),
        _("请填写合同备案编号"),
        read=read_filing_no,
        wrong=_("合同备案编号有误：请对照备案证明逐位核对"),
    )
    code = Code(_("印在备案证明上，8位；没有证明的不填，只显示到街道。"))


class ReceiptForm(TypedForm):
    no = Typed(
        _("票据代码和票据号码"),
        _("在电子票据上，代码8位、号码10位，连着填写，例如 11030126-0000000001。"),
        _("请填写票据代码和票据号码"),
    )
    code = Typed(_("校验码"), _("在电子票据上，6位，区分大小写。"), _("请填写校验码"))

    def clean_no(self) -> str:
        no = read_fiscal_no(self.cleaned_data["no"])
        if not no:
            raise forms.ValidationError(
                _("票据代码或者号码有误：请逐位核对，代码8位、号码10位，共18位数字")
            )
        return no

    def clean_code(self) -> str:
        code = read_check_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("校验码有误：请对照票据逐位核对，共6位字母和数字"))
        return code


class FileForm(Form):
    file = forms.FileField(
        label=_("要核对的PDF文件"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("请选择要核对的PDF文件"),
            "empty": _("这个文件是空的，请重新选择"),
            "missing": _("请选择要核对的PDF文件"),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("文件有{size}，超过{limit}，不会是这里开具的凭证").format(
                    size=readable_size(file.size), limit=readable_size(LARGEST)
                )
            )
        return file

    def content(self) -> bytes:
        """It is read once, and kept nowhere."""
        content: bytes = self.cleaned_data["file"].read()
        return content

    def digest(self) -> bytes:
        """SHA-256 of the file. It is read once, and kept nowhere."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.digest()


def read_digest(text: str) -> str:
    """A digest as it was written down: 64 hexadecimal digits, in groups or not; "" when it is none."""
    plain = re.sub(r"[\s:-]", "", text).lower()
    return plain if re.fullmatch("[0-9a-f]{64}", plain) else ""


class DigestForm(TypedForm):
    """A digest of the ledger that somebody kept."""

    digest = Number(
        _("您保存的摘要值"),
        _("64位，由数字和字母a至f组成；凭证上印的也可以"),
        _("请填写摘要值"),
        read=read_digest,
        wrong=_("摘要值应为64位数字和字母a至f，请核对"),
    )
