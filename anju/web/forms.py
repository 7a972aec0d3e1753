from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import files, numbers
from anju.core.refusals import Refused


class Form(forms.Form):
    """A form that can ask one action. `done` is what the action gave back.

    `at_fields` says at which field a refusal stands: code → name. Without one it stands at the top.
    """

    done: Any = None
    at_fields: ClassVar[Mapping[str, str]] = {}

    def attempt(self, action: Callable[..., Any], **kwargs: Any) -> bool:
        """Run an action; its refusal becomes an error at its field, or at the top. True when done."""
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            name = self.at_fields.get(str(refused.code), "")
            self.add_error(name if name in self.fields else None, refused.message)
            return False
        return True

    @property
    def why_not(self) -> str:
        """Why an action was refused, for a page that does not show the form again."""
        return " ".join(str(sentence) for sentence in self.non_field_errors())


class FilingNoField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("合同备案编号"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value).upper()
        if text and not numbers.is_valid_filing_no(text):
            raise forms.ValidationError(_("合同备案编号由8至32位字母、数字或短横线组成，请核对"))
        return text


class SheetField(forms.FileField):
    """A spreadsheet to upload. What it is, its content says; one too large is not even read into memory."""

    def __init__(self, label: Any, allowed: files.Allowance, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            allow_empty_file=True,
            help_text=help_text,
            error_messages={"required": _("请选择文件"), "invalid": _("请选择文件")},
            widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        )
        self.allowed = allowed

    def clean(self, value: Any, initial: Any = None) -> Any:
        file, limit = super().clean(value, initial), self.allowed.max_bytes
        if file.size > limit:
            refused = Refused(
                files.Refusal.TOO_LARGE,
                name=file.name,
                size=files.readable_size(file.size),
                limit=files.readable_size(limit),
            )
            raise forms.ValidationError(refused.message)
        return file
