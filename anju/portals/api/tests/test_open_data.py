"""Open data for programs: without a key, not too often. (BEY-07, CTR-08)"""

import pytest
from django.core.cache import cache

from anju.portals.api import open_data
from anju.statistics.open_data import DATASETS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked(db):
    cache.clear()


@pytest.mark.covers("CTR-08")
def test_the_catalogue_names_every_dataset_with_its_fields(client):
    told = client.get("/api/v1/open-data").json()["datasets"]
    assert [one["name"] for one in told] == list(DATASETS)
    assert told[0]["fields"][0] == {"name": "month", "title": "月份", "kind": "month"}
    assert "注明来源" in told[0]["licence"]


@pytest.mark.covers("BEY-07")
@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_read_without_a_key(client, name):
    response = client.get(f"/api/v1/open-data/{name}")
    assert response.status_code == 200
    told = response.json()
    assert told["name"] == name and isinstance(told["rows"], list)


def test_what_is_not_published_is_told_with_its_code(client):
    response = client.get("/api/v1/open-data/persons")
    assert (response.status_code, response.json()["code"]) == (404, "no_such_dataset")


@pytest.mark.covers("CTR-08")
def test_who_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(open_data, "MOST_CALLS", 2)
    answers = [client.get("/api/v1/open-data/uptime").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/api/v1/open-data").json()["code"] == "too_many_calls"
