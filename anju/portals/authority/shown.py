"""How records of every desk look: files, staff by their names, whom to ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.files import readable_size
from anju.people import queries as people
from anju.people.rules import Power


@dataclass(frozen=True)
class FileShown:
    name: str
    kind: str
    size: str
    note: str
    url: str


def file_shown(file: Any, url: str, note: str = "") -> FileShown:
    return FileShown(file.name, file.kind.upper(), readable_size(file.size), note, url)


def files_shown(files: Iterable[Any], url_of: Callable[[Any], str]) -> list[FileShown]:
    return [file_shown(one, url_of(one)) for one in files]


def staff_named(*usernames: str) -> Callable[[str], str]:
    """A function from the names in the records to how these members of staff are called; "—" for nobody."""
    names = people.names_of_staff(name for name in usernames if name)
    return lambda username: names.get(username, username) or "—"


def whom_to_ask(actor: Actor, power: Power, own: bool, own_sentence: Any) -> str:
    """Why somebody is not offered an action: the post that it needs and who has it, or that it has to be another."""
    listed = "、".join(people.staff_with(power)) or _("暂无，请联系系统管理员")
    if power not in actor.may:
        return _("办理此事需要「{power}」岗位权限。有此权限的人员：{holders}").format(
            power=power.label, holders=listed
        )
    if own:
        return _("{sentence}有此权限的人员：{holders}").format(
            sentence=own_sentence, holders=listed
        )
    return ""
