"""Hardware keys in Chromium, by a virtual authenticator: taken into use, signed in by, copied, another's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from anju.companies import actions, queries
from anju.companies.models import Key
from anju.companies.rules import KeyStatus
from anju.companies.tests.world import ISSUER, NAME, PASSWORD, registered
from anju.portals.property.tests.things import result_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Device:
    """A key plugged into the browser: with a resident credential, and it asks its holder."""

    def __init__(self, cdp: CDPSession) -> None:
        self.cdp = cdp
        cdp.send("WebAuthn.enable")
        self.id = cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "usb",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def secret(self) -> dict[str, Any]:
        """What a thief would copy: the credential with its secret and its counter."""
        told = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        [credential] = told["credentials"]
        return dict(credential)

    def has(self, credential: dict[str, Any]) -> None:
        """The key holds this and nothing else."""
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        told = {"authenticatorId": self.id, "credential": credential}
        self.cdp.send("WebAuthn.addCredential", told)

    def asks_its_holder(self, answers: bool) -> None:
        told = {"authenticatorId": self.id, "isUserVerified": answers}
        self.cdp.send("WebAuthn.setUserVerified", told)


@contextmanager
def plugged_in(page: Page) -> Iterator[Device]:
    context: BrowserContext = page.context
    cdp = context.new_cdp_session(page)
    yield Device(cdp)
    cdp.send("WebAuthn.disable")


def takes_up(page: Page, at: str) -> str:
    """Apply, be approved, sign in without a key, take the key into use; its number."""
    application = registered()
    issued = actions.issue_key(application_id=application.pk, by=ISSUER)
    page.goto(f"{at}/property/sign-in/unverified")
    page.get_by_label("用户名").fill(application.applicant.username)
    page.get_by_label("密码").fill(PASSWORD)
    solve(page)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="启用密钥").click()
    page.get_by_label("启用码").fill(issued.code)
    page.get_by_role("button", name="启用密钥").click()
    expect(page.get_by_text(f"密钥{issued.number}已启用，请登录")).to_be_visible()
    return issued.number


def solve(page: Page) -> None:
    words = page.get_by_role("img", name="验证码算式").get_attribute("aria-label")
    page.get_by_label("验证码 *").fill(result_of(words or ""))


def signs_in(page: Page, at: str, number: str) -> None:
    page.goto(f"{at}/property/sign-in")
    expect(page.get_by_label("用户名")).to_have_value(number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


@pytest.mark.covers("PRP-04", "PRP-05")
def test_the_key_shows_its_number_by_itself_and_lets_in_with_the_password(live_server, screen):
    with plugged_in(screen):
        number = takes_up(screen, live_server.url)

        signs_in(screen, live_server.url, number)

        expect(screen.get_by_role("heading", name=NAME)).to_be_visible()
        key = Key.objects.get(number=number)
        assert key.status == KeyStatus.ACTIVE and key.sign_count >= 2


@pytest.mark.covers("PRP-05")
def test_a_copied_key_is_refused_and_suspended(live_server, screen):
    with plugged_in(screen) as device:
        number = takes_up(screen, live_server.url)
        copy = device.secret()
        signs_in(screen, live_server.url, number)
        expect(screen.get_by_role("heading", name=NAME)).to_be_visible()
        screen.get_by_role("button", name="退出").click()

        device.has({**copy, "signCount": 0})  # the thief's, which has counted less
        signs_in(screen, live_server.url, number)

        said = f"密钥{number}疑似被复制，已暂停使用，并已告知管理部"
        expect(screen.get_by_role("alert").filter(has_text=said).first).to_be_visible()
        assert Key.objects.get(number=number).status == KeyStatus.SUSPENDED


@pytest.mark.covers("PRP-05")
def test_a_revoked_key_is_refused(live_server, screen):
    with plugged_in(screen):
        number = takes_up(screen, live_server.url)
        key = Key.objects.get(number=number)
        actions.revoke_key(key_id=key.pk, because="遗失", by=ISSUER)

        signs_in(screen, live_server.url, number)

        said = f"密钥{number}已撤销，不能登录"
        expect(screen.get_by_role("alert").filter(has_text=said).first).to_be_visible()


@pytest.mark.covers("PRP-05")
def test_somebody_elses_key_is_refused(live_server, screen):
    """With one's own password the key of another opens nothing, nor does a key that was never ours."""
    with plugged_in(screen) as device:
        mine = takes_up(screen, live_server.url)
        own = Key.objects.get(number=mine).application.applicant
        actions.choose_password(
            present=PASSWORD,
            chosen="my-own-password-2026",
            by=queries.actor_of_applicant(own.pk),
        )
        device.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": device.id})
        theirs = takes_up(screen, live_server.url)
        screen.goto(f"{live_server.url}/property/sign-in")
        expect(screen.get_by_label("用户名")).to_have_value(theirs)
        screen.get_by_label("密码").fill("my-own-password-2026")
        screen.get_by_role("button", name="登录").click()
        wrong = screen.get_by_role("alert").filter(has_text=f"密钥{theirs}的密码不正确")
        expect(wrong.first).to_be_visible()

        Key.objects.filter(number=theirs).update(credential_id=b"another credential")
        signs_in(screen, live_server.url, theirs)

        unknown = screen.get_by_role("alert").filter(has_text="这支密钥没有在本系统登记")
        expect(unknown.first).to_be_visible()


@pytest.mark.covers("PRP-05")
def test_a_key_that_does_not_verify_its_holder_says_nothing(live_server, screen):
    with plugged_in(screen) as device:
        takes_up(screen, live_server.url)
        device.asks_its_holder(False)

        screen.goto(f"{live_server.url}/property/sign-in")

        expect(screen.get_by_text("没有读到密钥：请插入密钥")).to_be_visible()
        expect(screen.get_by_label("用户名")).to_have_value("")
