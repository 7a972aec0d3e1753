"""A new enterprise in a minute, for who writes a program. (BEY-11)"""

import re
from typing import Any

import pytest

from sandbox.identity_provider import identities, newcomers
from sandbox.tests.conftest import Outside
from sandbox.tests.test_identity_provider import answer_of, page_of, redeem


@pytest.fixture
def filed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    leases: list[dict[str, Any]] = []

    def take(world: Any, lease: dict[str, Any]) -> dict[str, Any]:
        leases.append(lease)
        return {"status": 201, "answer": {}}

    monkeypatch.setattr(newcomers, "file_lease", take)
    return leases


def test_who_founds_an_enterprise_is_signed_in_for_it(outside: Outside, filed) -> None:
    form = {"way": "found", "tab": "organisation", "organisation_name": "北京试用住房租赁有限公司"}
    response = outside.client.post(page_of(outside, subject_type="organisation"), data=form)

    assert response.status_code == 303
    assert redeem(outside, answer_of(response)["code"]).status_code == 200
    with outside.world.store.reading() as db:
        [one] = [
            each
            for each in identities.listed(db)
            if each.get("organisation_name") == "北京试用住房租赁有限公司"
        ]
    assert re.fullmatch(r"91110105MB\d{7}[0-9A-HJ-NPQRTUWXY]", one["uscc"])
    assert re.fullmatch(r"DJ9\d{7}", one["registration_no"])
    assert [lease["enterprise"]["uscc"] for lease in filed] == [one["uscc"]] * 2
    assert len({lease["filing_no"] for lease in filed}) == 2


def test_without_a_name_nothing_is_founded(outside: Outside, filed) -> None:
    form = {"way": "found", "tab": "organisation", "organisation_name": " "}
    response = outside.client.post(page_of(outside, subject_type="organisation"), data=form)

    assert response.status_code == 422
    assert "请填写企业名称" in response.get_data(as_text=True)
    assert filed == []
