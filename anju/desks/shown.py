"""How records of every desk look: steps of their history, files, who may do what and whom to ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.files import readable_size
from anju.people import queries as people
from anju.people.rules import Power

MACHINES = ("clock", "gateway")
OF_INSTITUTIONS = ("agency", "enterprise")


@dataclass(frozen=True)
class StepShown:
    at: datetime
    what: str
    status: str
    who: str
    why: str


def steps_of(record: Any) -> list[StepShown]:
    """What has happened to a record that has a status, oldest first; staff by their names."""
    events = list(core.history_of(record))
    names = people.names_of_staff(event.actor for event in events)
    return [step_of(record, event, names.get(event.actor, event.actor)) for event in events]


def steps_told(record: Any) -> list[StepShown]:
    """The same for an institution: officers are not named to those about whom they decide."""
    return [step_of(record, event, side_of(event)) for event in core.history_of(record)]


def side_of(event: Any) -> str:
    return _("机构") if event.portal in OF_INSTITUTIONS else _("主管部门")


def step_of(record: Any, event: Any, who: str) -> StepShown:
    labels = dict(record._meta.get_field("status").flatchoices)
    return StepShown(
        event.at,
        str(record.MOVES[event.move].label),
        str(labels[event.new_status]),
        _("系统") if event.portal in MACHINES else who,
        event.because,
    )


@dataclass(frozen=True)
class FileShown:
    name: str
    kind: str
    size: str
    note: str
    url: str


def files_shown(files: Iterable[Any], url_of: Callable[[Any], str]) -> list[FileShown]:
    return [
        FileShown(one.name, one.kind.upper(), readable_size(one.size), "", url_of(one))
        for one in files
    ]


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
