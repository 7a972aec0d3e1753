"""附件 in forms with several places for them: each file is looked into, and those accepted stay when something else is
wrong.

A file that passed is kept at once and named in the form again, so nobody has to choose it a second time. Without a tick
it is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from anju.core import files, queries
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT
from anju.core.refusals import Refused
from anju.web.attachments import store_attachment
from anju.web.forms import Form

HELP = gettext_lazy("可以上传JPG、PNG、PDF，每个不超过1 MB")


class SeveralFiles(forms.FileInput):
    """An input for several files, the kept ones listed above it with a tick each."""

    template_name = "web/attachments.html"
    allow_multiple_selected = True
    needs_multipart_form = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ".jpg,.jpeg,.png,.pdf"})
        self.kept: Sequence[Any] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """New files, and the ids of kept ones that are still ticked."""
        chosen = files.getlist(name) if hasattr(files, "getlist") else []
        ticked = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else []
        return Handed(chosen, [int(one) for one in ticked if one.isascii() and one.isdigit()])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["attrs"]["multiple"] = True
        context["kept"] = [
            {"id": one.pk, "name": one.name, "size": files.readable_size(one.size)}
            for one in self.kept
        ]
        context["field_id"] = (attrs or {}).get("id", name)
        return context


@dataclass(frozen=True)
class Handed:
    """What one place of a form was given."""

    chosen: Sequence[Any]
    kept_ids: Sequence[int]


class AttachmentsField(forms.Field):
    """Becomes the ids of the stored files. The form's `keep()` has to be called first: it does the storing."""

    widget = SeveralFiles

    def __init__(self, label: Any, help_text: Any = HELP) -> None:
        super().__init__(label=label, required=False, help_text=help_text)


class WithAttachments(Form):
    """A form with places for files. `keep` looks into what was chosen and stores what passes."""

    kept: dict[str, list[Any]]
    faults: dict[str, list[str]]

    def keep(self, by: Actor) -> None:
        """Once, before anything else is checked; what is wrong with a file then stands at its place."""
        self.kept, self.faults = {}, {}
        for name in self.places:
            widget, at = self.fields[name].widget, self.add_prefix(name)
            handed = widget.value_from_datadict(self.data, self.files, at)
            self.faults[name] = []
            ids = [*handed.kept_ids, *self._stored(name, handed.chosen, by)]
            self.kept[name] = queries.files_kept_by(by, ids, ATTACHMENT)
            widget.kept = self.kept[name]

    @property
    def places(self) -> list[str]:
        return [name for name, one in self.fields.items() if isinstance(one, AttachmentsField)]

    def show_kept(self, name: str, kept: Sequence[Any]) -> None:
        """Files that are there before anything was sent."""
        self.fields[name].widget.kept = kept  # type: ignore[attr-defined]

    @property
    def hidden_inputs(self) -> list[tuple[str, Any]]:
        """Everything that was typed and kept, as name and value, to be sent on from a page that only shows it."""
        typed = [
            (one.html_name, one.value())
            for one in self
            if one.name not in self.places and one.value() is not None
        ]
        files_kept = [
            (f"{self.add_prefix(name)}-kept", one.pk)
            for name, several in self.kept.items()
            for one in several
        ]
        return [*typed, *files_kept]

    def _stored(self, name: str, chosen: Sequence[Any], by: Actor) -> list[int]:
        ids = []
        for one in chosen:
            try:
                ids.append(store_attachment(one, by))
            except Refused as refused:
                self.faults[name].append(refused.message)
        return ids

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self.places:
            self.cleaned_data[name] = tuple(one.pk for one in self.kept[name])
            for fault in self.faults[name]:
                self.add_error(name, fault)
