"""The homes of a building as a grid: a row is a floor, a column a unit. (manual 004, 4.2.1 ⑤)"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

FEW, SOME = 4, 6
ALL = "all"


@dataclass(frozen=True)
class HomeCard:
    id: int
    room: str
    label: str
    url: str
    is_in: bool
    is_ticked: bool


@dataclass(frozen=True)
class Line:
    """A row or a column: the key by which its tick is known, and its name."""

    key: str
    name: str


@dataclass(frozen=True)
class Cell:
    name: str
    groups: str
    homes: Sequence[HomeCard]


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    columns: Sequence[Line]
    rows: Sequence[Row]
    count: int
    chosen: int
    ticked: int
    size: str
    """How many columns there are, in a word of the style sheet."""

    @property
    def is_ticked(self) -> bool:
        return 0 < self.count == self.ticked


def unit_name(unit: str) -> str:
    if not unit:
        return _("不分单元")
    return _("{unit}单元").format(unit=unit) if unit[-1:].isdigit() else unit


def floor_name(floor: int) -> str:
    return (
        _("{floor}层").format(floor=floor) if floor > 0 else _("地下{floor}层").format(floor=-floor)
    )


def units_of(homes: Iterable[Any]) -> list[str]:
    """The units of a building in their order: 2 before 10."""
    every = {one.dwelling.unit for one in homes}
    return sorted(
        every, key=lambda unit: (not unit.isdigit(), int(unit) if unit.isdigit() else 0, unit)
    )


def floors_of(homes: Iterable[Any]) -> list[int]:
    return sorted({one.dwelling.floor for one in homes}, reverse=True)


def grid_shown(order_id: int, homes: Sequence[Any], ticked: Collection[int]) -> Grid:
    units, floors = units_of(homes), floors_of(homes)
    column_of = {unit: f"column-{number}" for number, unit in enumerate(units, 1)}
    of_cell: dict[tuple[int, str], list[HomeCard]] = {}
    names = {unit: unit_name(unit) if unit else "" for unit in units}
    above, room = reverse("property:order_home", args=[order_id, 0])[:-1], _("室")
    for one in homes:
        home = one.dwelling
        label = f"{names[home.unit]}{home.room}{room}"
        card = HomeCard(
            home.pk, home.room, label, f"{above}{home.pk}", one.is_chosen, home.pk in ticked
        )
        of_cell.setdefault((one.dwelling.floor, one.dwelling.unit), []).append(card)
    rows = [
        Row(
            row_key(floor),
            floor_name(floor),
            [
                Cell(
                    unit_name(unit),
                    f"{ALL} {row_key(floor)} {column_of[unit]}",
                    of_cell.get((floor, unit), ()),
                )
                for unit in units
            ],
        )
        for floor in floors
    ]
    size = "few" if len(units) <= FEW else "some" if len(units) <= SOME else "many"
    return Grid(
        [Line(column_of[unit], unit_name(unit)) for unit in units],
        rows,
        len(homes),
        sum(one.is_chosen for one in homes),
        sum(one.dwelling.pk in ticked for one in homes),
        size,
    )


def row_key(floor: int) -> str:
    return f"row-{floor}"


def label_of(home: Any) -> str:
    """A home within its building, as it is read out."""
    unit = unit_name(home.unit) if home.unit else ""
    return _("{unit}{room}室").format(unit=unit, room=home.room)


def ticked_in(homes: Sequence[Any], groups: Collection[str], own: Collection[int]) -> set[int]:
    """The homes that a form ticks: one by one, or by a row, a column or all of them."""
    columns = {unit: f"column-{number}" for number, unit in enumerate(units_of(homes), 1)}
    return {
        one.dwelling.pk
        for one in homes
        if one.dwelling.pk in own
        or {ALL, row_key(one.dwelling.floor), columns[one.dwelling.unit]} & set(groups)
    }
