"""The API does what its OpenAPI description says, whatever is sent to it."""

import itertools
import json
from dataclasses import dataclass

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from anju.core import clock
from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.people.rules import OF_ENTERPRISES as OF_ENTERPRISE_KEYS
from anju.people.rules import Scope
from anju.portals.api.keys import Key
from anju.portals.api.open_data import few_at_a_time
from anju.portals.api.views import api
from anju.refunds import actions as refunds
from anju.refunds.tests.endings import a_held_lease
from anju.tests.world import a_bank_account, a_lease, a_paying_order_on_behalf, enterprise_of
from config.wsgi import application

WRITING = [400, 401, 403, 409, 413, 415, 422, 429]
WRITING_ONE = [400, 401, 403, 404, 409, 413, 415, 422, 429]

OF_PLATFORMS = ["fileLease", "getLists", "checkVerification", "getCollectionCode", "getBankDay"]
OF_ENTERPRISES = [
    "verifyHome",
    "getVerification",
    "fileContract",
    "fileContracts",
    "getFiling",
    "listLeases",
    "getLease",
    "listBills",
    "placeOrder",
    "listOrders",
    "getOrder",
    "cancelOrder",
    "registerReturn",
    "listCases",
    "getCase",
    "confirmReturn",
    "objectToReturn",
    "cancelCase",
    "proposePlan",
    "withdrawPlan",
    "listReleases",
    "getRelease",
    "getAccount",
]
OPERATIONS = OF_PLATFORMS + OF_ENTERPRISES


@pytest.fixture
def described(transactional_db: None) -> schemathesis.BaseSchema:
    """Without its security: every call is made with a key, and what is called without one is tried elsewhere."""
    stated = json.loads(Client().get("/api/v1/openapi.json").content)
    for path in stated["paths"].values():
        for operation in path.values():
            del operation["security"]
    schema = schemathesis.openapi.from_dict(stated)
    schema.app = application
    return schema


@pytest.fixture
def platform_key(transactional_db: None) -> str:
    a_bank_account()
    key = people.issue_api_key(name="平台", scopes=list(Scope), by=CLOCK)
    ApiKey.objects.update(bank="ccb")
    return key


@dataclass
class Enterprise:
    """One with a lease that has ended and another that goes on, and what its addresses name."""

    key: str
    filing_no: str
    order_no: str
    case: str

    def named(self, operation_id: str) -> dict[str, str]:
        """What is there, for every second call: else nothing but 404 would be tried."""
        of_orders = operation_id in ("getOrder", "cancelOrder")
        named = {"filing_no": self.filing_no, "case": self.case}
        return named | {"no": self.order_no} if of_orders else named


@pytest.fixture
def enterprise(platform_key: str) -> Enterprise:
    ended, going = a_held_lease(), a_lease()
    by = enterprise_of(ended)
    case = refunds.register_return(
        lease_id=ended.pk, reason="termination", returned_on=clock.today(), by=by
    )
    order = a_paying_order_on_behalf(going)
    key = people.issue_key_for_organisation(name="收租系统", scopes=OF_ENTERPRISE_KEYS, by=by)
    ApiKey.objects.update(calls_a_minute=10**6)
    return Enterprise(key, going.filing_no, order.no, str(case.pk))


@pytest.mark.slow
@pytest.mark.covers("OPS-04")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
def test_every_answer_is_one_that_the_description_names(described, platform_key, enterprise, mode):
    """Schemathesis sends what the description allows, and what it does not.

    What is of the right shape may still break a rule: 409 and 422 are then documented answers.
    """
    for operation_id in OF_PLATFORMS:
        send(described.find_operation_by_id(operation_id), platform_key, {}, mode)
    for operation_id in OF_ENTERPRISES:
        named = enterprise.named(operation_id)
        send(described.find_operation_by_id(operation_id), enterprise.key, named, mode)


def send(operation, key: str, named: dict[str, str], mode: GenerationMode) -> None:
    if mode is GenerationMode.NEGATIVE and not can_be_asked_wrongly(operation):
        return
    is_named = itertools.cycle((True, False))

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: schemathesis.Case) -> None:
        if next(is_named):
            case.path_parameters |= {
                name: named[name] for name in case.path_parameters if name in named
            }
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
        )

    sent()


def can_be_asked_wrongly(operation) -> bool:
    """Nothing can be wrong with an address that takes any text and asks for nothing else."""
    parts = (operation.query, operation.headers, operation.body)
    return any(len(list(part)) for part in parts)


def test_the_description_names_every_answer():
    described = api.get_openapi_schema(path_prefix="/api/v1/")

    answers = {
        operation["operationId"]: sorted(operation["responses"])
        for path in described["paths"].values()
        for operation in path.values()
    }
    assert described["openapi"] == "3.1.0"
    assert answers == {
        "fileLease": [200, 201, *WRITING],
        "verifyHome": [200, 202, *WRITING],
        "getVerification": [200, 401, 403, 404, 429],
        "getLists": [200, 401, 403, 422, 429],
        "fileContract": [202, *WRITING],
        "fileContracts": [200, *WRITING],
        "getFiling": [200, 401, 403, 404, 429],
        "listLeases": [200, 401, 403, 422, 429],
        "getLease": [200, 401, 403, 404, 429],
        "listBills": [200, 401, 403, 422, 429],
        "placeOrder": [201, *WRITING],
        "listOrders": [200, 401, 403, 422, 429],
        "getOrder": [200, 401, 403, 404, 429],
        "cancelOrder": [200, *WRITING_ONE],
        "registerReturn": [201, *WRITING_ONE],
        "listCases": [200, 401, 403, 422, 429],
        "getCase": [200, 401, 403, 404, 429],
        "confirmReturn": [200, *WRITING_ONE],
        "objectToReturn": [200, *WRITING_ONE],
        "cancelCase": [200, *WRITING_ONE],
        "proposePlan": [201, *WRITING_ONE],
        "withdrawPlan": [200, *WRITING_ONE],
        "listReleases": [200, 401, 403, 422, 429],
        "getRelease": [200, 401, 403, 404, 422, 429],
        "getAccount": [200, 401, 403, 429],
        "checkVerification": [200, 401, 403, 404, 429],
        "getCollectionCode": [200, 401, 403, 404, 429],
        "getBankDay": [200, 401, 403, 422, 429],
        "listOpenData": [200, 429],
        "getOpenData": [200, 404, 429],
    }


def test_every_operation_but_open_data_asks_for_a_key():
    operations = [
        operation
        for bound in api._get_bound_routers()
        for path in bound.path_operations.values()
        for operation in path.operations
    ]

    keyed = [one for one in operations if all(isinstance(each, Key) for each in one.auth_callbacks)]
    open_to_all = [one for one in operations if one.auth_callbacks == [few_at_a_time]]
    assert len(keyed) == len(OPERATIONS)
    assert [one.operation_id for one in open_to_all] == ["listOpenData", "getOpenData"]
    assert len(operations) == len(keyed) + len(open_to_all)
