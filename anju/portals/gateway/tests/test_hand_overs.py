"""Whom the mini program and the rental platform announce: real signatures, and everything that is not one."""

import json
import re
import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from anju.clients import signing
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.hand_overs.actions import forget_old_hand_overs
from anju.hand_overs.models import HandOver
from anju.hand_overs.rules import KEPT_FOR
from anju.hand_overs.tests.announced import COMPANY, LI_SI, ZHANG_SAN
from anju.people.models import Person
from anju.tests.world import a_lease

pytestmark = pytest.mark.django_db
caller = Client(enforce_csrf_checks=True)
FILING_NO = "BA11010520260000017"


@pytest.fixture
def key(settings):
    """The private keys of the outside, which only tests and the sandbox have."""
    folder = Path(settings.ALIPAY["public_key_file"]).parent.parent / "sandbox"
    return lambda name: str(folder / f"{name}_private.pem")


def knock(key, sender="mini_program", signer=None, path=None, headers=None, **told):
    body = json.dumps(ZHANG_SAN | {"face": "mobile"} | told).encode()
    path = path or f"/gateway/hand-overs/{sender}"
    signed = signing.signed_headers(sender, key(signer or sender), "POST", path, body)
    return caller.post(
        f"/gateway/hand-overs/{sender}", body, "application/json", headers=signed | (headers or {})
    )


@pytest.mark.covers("IDN-11", "NET-01")
def test_a_signed_announcement_is_answered_with_an_address_that_says_nothing(key, settings):
    settings.PUBLIC_URL = "https://anju.example"
    a_lease(filing_no=FILING_NO)
    answers = [knock(key), knock(key, "rental_platform", face="web", filing_no=FILING_NO)]
    for answer, made in zip(answers, HandOver.objects.order_by("pk"), strict=True):
        assert answer.status_code == 201
        assert re.fullmatch(r"https://anju\.example/enter/[\w-]{43}", answer.json()["url"])
        assert answer.json()["expires_at"] == made.expires_at.isoformat()


@pytest.mark.covers("IDN-11", "SEC-03")
def test_what_is_forged_stale_or_unreadable_is_refused_and_nothing_kept(key, settings):
    moment_before = (clock.now() - timedelta(seconds=1)).isoformat()
    old = (clock.now() - timedelta(minutes=6)).isoformat()
    refused = [
        (knock(key, signer="rental_platform"), "forged"),
        (knock(key, signer="bank_ccb"), "forged"),
        (knock(key, path="/gateway/hand-overs/rental_platform"), "forged"),
        (knock(key, headers={"X-Nonce": secrets.token_hex(16)}), "forged"),
        (knock(key, headers={"X-Timestamp": moment_before}), "forged"),
        (stale(key, old), "stale"),
        (knock(key, face="paper"), "unreadable"),
        (knock(key, subject_type="dog"), "unreadable"),
        (knock(key, real_name_level="3"), "unreadable"),
        (knock(key, id_number=""), "unreadable"),
        (knock(key, "rental_platform", face="web"), "unreadable"),
    ]
    assert [(a.status_code, a.json()["code"]) for a, _ in refused] == [(400, c) for _, c in refused]
    settings.HAND_OVER_SENDERS = {}
    assert knock(key).json()["code"] == "unknown_sender"
    assert caller.get("/gateway/hand-overs/mini_program").status_code == 405
    assert (HandOver.objects.count(), Person.objects.count()) == (0, 0)


def stale(key, moment):
    body, path, nonce = b"{}", "/gateway/hand-overs/mini_program", "0" * 32
    content = signing._signed_content(moment, nonce, "POST", path, body)
    headers = {
        "X-Key-Id": "mini_program",
        "X-Timestamp": moment,
        "X-Nonce": nonce,
        "X-Signature": signing.sign(content, key("mini_program")),
    }
    return caller.post(path, body, "application/json", headers=headers)


@pytest.mark.covers("IDN-11")
def test_a_replayed_announcement_is_refused_as_such(key):
    body, path = (
        json.dumps(ZHANG_SAN | {"face": "mobile"}).encode(),
        "/gateway/hand-overs/mini_program",
    )
    headers = signing.signed_headers("mini_program", key("mini_program"), "POST", path, body)
    first, second = (caller.post(path, body, "application/json", headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["code"] == "replayed" and "重新生成" in second.json()["message"]
    assert HandOver.objects.count() == 1


@pytest.mark.covers("IDN-11")
def test_an_announcement_whose_hand_over_is_forgotten_is_stale(key):
    body, path = (
        json.dumps(ZHANG_SAN | {"face": "mobile"}).encode(),
        "/gateway/hand-overs/mini_program",
    )
    headers = signing.signed_headers("mini_program", key("mini_program"), "POST", path, body)
    assert caller.post(path, body, "application/json", headers=headers).status_code == 201
    advance_clock(days=KEPT_FOR.days + 1, by=CLOCK)
    assert forget_old_hand_overs(by=CLOCK) == 1
    again = caller.post(path, body, "application/json", headers=headers)
    assert (again.status_code, again.json()["code"]) == (400, "stale")
    assert HandOver.objects.count() == 0


@pytest.mark.covers("IDN-12", "NET-01")
def test_whom_the_rules_keep_out_is_told_why(key):
    a_lease(filing_no=FILING_NO)
    platform = {"sender": "rental_platform", "face": "web", "filing_no": FILING_NO}
    refused = [
        (knock(key, real_name_level=2), 400, "高级实名认证"),
        (knock(key, **platform | LI_SI), 404, "不是合同"),
        (knock(key, **platform | {"filing_no": "BA1"}), 404, "还没有收到合同"),
        (knock(key, **platform | COMPANY | {"registration_no": None}), 400, "单位登记开户"),
    ]
    for answer, status, words in refused:
        assert (answer.status_code, words in answer.json()["message"]) == (status, True)
    assert HandOver.objects.count() == 0
