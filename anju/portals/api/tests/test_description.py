"""The API does what its OpenAPI description says, whatever is sent to it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.people.rules import Scope
from anju.portals.api.keys import Key
from anju.portals.api.views import api
from anju.tests.world import a_bank_account
from config.wsgi import application

OPERATIONS = [
    "fileLease",
    "getLease",
    "verifyHome",
    "getVerification",
    "fileContract",
    "getFiling",
    "getLists",
]


@pytest.fixture
def described(transactional_db: None) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def key(transactional_db: None) -> str:
    a_bank_account()
    return people.issue_api_key(name="平台", scopes=list(Scope), by=CLOCK)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_answer_is_one_that_the_description_names(described, key, operation_id, mode):
    """Schemathesis sends what the description allows, and what it does not.

    A lease of the right shape may still break a rule: 422 is then the documented answer.
    """
    operation = described.find_operation_by_id(operation_id)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
        )

    send()


def test_the_description_names_every_answer():
    described = api.get_openapi_schema(path_prefix="/api/v1/")

    answers = {
        operation["operationId"]: sorted(operation["responses"])
        for path in described["paths"].values()
        for operation in path.values()
    }
    assert described["openapi"] == "3.1.0"
    assert answers == {
        "fileLease": [200, 201, 400, 401, 403, 409, 422, 429],
        "getLease": [200, 401, 403, 404, 429],
        "verifyHome": [200, 202, 400, 401, 403, 409, 422, 429],
        "getVerification": [200, 401, 403, 404, 429],
        "getLists": [200, 401, 422, 429],
        "fileContract": [202, 400, 401, 403, 409, 422, 429],
        "getFiling": [200, 401, 403, 404, 429],
    }


def test_every_operation_asks_for_a_key():
    operations = [
        operation
        for _, router in api._routers
        for path in router.path_operations.values()
        for operation in path.operations
    ]

    assert len(operations) == len(OPERATIONS)
    assert all(isinstance(each, Key) for op in operations for each in op.auth_callbacks)
