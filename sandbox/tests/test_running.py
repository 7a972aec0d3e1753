"""The program as it runs: kill -9 loses nothing it was to tell; a taken port is told clearly."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from sandbox.tests.conftest import Receiver

pytestmark = pytest.mark.slow


class Program:
    def __init__(self, folder: Path, keys_folder: Path, product_url: str):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "SANDBOX_STATE_DIR": str(folder / "state"),
            "SANDBOX_KEYS_DIR": str(keys_folder),
            "SANDBOX_PORT": str(self.port),
            "PRODUCT_URL": product_url,
            "SMS_KEY": "s",
            "MAIL_KEY": "m",
            "CLOCK_KEY": "c",
            "OIDC_CLIENT_ID": "anju",
            "OIDC_CLIENT_SECRET": "secret",
            "PLATFORM_API_KEY": "p",
            "WECHAT_API_V3_KEY_BOB": "1" * 32,
            "WECHAT_API_V3_KEY_CCB": "2" * 32,
        }
        self.process: subprocess.Popen[str] | None = None

    def run(self, **changes: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "sandbox"],
            env=self.environment | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self) -> None:
        self.process = self.run()
        for _ in range(300):
            try:
                httpx.get(f"{self.url}/health", trust_env=False)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the sandbox did not start")

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=15)

    def post(self, path: str, **given: object) -> httpx.Response:
        url = f"{self.url}/control/api/{path}"
        return httpx.post(url, json=given, trust_env=False, timeout=30)


@pytest.fixture
def program(tmp_path: Path, keys_folder: Path, receiver: Receiver) -> Iterator[Program]:
    running = Program(tmp_path, keys_folder, receiver.url)
    running.start()
    yield running
    if running.process is not None and running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_what_was_to_be_told_survives_kill_9(program: Program, receiver: Receiver) -> None:
    receiver.refuse_next = 10_000
    program.post("bank/ccb/transfer", amount="1.00", payer_name="李明")
    program.end(signal.SIGKILL)
    receiver.refuse_next = 0
    receiver.received.clear()
    program.start()
    assert program.post("deliveries/wait", timeout_seconds=20).json() == {"waiting": 0}
    assert len(receiver.received) == 1
    assert program.end(signal.SIGTERM) == 0


def test_eight_callers_at_once_are_all_served(program: Program) -> None:
    def transfer(_: int) -> int:
        answer = program.post("bank/ccb/transfer", amount="1.00", payer_name="李明")
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(transfer, range(64)))
    assert answers == [200] * 64
    state = httpx.get(f"{program.url}/control/api/state", trust_env=False).json()
    assert state["balances"]["ccb"] == "64.00"
    assert program.post("deliveries/wait", timeout_seconds=30).json() == {"waiting": 0}


def test_a_taken_port_and_a_missing_setting_are_told_in_one_sentence(program: Program) -> None:
    taken = program.run()
    assert taken.wait(timeout=30) == 2
    assert taken.stdout is not None
    assert taken.stdout.read() == f"sandbox: port {program.port} is taken or may not be used.\n"
    unset = program.run(SMS_KEY="")
    assert unset.wait(timeout=30) == 2
    assert unset.stdout is not None
    assert unset.stdout.read() == "sandbox: The environment variable SMS_KEY is not set.\n"
