"""How records of every desk look: files, staff by their names, whom to ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.files import readable_size
from anju.people import queries as people
from anju.people.rules import Power
from anju.web.history import StepShown, step_of

OF_INSTITUTIONS = ("agency", "enterprise")


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


@dataclass(frozen=True)
class SheetShown:
    """A spreadsheet that somebody handed in, and how far it is."""

    upload: Any
    name: str
    note: str
    url: str
    result_url: str
    status: str
    tone: str
    is_working: bool


def sheet_shown(upload: Any, url: str, result_url: str, note: str = "") -> SheetShown:
    is_working = upload.finished_at is None
    return SheetShown(
        upload,
        upload.file.name,
        note,
        url,
        result_url,
        str(upload.get_status_display()),
        "waiting" if is_working else "good",
        is_working,
    )


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


def steps_told(record: Any, reasons: Mapping[str, Any] | None = None) -> list[StepShown]:
    """The history of a record as an institution reads it: officers are not named to those about whom they decide."""
    events = core.history_of(record)
    return [step_of(record, one, side_of(one), reasons) for one in events]


def side_of(event: Any) -> str:
    return _("机构") if event.portal in OF_INSTITUTIONS else _("主管部门")
