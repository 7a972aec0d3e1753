"""Other platforms read the red and black lists, so that nobody blacklisted is advertised. (CRD-04)"""

import pytest

from anju.agencies.tests.offices import an_institution
from anju.credit.tests.scoring import Days, a_black_entry, black_listed
from anju.people.rules import Scope
from anju.portals.api import lists
from anju.portals.api.tests.test_homes import Platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(monkeypatch, db):
    return Days(monkeypatch)


@pytest.fixture
def listed(days):
    return a_black_entry(days, an_institution())


@pytest.mark.covers("CRD-04", "CRD-05")
def test_a_platform_with_whatever_key_reads_who_is_blacklisted_and_until_when(listed):
    answer = Platform(scopes=(Scope.LEASE_FILE,)).get("/api/v1/lists", {"kind": "black"})
    assert answer.status_code == 200
    [entry] = answer.json()["entries"]
    assert (entry["uscc"], entry["kind"], entry["ground"]) == (listed.uscc, "black", "serious_rule")
    assert (entry["published_on"], entry["valid_until"]) == ("2026-11-10", "2029-11-10")
    assert set(entry) == {
        "kind",
        "kind_label",
        "name",
        "uscc",
        "ground",
        "ground_label",
        "reason",
        "basis",
        "published_on",
        "valid_until",
    }


def test_it_is_narrowed_down_and_paged(listed, monkeypatch):
    second = black_listed(an_institution(name="北京跑路住房租赁有限公司"))
    platform = Platform()
    assert platform.get("/api/v1/lists", {"kind": "red"}).json() == {"entries": [], "next": None}
    found = platform.get("/api/v1/lists", {"uscc": listed.uscc}).json()
    assert len(found["entries"]) == 1 and found["next"] is None
    monkeypatch.setattr(lists, "A_PAGE", 1)
    first = platform.get("/api/v1/lists").json()
    assert first["next"] == second.pk and first["entries"][0]["uscc"] == second.uscc
    last = platform.get("/api/v1/lists", {"before": first["next"]}).json()
    assert last["next"] is None and last["entries"][0]["uscc"] == listed.uscc


def test_a_question_that_cannot_be_read_names_what_is_wrong(listed):
    for asked in ({"kind": "grey"}, {"uscc": "1"}, {"before": "x"}, {"usc": "1"}):
        answer = Platform(name=str(asked)).get("/api/v1/lists", asked)
        assert answer.status_code == 422
        assert [wrong["field"] for wrong in answer.json()["errors"]] == list(asked)


def test_without_a_key_nobody_is_answered(client, db):
    assert client.get("/api/v1/lists").status_code == 401
