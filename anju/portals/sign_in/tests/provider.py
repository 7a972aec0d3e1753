"""A stand-in for the city's identity provider: it names whom a test tells it to name."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from anju.clients.tests.outside import Asked, Outside
from anju.tests.pages import Pages

KEY = RSAKey.generate_key(2048, {"kid": "1"})
ZHANG = {
    "sub": "person-1",
    "subject_type": "person",
    "name": "张建国",
    "id_type": "resident_id",
    "id_number": "11010519491231002X",
    "phone_number": "13800000001",
    "real_name_level": 3,
}
COMPANY = ZHANG | {
    "sub": "organisation-1",
    "subject_type": "organisation",
    "organisation_name": "北京某某科技有限公司",
    "uscc": "91110000100017643K",
    "registration_no": "1100001",
}


class Provider:
    def __init__(self, outside: Outside) -> None:
        self.issuer = f"{outside.url}/idp"
        self.claims: dict[str, Any] = {}
        self.outside = outside
        outside.answer = self.answer

    def answer(self, asked: Asked) -> tuple[int, str]:
        path = asked.path.removeprefix("/idp")
        if path == "/.well-known/openid-configuration":
            places = {
                "issuer": "",
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "jwks_uri": "/jwks",
                "end_session_endpoint": "/logout",
            }
            return 200, json.dumps({name: self.issuer + place for name, place in places.items()})
        if path == "/jwks":
            return 200, json.dumps({"keys": [KEY.as_dict(private=False)]})
        return 200, json.dumps(
            {"id_token": jwt.encode({"alg": "RS256", "kid": "1"}, self.claims, KEY)}
        )

    def sign_in(self, pages: Pages, who: dict[str, Any], address: str) -> HttpResponse:
        """Walk from our page to the provider and come back as somebody."""
        away = pages.get(address)
        asked = parse_qs(urlsplit(away["Location"]).query)
        self.claims = who | {
            "iss": self.issuer,
            "aud": "anju",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            "nonce": asked["nonce"][0],
        }
        back = {"code": "a-code", "state": asked["state"][0]}
        return pages.get("/sign-in/callback", back)
