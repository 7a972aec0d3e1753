"""What an enterprise types for its programs: keys with their scopes, and whose calls they look for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.people.rules import OF_ENTERPRISES
from anju.portals.enterprise.forms import Search
from anju.web.programs import KeyForm, NameField, ScopesField
from anju.web.searches import ChoiceField


class OwnKeyForm(KeyForm):
    """An enterprise's key for a program of its own."""

    name = NameField(_("密钥名称"), _("写明用它的程序，例如 租务系统"), _("请填写密钥名称"))
    scopes = ScopesField(OF_ENTERPRISES)


class CallSearch(Search):
    key = ChoiceField(_("密钥"), [])

    def __init__(self, asked: Any, *, own: list[Any]) -> None:
        super().__init__(asked)
        named = [(str(one.pk), f"{one.name}（…{one.hint}）") for one in own]
        self.fields["key"].choices = named  # type: ignore[attr-defined]
