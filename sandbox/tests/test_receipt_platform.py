"""The receipt platform: one receipt for one reference, found, voided, and a paper of it; and its switches."""

import json
from typing import Any

import pytest

from sandbox.tests.conftest import Outside

PLACE = "/registries/receipts"
ASKED: dict[str, Any] = {
    "ref": "PJ202611290000017",
    "payer": "张三",
    "payer_id": "1101***********013",
    "amount": "17912.00",
    "capitals": "壹万柒仟玖佰壹拾贰元整",
    "remark": "北京市朝阳区建国路88号",
    "payee": "北京市住房资金管理中心",
    "reviewer": "复核",
    "cashier": "收款",
    "verify_at": "http://127.0.0.1:8000/public/receipts",
    "lines": [
        {
            "project_code": "WX01",
            "project": "住宅专项维修资金",
            "unit": "平方米",
            "quantity": "89.56",
            "standard": "200.00",
            "amount": "17912.00",
        }
    ],
}


def call(outside: Outside, method: str, path: str, content: Any = None) -> Any:
    body = b"" if content is None else json.dumps(content).encode()
    headers = outside.bank_headers(method, f"{PLACE}{path}", body, key="product_registry")
    return outside.client.open(f"{PLACE}{path}", method=method, data=body, headers=headers)


def issue(outside: Outside, **changes: Any) -> Any:
    return call(outside, "POST", "/issue", ASKED | changes)


def made(outside: Outside) -> list[Any]:
    found: list[Any] = outside.client.get("/control/api/registries/receipts").get_json()["receipts"]
    return found


def test_a_receipt_has_code_number_check_code_and_a_paper(outside: Outside) -> None:
    told = issue(outside).get_json()
    assert len(told["code"]) == 8 and told["code"].startswith("11")
    assert told["number"] == "0000000001" and len(told["check_code"]) == 6
    paper = call(outside, "GET", f"/{ASKED['ref']}/file")
    assert paper.data.startswith(b"%PDF-") and paper.data.rstrip().endswith(b"%%EOF")
    assert "张三".encode("utf-16-be").hex().encode() in paper.data
    assert call(outside, "GET", f"/{ASKED['ref']}/file").data == paper.data


def test_asked_twice_it_is_the_same_receipt_and_another_content_is_declined(
    outside: Outside,
) -> None:
    first, second = issue(outside).get_json(), issue(outside).get_json()
    assert first == second and len(made(outside)) == 1
    assert issue(outside, payer="李四").status_code == 409
    assert call(outside, "GET", f"/{ASKED['ref']}").get_json() == first


def test_an_unknown_reference_is_404_and_what_nobody_signed_401(outside: Outside) -> None:
    assert call(outside, "GET", "/PJ1").status_code == 404
    assert call(outside, "POST", "/PJ1/void", {"reason": "退款"}).status_code == 404
    assert outside.client.post(f"{PLACE}/issue", json=ASKED).status_code == 401
    assert call(outside, "POST", "/issue", {"ref": "PJ1"}).status_code == 400


def test_voiding_twice_is_one_red_receipt(outside: Outside) -> None:
    issue(outside)
    first = call(outside, "POST", f"/{ASKED['ref']}/void", {"reason": "退款"}).get_json()
    again = call(outside, "POST", f"/{ASKED['ref']}/void", {"reason": "再退"}).get_json()
    assert first == again and first["voided_at"] and len(first["red_number"]) == 10
    assert made(outside)[0]["void_reason"] == "退款"


@pytest.mark.parametrize(
    ("mode", "status", "count"), [("down", 503, 0), ("broken", 500, 0), ("silent", 504, 1)]
)
def test_down_does_nothing_and_silent_does_it_without_a_word(
    outside: Outside, mode: str, status: int, count: int
) -> None:
    outside.control("switches", receipt_mode=mode)
    assert issue(outside).status_code == status
    assert len(made(outside)) == count


def test_garbage_twice_and_a_refusal_with_its_reason(outside: Outside) -> None:
    outside.control("switches", receipt_mode="garbage")
    assert b"RESPONSE" in issue(outside).data
    outside.control("switches", receipt_mode="answers", receipt_twice=True)
    first, second = issue(outside).get_json()
    assert first == second
    outside.control("switches", fail_receipts=1, receipt_reason="项目编码停用")
    refused = issue(outside, ref="PJ2")
    assert refused.status_code == 422 and refused.get_json()["message"] == "项目编码停用"
    assert issue(outside, ref="PJ2").status_code == 200


def test_late_does_it_a_minute_later_or_when_asked_again(outside: Outside) -> None:
    outside.control("switches", receipt_mode="late")
    assert issue(outside).status_code == issue(outside, ref="PJ2").status_code == 504
    outside.control("switches", receipt_mode="answers")
    assert call(outside, "GET", f"/{ASKED['ref']}").status_code == 404
    assert issue(outside).status_code == 200
    assert call(outside, "GET", f"/{ASKED['ref']}").status_code == 200
    assert call(outside, "GET", "/PJ2").status_code == 404
    outside.world.clock.forward(61)
    assert call(outside, "GET", "/PJ2").status_code == 200
    assert len(made(outside)) == 2


def test_the_numbers_of_another_receipt_and_a_void_that_is_refused(outside: Outside) -> None:
    own = issue(outside).get_json()
    outside.control("switches", receipt_mode="anothers")
    other = issue(outside, ref="PJ2").get_json()
    assert (other["ref"], other["number"]) == ("PJ2", own["number"])
    outside.control("switches", receipt_mode="answers", fail_voids=1)
    refused = call(outside, "POST", f"/{ASKED['ref']}/void", {"reason": "退款"})
    assert refused.status_code == 422 and made(outside)[1]["voided_at"] == ""
    assert call(outside, "POST", f"/{ASKED['ref']}/void", {"reason": "退款"}).status_code == 200


def test_the_control_page_shows_receipts_and_sets_how_it_answers(outside: Outside) -> None:
    issue(outside)
    form = {
        "receipt_mode": "silent",
        "receipt_delay_seconds": "0",
        "fail_receipts": "2",
        "fail_voids": "1",
        "receipt_reason": "系统升级",
        "page": "receipts",
    }
    assert outside.client.post("/control/do/receipt-switches", data=form).status_code == 303
    page = outside.client.get("/control/receipts").get_data(as_text=True)
    assert "票据平台的开关已保存" in page and "0000000001" in page and "系统升级" in page
    wrong = outside.client.post("/control/api/switches", json={"receipt_mode": "maybe"})
    assert wrong.status_code == 400
