"""Enterprises' platforms file contracts: one key, one application; told when it is decided. (CON-14)"""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from anju.clients import signing
from anju.core.actors import CLOCK
from anju.core.tests.test_files import a_pdf
from anju.filings import actions, jobs
from anju.filings.models import Filing
from anju.filings.tests.filing import a_reviewer, again, say
from anju.homes.tests.asking import USCCS, an_enterprise
from anju.people import actions as people
from anju.people.models import ApiCall
from anju.people.rules import Scope
from anju.signings.models import Contract
from anju.signings.tests.signing import a_home_verified, a_signed, typed
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-14")]
FILINGS = "/api/v1/filings"
SHARED = "the key that we share"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


class Platform(Client):
    """An enterprise's own platform with a key."""

    def __init__(self, name: str = "企业平台", scope: Scope = Scope.CONTRACT_FILE):
        self.name, key = name, people.issue_api_key(name=name, scopes=[scope], by=CLOCK)
        super().__init__(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def file(self, stated: Any, key: str = "1") -> tuple[int, dict[str, Any]]:
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.post(FILINGS, json.dumps(stated), "application/json", headers=headers)
        return answer.status_code, answer.json()

    def look(self, no: str) -> tuple[int, dict[str, Any]]:
        answer = self.get(f"{FILINGS}/{no}")
        return answer.status_code, answer.json()


def by_no(contract: Contract, **changes: Any) -> dict[str, Any]:
    return {"uscc": USCCS[0], "contract_no": contract.no} | changes


def on_paper(**changes: Any) -> dict[str, Any]:
    """A contract signed on paper, with its papers."""
    a_bank_account()
    verification = a_home_verified(an_enterprise())
    content = base64.b64encode(a_pdf()).decode()
    kinds = ("title", "identity", "paper_contract")
    return {
        "uscc": USCCS[0],
        "verification_no": verification.no,
        "contract": typed(paper_signed_on="2026-11-01") | changes,
        "documents": [{"kind": kind, "name": f"{kind}.pdf", "content": content} for kind in kinds],
    }


def fields(answer: dict[str, Any]) -> list[str]:
    return [error["field"] for error in answer["errors"]]


def test_a_contract_signed_here_is_handed_in_by_its_number():
    contract, platform = a_signed(), Platform()

    status, answer = platform.file(by_no(contract))

    filing = Filing.objects.get()
    assert (status, answer["application_no"]) == (202, filing.application_no)
    assert (answer["status"], answer["filing_no"], answer["certificate"]) == (
        "submitted",
        None,
        None,
    )
    assert platform.look(filing.application_no) == (200, answer)
    assert Platform("别的平台").look(filing.application_no)[0] == 404
    assert filing.submitted_by == "api 企业平台"


def test_the_same_key_is_one_application_and_another_content_a_conflict():
    contract, platform = a_signed(), Platform()

    first, second = platform.file(by_no(contract)), platform.file(by_no(contract))
    status, answer = platform.file(by_no(contract, contract_no="ZL1"))

    assert first == second and Filing.objects.count() == 1
    assert (status, answer["code"]) == (409, "key_reused")
    assert platform.file(by_no(contract), key="2") == first
    status, answer = Platform("别的平台").file(by_no(contract))
    assert (status, answer["code"]) == (409, "already_open")


def test_a_contract_on_paper_comes_with_all_it_says_and_its_papers():
    say(False)
    platform = Platform()

    status, answer = platform.file(on_paper())

    contract = Contract.objects.get()
    assert (status, answer["contract_no"]) == (202, contract.no)
    assert (contract.way, contract.status) == ("paper", "entered")
    assert contract.documents.count() == 3
    filed = actions.approve_filing(filing_id=Filing.objects.get().pk, by=a_reviewer())
    status, answer = platform.look(filed.application_no)
    assert (answer["status"], answer["filing_no"]) == ("approved", filed.filing_no)
    assert answer["certificate"].endswith(f"/{filed.certificate.code}")


def test_while_contracts_are_signed_online_paper_is_refused_with_the_reason():
    status, answer = Platform().file(on_paper())

    assert (status, fields(answer)) == (422, ["contract"])
    assert answer["errors"][0]["code"] == "must_sign_online_by_default"
    assert Contract.objects.count() == 0


def test_everything_that_is_wrong_is_told_at_its_field():
    say(False)
    platform, stated = Platform(), on_paper(deposit="9000")

    status, answer = platform.file(stated)
    assert (status, fields(answer)) == (422, ["contract.deposit"])
    assert "超过一个月租金" in answer["errors"][0]["message"]

    del stated["contract"]["occupants"]
    stated["documents"][0]["content"] = "%"
    stated["documents"][1]["kind"] = "photo"
    stated["documents"][2]["content"] = "合同"
    stated["uscc"] = "1"
    status, answer = platform.file(stated)
    assert status == 422
    assert fields(answer) == [
        "uscc",
        "contract.occupants",
        "documents[0].content",
        "documents[1].kind",
        "documents[2].content",
    ]
    status, answer = platform.file({"uscc": USCCS[0]}, key="")
    assert fields(answer) == ["Idempotency-Key", "verification_no", "contract", *fields(answer)[3:]]
    assert "documents" in fields(answer)
    assert Contract.objects.count() == Filing.objects.count() == 0


def test_number_and_paper_together_are_refused():
    stated = on_paper() | {"contract_no": "ZL110105"}

    status, answer = Platform().file(stated)

    assert (status, answer["errors"][0]["code"]) == (422, "number_or_paper")


def test_only_contracts_of_the_enterprise_that_is_named():
    contract, platform = a_signed(), Platform()
    an_enterprise(1)

    status, answer = platform.file(by_no(contract, uscc=USCCS[1]))
    assert (status, fields(answer)) == (422, ["contract_no"])
    status, answer = platform.file(by_no(contract, uscc=USCCS[2]), key="3")
    assert (status, fields(answer)) == (422, ["uscc"])
    assert Filing.objects.count() == 0


def test_who_has_not_the_scope_or_no_calls_left_files_nothing():
    contract = a_signed()
    assert Platform("核验平台", Scope.HOME_VERIFY).file(by_no(contract))[0] == 403

    platform = Platform()
    people.set_callback(name=platform.name, url="", key="", calls_a_minute=1, by=CLOCK)
    assert platform.file(by_no(contract))[0] == 202
    status, answer = platform.file(by_no(contract))

    assert (status, answer["code"]) == (429, "quota_used_up")
    assert ApiCall.objects.filter(path=FILINGS, answer=202).count() == 1


def test_the_decision_is_told_by_one_signed_callback_each(listener):
    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    platform.file(by_no(a_signed()))
    filing, reviewer = Filing.objects.get(), a_reviewer()

    actions.send_back(filing_id=filing.pk, because="缺少证明", by=reviewer)
    jobs.call_back(0)
    jobs.call_back(0)

    [(headers, body)] = listener.received
    signing.check_shared_key(SHARED, headers, body)
    told = json.loads(body)
    assert (told["status"], told["because"]) == ("returned", "缺少证明")
    assert platform.file(by_no(Contract.objects.get()), key="2")[0] == 409

    actions.resubmit_filing(filing_id=filing.pk, by=an_enterprise())
    actions.approve_filing(filing_id=filing.pk, by=reviewer)
    jobs.call_back(0)

    told = json.loads(listener.received[1][1])
    assert (told["status"], told["filing_no"]) == ("approved", again(filing).filing_no)


def test_a_program_that_is_silent_is_told_later_or_by_a_person(listener):
    from anju.core.actions import advance_clock
    from anju.core.rules import CALLBACK_PAUSES
    from anju.filings import queries
    from anju.filings.models import Callback
    from anju.filings.tests.filing import a_clerk

    platform = Platform()
    people.set_callback(name=platform.name, url=listener.url, key=SHARED, by=CLOCK)
    platform.file(by_no(a_signed()))
    actions.send_back(filing_id=Filing.objects.get().pk, because="缺少证明", by=a_reviewer())
    listener.answer = 503
    for pause in (*CALLBACK_PAUSES, CALLBACK_PAUSES[-1]):
        jobs.call_back(0)
        advance_clock(seconds=int(pause.total_seconds()), by=CLOCK)

    [callback] = queries.undelivered_seen_by(a_clerk())
    assert not queries.undelivered_seen_by(a_reviewer()).exists()
    listener.answer = 200
    actions.callback_again(callback_id=callback.pk, by=a_clerk())
    jobs.call_back(0)
    assert Callback.objects.get().status == "delivered"
