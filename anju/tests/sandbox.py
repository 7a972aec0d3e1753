"""The outside world for tests: the sandbox as a program of its own, on a port of its own.

`sandbox` starts it once per run, empties it for each test and points the product's settings at it.
Everything a visitor can do on its control page a test does with `control` and `ask`.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from anju.clients.tests.outside import Answer, Asked, Outside, serve
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.tests.world import seconds_until_the_banks_open
from scripts import configuration
from scripts.places import ROOT, SHARED_WORK, VENV_PYTHON
from scripts.processes import Child, free_port

PATIENCE_SECONDS = 30
BROWSER = httpx.Client(timeout=60)  # a new one for each question would read all certificates again


@dataclass(frozen=True)
class Sandbox:
    """`keys` is the folder of the outside's own keys; the product has the public halves only."""

    base_url: str
    keys: Path
    settings: Any

    def control(self, path: str, json: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do something on the control page: `control("alipay/pay", {"out_trade_no": …})`."""
        return self._answer(BROWSER.post(self._address(path), json=json or {}))

    def ask(self, path: str, **query: str) -> dict[str, Any]:
        return self._answer(BROWSER.get(self._address(path), params=query))

    def product_at(self, url: str) -> None:
        """From now on the product is reached here (a live server, or a stand-in for it)."""
        self.settings.PUBLIC_URL = url
        self.control("switches", {"product_url": url})

    def next_day(self) -> None:
        """Hand over the day, with both clocks, without the product's part in it. Needs the database."""
        there = datetime.fromisoformat(self.control("day/hand-over", {"product": False})["now"])
        ahead = there - clock.now()
        advance_clock(seconds=max(0, round(ahead.total_seconds())), by=CLOCK)

    def banks_open(self) -> None:
        """Both clocks go forward until the banks take payouts; they stay while these do. Needs the database."""
        seconds = seconds_until_the_banks_open()
        self.control("clock", {"seconds": seconds, "product": False})
        advance_clock(seconds=seconds, by=CLOCK)

    def _address(self, path: str) -> str:
        return f"{self.base_url}/control/{path if path == 'identities' else f'api/{path}'}"

    def _answer(self, response: httpx.Response) -> dict[str, Any]:
        assert response.is_success, f"{response.status_code} {response.text}"
        answer: dict[str, Any] = response.json()
        return answer


@dataclass(frozen=True)
class Running:
    port: int
    keys: Path


@pytest.fixture(scope="session")
def sandbox_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, port = tmp_path_factory.mktemp("sandbox"), free_port()
    environment = configuration.of_sandbox(SHARED_WORK / "test", 8000, port)
    environment |= {"SANDBOX_STATE_DIR": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    log = folder / "sandbox.log"
    program = Child("sandbox", [VENV_PYTHON, "-m", "sandbox"], log, env=environment)
    try:
        wait_until_it_answers(program, f"http://127.0.0.1:{port}/health")
        yield Running(port, Path(environment["SANDBOX_KEYS_DIR"]))
    finally:
        program.stop()


@pytest.fixture
def sandbox(sandbox_program: Running, settings: Any) -> Sandbox:
    """The outside world, empty, at the present moment, and the product configured for it."""
    base_url = f"http://127.0.0.1:{sandbox_program.port}"
    settings.ALIPAY = settings.ALIPAY | {"gateway_url": f"{base_url}/alipay/gateway.do"}
    settings.WECHAT = settings.WECHAT | {"url": f"{base_url}/wechat"}
    settings.BANKS = {
        code: bank | {"url": f"{base_url}/bank/{code}"} for code, bank in settings.BANKS.items()
    }
    settings.SMS = settings.SMS | {"url": f"{base_url}/sms/messages"}
    settings.MAIL = settings.MAIL | {"url": f"{base_url}/mail/messages"}
    settings.OIDC = settings.OIDC | {"issuer": f"{base_url}/idp"}
    settings.TITLE_REGISTRY_URL = f"{base_url}/registries/title"
    settings.ORGANISATION_REGISTRY_URL = f"{base_url}/registries/organisations"
    settings.RECEIPT_PLATFORM_URL = f"{base_url}/registries/receipts"
    world = Sandbox(base_url, sandbox_program.keys, settings)
    world.control("reset", {"clock": True})
    world.control("switches", {"product_url": settings.PUBLIC_URL})
    return world


@pytest.fixture
def product(sandbox: Sandbox) -> Iterator[Outside]:
    """Somebody at the product's address who takes in whatever the sandbox tells, and keeps it."""
    answers: dict[str, Answer] = {"/gateway/alipay": (200, "success"), "/gateway/wechat": (204, "")}
    product, server = serve()
    product.answer = lambda asked: answers.get(asked.path, (200, "ok"))
    sandbox.product_at(product.url)
    yield product
    server.shutdown()
    server.server_close()


def told(product: Outside, sandbox: Sandbox, path: str) -> list[Asked]:
    """What the sandbox has told at this path, once nothing is left to tell."""
    assert sandbox.control("deliveries/wait", {"timeout_seconds": 20}) == {"waiting": 0}
    return [asked for asked in product.asked if asked.path == path]


def wait_until_it_answers(program: Child, address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not program.has_ended():
        try:
            if BROWSER.get(address, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"the sandbox did not start:\n{program.last_lines()}")
