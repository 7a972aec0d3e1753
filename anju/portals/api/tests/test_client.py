"""What is published of the API is what the API is: its description, the client made of it, the examples."""

import json

import pytest

from anju.portals.api.views import api
from scripts import api_client

pytestmark = [pytest.mark.covers("OPS-04"), pytest.mark.covers("BEY-11")]


def test_the_published_description_is_that_of_the_api():
    """When it is not: `make client`."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")

    assert api_client.DESCRIPTION.read_text() == api_client.as_text(described)


def test_the_client_is_made_of_the_published_description():
    described = json.loads(api_client.DESCRIPTION.read_text())

    assert api_client.CLIENT.read_text() == api_client.client_of(described)


def test_every_operation_says_who_may_call_it_and_every_write_is_done_once():
    described = json.loads(api_client.DESCRIPTION.read_text())
    operations = [one for path in described["paths"].values() for one in path.values()]
    writes = [path["post"] for path in described["paths"].values() if "post" in path]

    assert all(one["tags"] and one["summary"] for one in operations)
    open_to_all = [one["operationId"] for one in operations if not one["security"]]
    assert open_to_all == ["listOpenData", "getOpenData"]
    without = [
        one["operationId"]
        for one in writes
        if not any(given["name"] == "Idempotency-Key" for given in one["parameters"])
    ]
    assert without == ["fileLease"]  # its filing number is its key
    assert "order.supervised" in described["webhooks"]
