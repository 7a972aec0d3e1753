"""开放接口: whoever has never seen it comes to the first call and the first event with what the page says. (BEY-11)"""

import json
import re

import pytest

from anju.portals.public import open_api
from anju.webhooks.rules import Event

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04", "BEY-11")]


def test_what_is_to_be_fetched_is_there_and_the_address_is_said(pages, settings):
    pages.get("/public/open-api")
    said = pages.page.text

    assert f"接口地址： {settings.PUBLIC_URL}/api/v1/" in said
    assert f"ANJU_ADDRESS={settings.PUBLIC_URL}" in said
    fetched = re.findall(rf"curl -O {re.escape(settings.PUBLIC_URL)}(/\S+\.py)", said)
    assert [path.rpartition("/")[2] for path in fetched] == [
        "anju_client.py",
        "examples.py",
        "receiver.py",
    ]
    for path in fetched:
        assert pages.get(path).status_code == 200


def test_every_call_and_every_event_is_named_with_who_is_told(pages):
    pages.get("/public/open-api")
    said = pages.page.text

    paths = json.loads(open_api.content("openapi.json"))["paths"]
    assert [path for path in paths if path not in said] == []
    assert [one.value for one in Event if one != Event.TEST and one.value not in said] == []
    whom = {one.code: one.whom for one in open_api.events()}
    assert whom["order.supervised"] == "住房租赁企业、租赁平台"
    assert whom["bank_day.closed"] == "银行"


def test_where_addresses_of_this_machine_may_be_called_the_page_says_so(pages, settings):
    settings.WEBHOOK_NETWORKS = ""
    pages.get("/public/open-api")
    assert "127.0.0.1:8900" not in pages.page.text and "新建一家企业" not in pages.page.text
    settings.WEBHOOK_NETWORKS = "127.0.0.0/8"
    pages.get("/public/open-api")
    assert "http://127.0.0.1:8900/" in pages.page.text and "新建一家企业" in pages.page.text
