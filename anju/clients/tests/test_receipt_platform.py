"""The receipt platform's answers: issued, declined, unknown; what cannot be read is no answer. (CHN-08)"""

import json

import pytest

from anju.clients import receipt_platform
from anju.clients.outcomes import Unavailable, Unreadable
from anju.clients.receipt_platform import Line, Wanted
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

pytestmark = pytest.mark.covers("CHN-08")
REF = "PJ202611290000017"
WANTED = Wanted(
    ref=REF,
    payer="张三",
    payer_id="1101***********013",
    lines=(Line("WX01", "住宅专项维修资金", "平方米", "89.56", "200.00", "17912.00"),),
    amount="17912.00",
    capitals="壹万柒仟玖佰壹拾贰元整",
    remark="北京市朝阳区建国路88号",
    payee="北京市住房资金管理中心",
    reviewer="复核",
    cashier="收款",
    verify_at="http://localhost/public/receipts",
)
WELL = {
    "ref": REF,
    "code": "11030126",
    "number": "0000000001",
    "check_code": "a1b2c3",
    "issued_at": "2026-11-29T07:00:00Z",
    "voided_at": "",
    "red_number": "",
}


@pytest.fixture
def platform(outside, keys, settings):
    settings.RECEIPT_PLATFORM_URL = f"{outside.url}/receipts"
    settings.REGISTRY_PRIVATE_KEY_FILE = str(keys.product_bank.private_file)
    return outside


def test_what_is_wanted_is_signed_and_its_answer_read_also_when_it_comes_twice(platform):
    for said in (WELL, [WELL, WELL]):
        platform.says(200, json.dumps(said))
        issued = receipt_platform.issue(WANTED)
        assert (issued.code, issued.number, issued.check_code) == (
            "11030126",
            "0000000001",
            "a1b2c3",
        )
    asked = platform.asked[0]
    assert (asked.method, asked.path) == ("POST", "/receipts/issue")
    assert json.loads(asked.body)["lines"][0]["quantity"] == "89.56"
    assert asked.headers["X-Key-Id"] == "anju" and asked.headers["X-Signature"]
    assert "张三" not in repr(WANTED) and "建国路" not in repr(WANTED)


def test_a_no_with_a_reason_is_refused_and_silence_is_unavailable(platform):
    platform.says(422, json.dumps({"error": "refused", "message": "项目编码停用"}))
    with pytest.raises(Refused) as no:
        receipt_platform.issue(WANTED)
    assert no.value.code == Refusal.DECLINED and no.value.facts["reason"] == "项目编码停用"
    platform.says(504)
    with pytest.raises(Unavailable, match="HTTP 504"):
        receipt_platform.issue(WANTED)


def test_only_the_platforms_own_word_says_that_nothing_was_issued(platform):
    platform.says(404, json.dumps({"error": "unknown", "message": "没有"}))
    assert receipt_platform.find(REF) is None
    platform.says(404, "<html>not found</html>")
    with pytest.raises(Unreadable, match="HTTP 404"):
        receipt_platform.find(REF)


BADLY_SAID = {
    "no JSON": "<RESPONSE>0000</RESPONSE>",
    "two different reports": json.dumps([WELL, WELL | {"number": "0000000002"}]),
    "another receipt": json.dumps(WELL | {"ref": "PJ2"}),
    "a short code": json.dumps(WELL | {"code": "1103012"}),
    "a number with a letter": json.dumps(WELL | {"number": "000000000x"}),
    "no check code": json.dumps(WELL | {"check_code": ""}),
    "voided without a red receipt": json.dumps(WELL | {"voided_at": "2026-11-29T08:00:00Z"}),
    "a moment without a zone": json.dumps(WELL | {"issued_at": "2026-11-29 08:00"}),
}


@pytest.mark.parametrize("how", BADLY_SAID)
def test_what_cannot_be_read_is_unreadable_and_kept_as_it_came(platform, how):
    platform.says(200, BADLY_SAID[how])
    with pytest.raises(Unreadable) as bad:
        receipt_platform.issue(WANTED)
    assert bad.value.raw == BADLY_SAID[how]


def test_a_void_that_voided_nothing_and_a_paper_that_is_none_are_unreadable(platform):
    platform.says(200, json.dumps(WELL))
    with pytest.raises(Unreadable, match="voided_at"):
        receipt_platform.void(REF, "退款")
    with pytest.raises(Unreadable):
        receipt_platform.paper(REF)
