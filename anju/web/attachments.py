"""Files handed in with a form: looked into, kept at once, and named again when something else is refused. (REF-05)

A form with such a field is sent as multipart. What is good is stored under who hands it in; the form comes back
with its ids, each with a tick that keeps it. What is not good is told at the field, in the words of `core.files`.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import queries as core
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT, Refusal, readable_size
from anju.core.refusals import Refused


def store_attachment(file: Any, by: Actor) -> int:
    """The id of an uploaded file, looked into and stored. One that is too large is not even read into memory."""
    if file.size > ATTACHMENT.max_bytes:
        raise Refused(
            Refusal.TOO_LARGE,
            name=file.name,
            size=readable_size(file.size),
            limit=readable_size(ATTACHMENT.max_bytes),
        )
    return store_file(name=file.name, content=file.read(), allowed=ATTACHMENT, by=by)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """None or several files; an empty one is let through, to be refused in the same words as the others."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            allow_empty_file=True,
            help_text=_("可以上传多个文件，格式为jpg、pdf、png，单个文件不超过1M"),
            widget=FilesInput(attrs={"accept": ".jpg,.jpeg,.pdf,.png", "multiple": True}),
        )

    def clean(self, files: Any, initial: Any = None) -> list[Any]:
        wanted = files if isinstance(files, list) else [files]
        return [super(FilesField, self).clean(one, initial) for one in wanted if one]


class KeepsFiles(forms.Form):
    """Mix it into a form with `uploads = FilesField(…)`, and give it who hands in."""

    actor: Actor
    files_wanted = False

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.kept = self._kept_before()

    def _kept_before(self) -> list[Any]:
        """What this very person stored before and still ticks; anybody else's ids are passed over."""
        ids = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        known = [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 19]
        stored = core.files_stored_by(self.actor, known, ATTACHMENT)
        return core.files_named(stored)

    def clean_uploads(self) -> list[int]:
        """Every good file is kept even where another is refused."""
        for file in self.cleaned_data["uploads"]:
            try:
                self._keep(file)
            except Refused as refused:
                self.add_error("uploads", refused.message)
        if self.files_wanted and not self.kept and not self.errors.get("uploads"):
            self.add_error("uploads", str(_("请选择要上传的文件")))
        return self.file_ids

    def _keep(self, file: Any) -> None:
        file_id = store_attachment(file, self.actor)
        if file_id not in self.file_ids:
            self.kept += core.files_named([file_id])

    @property
    def file_ids(self) -> list[int]:
        return [one.pk for one in self.kept]
