"""附件 in forms: each file is looked into and kept at once, and named again when something else is refused. (REF-05)

A form is a `WithAttachments` and has an `AttachmentsField` for each place; it is sent as multipart. What is good is
stored under who hands it in and comes back with a tick: without it, it is left out. What is not good is told at its
place, in the words of `core.files`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import queries
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT, Refusal, readable_size
from anju.core.refusals import Refused
from anju.web.forms import Form


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


@dataclass(frozen=True)
class Handed:
    """What one place of a form was given: new files, and the ids of kept ones that are still ticked."""

    chosen: Sequence[Any]
    kept_ids: Sequence[int]


class FilesInput(forms.FileInput):
    """An input for several files, the kept ones listed above it with a tick each."""

    template_name = "web/attachments.html"
    allow_multiple_selected = True
    needs_multipart_form = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ".jpg,.jpeg,.pdf,.png"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Handed:
        chosen = files.getlist(name) if hasattr(files, "getlist") else []
        ticked = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else []
        known = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 19]
        return Handed(chosen, known)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["attrs"]["multiple"] = True
        context["kept"] = [
            {"id": one.pk, "name": one.name, "size": readable_size(one.size)} for one in value or ()
        ]
        context["field_id"] = (attrs or {}).get("id", name)
        return context


class AttachmentsField(forms.Field):
    """None or several files. Its value on a page is the files kept so far, cleaned it is their ids.

    `wanted` is the sentence that is told when there is none.
    """

    widget = FilesInput
    actor: Actor

    def __init__(self, label: Any, wanted: Any = "") -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=_("可以上传多个文件，格式为jpg、pdf、png，单个文件不超过1M"),
        )
        self.wanted = wanted
        self.kept: list[Any] = []

    def clean(self, handed: Handed) -> tuple[int, ...]:
        """Every good file is kept even where another is refused. Anybody else's ids are passed over."""
        ids, faults = list(handed.kept_ids), []
        for file in handed.chosen:
            try:
                ids.append(store_attachment(file, self.actor))
            except Refused as refused:
                faults.append(refused.message)
        self.kept = queries.files_kept_by(self.actor, ids, ATTACHMENT)
        if self.wanted and not self.kept and not faults:
            faults.append(self.wanted)
        if faults:
            raise forms.ValidationError(faults)
        return tuple(one.pk for one in self.kept)

    def bound_data(self, data: Any, initial: Any) -> list[Any]:
        return self.kept


class WithAttachments(Form):
    """A form with places for files, and who hands them in."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name in self.places:
            self.fields[name].actor = actor  # type: ignore[attr-defined]

    @property
    def places(self) -> list[str]:
        return [name for name, one in self.fields.items() if isinstance(one, AttachmentsField)]

    @property
    def hidden_inputs(self) -> list[tuple[str, Any]]:
        """Everything that was typed and kept, as name and value, to be sent on from a page that only shows it."""
        typed = [
            (bound.html_name, bound.value())
            for bound in self
            if bound.name not in self.places and bound.value() is not None
        ]
        kept = [
            (f"{self[name].html_name}-kept", one.pk)
            for name in self.places
            for one in self[name].value()
        ]
        return [*typed, *kept]
