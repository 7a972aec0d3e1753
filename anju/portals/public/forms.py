import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.files import readable_size
from anju.core.numbers import read_certificate_no
from anju.web.forms import Form

LARGEST = 20 * 1024 * 1024


class NumberForm(Form):
    no = forms.CharField(
        label=_("凭证编号"),
        help_text=_("在凭证首页，例如 TG20261120-7K3F-9Q2X-MPWA-48；大小写、短横线和空格不影响。"),
        error_messages={"required": _("请填写凭证编号")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, typed: str | None = None) -> None:
        """What can't be shown again is left out."""
        shown = None if typed is None else {"no": "".join(filter(str.isprintable, typed))}
        super().__init__(shown)

    def clean_no(self) -> str:
        no = read_certificate_no(self.cleaned_data["no"])
        if not no:
            raise forms.ValidationError(_("凭证编号有误：请对照凭证逐位核对，共24位字母和数字"))
        return no


class FileForm(Form):
    file = forms.FileField(
        label=_("凭证的PDF文件"),
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

    def digest(self) -> bytes:
        """SHA-256 of the file. It is read once, and kept nowhere."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.digest()
