"""开放数据: what is published, for programs, without a key. So many calls of one network at a time. (CTR-08, BEY-07)"""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from anju.core.actors import NOBODY, Actor
from anju.core.clock import BEIJING
from anju.core.refusals import Refused
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import ErrorOut
from anju.statistics.open_data import DATASETS, LICENCE, Dataset
from anju.web.limits import Limit

CALLS = Limit("open_data")
MOST_CALLS = 120


def few_at_a_time(request: HttpRequest) -> Actor:
    """The door of open data: everybody comes in, no network too often."""
    calls = CALLS.count(request)
    if calls >= MOST_CALLS:
        raise Refused(Refusal.TOO_MANY_CALLS, limit=MOST_CALLS)
    CALLS.note(request)
    return NOBODY


router = Router(auth=few_at_a_time)


class FieldOut(Schema):
    name: str
    title: str
    kind: str


class DatasetOut(Schema):
    name: str
    title: str
    about: str
    every: str
    updated_at: str | None
    licence: str
    fields: list[FieldOut]


class RowsOut(DatasetOut):
    rows: list[dict[str, str | int | None]]


class CatalogueOut(Schema):
    datasets: list[DatasetOut]


@router.get(
    "",
    operation_id="listOpenData",
    summary="开放数据目录",
    response={200: CatalogueOut, 429: ErrorOut},
)
def list_open_data(request: HttpRequest) -> Any:
    """Every dataset with its fields. Nobody needs a key; 429 after 120 calls of one network within ten minutes."""
    return {"datasets": [described(dataset) for dataset in DATASETS.values()]}


@router.get(
    "/{name}",
    operation_id="getOpenData",
    summary="开放数据",
    response={200: RowsOut, 404: ErrorOut, 429: ErrorOut},
)
def get_open_data(request: HttpRequest, name: str) -> Any:
    """All rows of a dataset. Amounts are text in yuan, days YYYY-MM-DD; null where too few stand behind a figure."""
    dataset = DATASETS.get(name)
    if dataset is None:
        raise Refused(Refusal.NO_SUCH_DATASET, name=name[:40])
    names = [field.name for field in dataset.fields]
    rows = [dict(zip(names, row, strict=True)) for row in dataset.rows()]
    return {**described(dataset), "rows": rows}


def described(dataset: Dataset) -> dict[str, Any]:
    updated_at = dataset.updated_at()
    return {
        "name": dataset.name,
        "title": str(dataset.title),
        "about": str(dataset.about),
        "every": str(dataset.every),
        "updated_at": updated_at and updated_at.astimezone(BEIJING).isoformat(timespec="seconds"),
        "licence": str(LICENCE),
        "fields": [
            {"name": field.name, "title": str(field.title), "kind": field.kind}
            for field in dataset.fields
        ],
    }
