"""Who wants to try the API founds an enterprise in the sandbox, signs in, makes a key, and calls. (BEY-11)"""

import os
import re
import time

import httpx
import pytest

from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.people.rules import Scope
from anju.tests.sandbox import Sandbox
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.covers("BEY-11")]
NAME = "北京试用住房租赁有限公司"


class Visitor:
    """A browser without scripts: it keeps cookies, follows and hands in forms."""

    def __init__(self, base_url: str) -> None:
        self.browser = httpx.Client(follow_redirects=True, timeout=60, trust_env=False)
        self.base_url = base_url
        self.page = ""
        self.url = ""

    def goes_to(self, path: str) -> None:
        self._shown(self.browser.get(f"{self.base_url}{path}"))

    def hands_in(self, path: str, typed: dict[str, str | list[str]]) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        hidden = {"csrfmiddlewaretoken": token.group(1)} if token else {}
        address = path if "://" in path else f"{self.base_url}{path}"
        self._shown(self.browser.post(address, data=typed | hidden, headers={"Referer": self.url}))

    def _shown(self, response: httpx.Response) -> None:
        assert response.status_code == 200, response.text
        self.page, self.url = response.text, str(response.url)


def test_an_own_key_in_a_minute(live_server, sandbox: Sandbox):
    began = time.monotonic()
    sandbox.product_at(live_server.url)
    a_bank_account()
    platform_key = os.environ["PLATFORM_API_KEY"]
    people.record_api_key(key=platform_key, name="租赁平台", scopes=[Scope.LEASE_FILE], by=CLOCK)
    visitor = Visitor(live_server.url)

    visitor.goes_to("/sign-in/start?as=organisation")
    assert "新建一家企业" in visitor.page
    visitor.hands_in(
        visitor.url.partition("?")[0],
        {"way": "found", "tab": "organisation", "organisation_name": NAME},
    )
    assert NAME in visitor.page and "/enterprise/programs" in visitor.page
    visitor.goes_to("/enterprise/programs/keys/new")
    visitor.hands_in("/enterprise/programs/keys/new", {"name": "试用", "scopes": ["lease.read"]})
    key = re.search(r"anju_[\w-]{43}", visitor.page).group()
    answer = httpx.get(
        f"{live_server.url}/api/v1/leases", headers={"Authorization": f"Bearer {key}"}
    )

    assert answer.status_code == 200
    assert len(answer.json()["leases"]) == 2
    assert time.monotonic() - began < 60
