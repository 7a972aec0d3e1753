import base64
import hashlib
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from anju.clients import identity
from anju.clients.identity import Identity
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

VERIFIER = "v" * 43
PERSON = {
    "subject_type": "person",
    "name": "张三",
    "id_type": "resident_id",
    "id_number": "110101199003071234",
    "phone_number": "13800001234",
    "real_name_level": 3,
}
ORGANISATION = PERSON | {
    "subject_type": "organisation",
    "organisation_name": "北京安居科技有限公司",
    "uscc": "91110105MA01ABCD1X",
    "registration_no": "100200300",
}


class Provider:
    """An identity provider as OpenID Connect describes it, with one code to give."""

    def __init__(self, outside):
        self.url = f"{outside.url}/idp"
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
        self.signing_key, self.algorithm = self.key, "RS256"
        self.claims = dict(PERSON)
        self.token_requests = []
        outside.answer = self.answer

    def answer(self, asked):
        path = urlsplit(asked.path).path
        if path == "/idp/.well-known/openid-configuration":
            return 200, json.dumps(
                {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/jwks",
                    "end_session_endpoint": f"{self.url}/logout",
                }
            )
        if path == "/idp/jwks":
            return 200, json.dumps({"keys": [self.key.as_dict(private=False)]})
        assert path == "/idp/token"
        self.token_requests.append(asked)
        if asked.form["code"] != "c1" or asked.form["code_verifier"] != VERIFIER:
            return 400, '{"error":"invalid_grant"}'
        return 200, json.dumps(
            {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
        )

    def token(self):
        now = int(datetime.now(UTC).timestamp())
        standard = {"iss": self.url, "aud": "anju", "sub": "s1", "nonce": "n1"}
        claims = standard | {"iat": now, "exp": now + 300} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        return jwt.encode(header, claims, self.signing_key, algorithms=[self.algorithm])


@pytest.fixture
def provider(outside):
    return Provider(outside)


@pytest.mark.covers("IDN-10", "IDN-12")
def test_the_browser_is_sent_to_the_provider_with_a_challenge_only_we_can_answer(provider):
    address = identity.authorization_url("s1", "n1", VERIFIER, "organisation")
    assert address.startswith(f"{provider.url}/authorize?")
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    assert {name: value for name, [value] in parse_qs(urlsplit(address).query).items()} == {
        "response_type": "code",
        "client_id": "anju",
        "redirect_uri": "https://anju.example/sign-in/callback",
        "scope": "openid profile",
        "state": "s1",
        "nonce": "n1",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "subject_type": "organisation",
    }


@pytest.mark.covers("IDN-10")
def test_a_code_becomes_the_person_who_signed_in(provider):
    found = identity.exchange("c1", VERIFIER, "n1")
    assert found == Identity(
        sub="s1",
        subject_type="person",
        name="张三",
        id_type="resident_id",
        id_number="110101199003071234",
        phone="13800001234",
        level=3,
        organisation_name="",
        uscc="",
        registration_no="",
        id_token=found.id_token,
    )
    [asked] = provider.token_requests
    assert asked.form == {
        "grant_type": "authorization_code",
        "code": "c1",
        "redirect_uri": "https://anju.example/sign-in/callback",
        "code_verifier": VERIFIER,
    }
    scheme, credentials = asked.headers["Authorization"].split()
    assert (scheme, base64.b64decode(credentials)) == ("Basic", b"anju:a%20secret%2Fwith%2Bsigns")
    assert "110101199003071234" not in repr(found)
    assert "13800001234" not in repr(found)


@pytest.mark.covers("IDN-12")
def test_an_organisation_comes_with_its_operator_and_its_registration_number(provider):
    provider.claims = dict(ORGANISATION)
    found = identity.exchange("c1", VERIFIER, "n1")
    assert (found.subject_type, found.name) == ("organisation", "张三")
    assert (found.organisation_name, found.uscc) == ("北京安居科技有限公司", "91110105MA01ABCD1X")
    assert found.registration_no == "100200300"
    del provider.claims["registration_no"]
    assert identity.exchange("c1", VERIFIER, "n1").registration_no == ""


@pytest.mark.covers("IDN-10")
def test_a_code_or_a_verifier_the_provider_does_not_know_signs_nobody_in(provider):
    for code, verifier in (("c2", VERIFIER), ("c1", "w" * 43)):
        with pytest.raises(Refused) as no:
            identity.exchange(code, verifier, "n1")
        assert no.value.code == Refusal.SIGN_IN_FAILED
        assert no.value.message == "统一身份认证未能确认您的身份，请重新登录"


@pytest.mark.covers("IDN-10")
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "somebody else"},
        {"aud": ["anju", "somebody else"]},
        {"aud": ["anju", "somebody else"], "azp": "somebody else"},
        {"nonce": "n2"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
)
def test_a_token_not_for_this_sign_in_signs_nobody_in(provider, claims):
    provider.claims = PERSON | claims
    with pytest.raises(Refused) as no:
        identity.exchange("c1", VERIFIER, "n1")
    assert no.value.code == Refusal.SIGN_IN_FAILED


@pytest.mark.covers("IDN-10")
def test_a_token_signed_otherwise_signs_nobody_in(provider):
    secret = OctKey.import_key("a secret/with+signs and more, to be long enough for HS256")
    stranger = RSAKey.generate_key(2048, {"kid": "k1"})
    for key, algorithm in ((stranger, "RS256"), (secret, "HS256"), (provider.key, "RS512")):
        provider.signing_key, provider.algorithm = key, algorithm
        with pytest.raises(Refused) as no:
            identity.exchange("c1", VERIFIER, "n1")
        assert no.value.code == Refusal.SIGN_IN_FAILED


def test_keys_the_provider_has_changed_are_fetched_anew(provider):
    identity.exchange("c1", VERIFIER, "n1")
    provider.key = provider.signing_key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
    assert identity.exchange("c1", VERIFIER, "n1").sub == "s1"


@pytest.mark.parametrize(
    "claims",
    [
        {"name": None},
        {"name": " "},
        {"id_number": None},
        {"phone_number": None},
        {"real_name_level": None},
        {"real_name_level": "3"},
        {"real_name_level": True},
        {"subject_type": "robot"},
        {"subject_type": "organisation"},
    ],
)
def test_an_identity_with_a_hole_is_refused(provider, claims):
    provider.claims = PERSON | claims
    with pytest.raises(Refused) as no:
        identity.exchange("c1", VERIFIER, "n1")
    assert no.value.code == Refusal.UNREADABLE


@pytest.mark.covers("IDN-10")
def test_signing_out_ends_the_session_at_the_provider_too(provider):
    address = identity.logout_url("token")
    assert address.startswith(f"{provider.url}/logout?")
    assert parse_qs(urlsplit(address).query) == {
        "id_token_hint": ["token"],
        "post_logout_redirect_uri": ["https://anju.example/"],
    }


def test_a_provider_that_is_away_or_another_is_unavailable(outside):
    outside.says(503)
    with pytest.raises(Unavailable):
        identity.authorization_url("s1", "n1", VERIFIER, "person")
    outside.says(200, '{"issuer":"https://elsewhere.example"}')
    with pytest.raises(Unavailable, match="another"):
        identity.authorization_url("s1", "n1", VERIFIER, "person")


def test_secrets_are_long_and_never_the_same():
    found = {identity.random_secret() for _ in range(100)}
    assert len(found) == 100
    assert min(map(len, found)) >= 43
