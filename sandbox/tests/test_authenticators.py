import re

import pytest

from sandbox.authenticators import code_at

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(moment, code):
    assert code_at(SECRET, moment) == code


def test_the_page_shows_the_code_of_everybody(outside):
    content = {"authenticators": [{"name": "zijin", "secret": SECRET}]}
    assert outside.client.post("/control/authenticators", json=content).status_code == 201
    page = outside.client.get("/authenticators").text
    assert "zijin" in page
    assert re.search(r"<code>\d{6}</code>", page)


@pytest.mark.parametrize("content", [{}, {"authenticators": [{"name": "x", "secret": "1"}]}])
def test_what_cannot_be_read_is_refused(outside, content):
    assert outside.client.post("/control/authenticators", json=content).status_code == 400
