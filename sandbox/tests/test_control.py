"""The control page: every page opens, every deed works, foreign sites are refused."""

import json

import pytest

from sandbox.control import faults
from sandbox.rental_platform import lease_from, sensible_form
from sandbox.tests.conftest import Outside, Receiver

PAGES = (
    "/control/",
    "/control/fragment",
    "/control/transfer",
    "/control/switches",
    "/control/deliveries",
    "/control/banks",
    "/control/platform",
    "/control/registries",
    "/control/receipts",
    "/control/wechat",
    "/control/identities/list",
    "/inbox",
    "/inbox/13800000001",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(people: Outside, path: str) -> None:
    people.paid("A1")
    people.scanned("A2")
    people.scanned("A3")
    people.control("alipay/pay", out_trade_no="A3", succeed=False)
    people.control("bank/ccb/transfer", amount="1.00", payer_name="李明", collection_code="X")
    people.deliver()
    answer = people.client.get(path)
    assert answer.status_code == 200
    assert "A1" in people.client.get("/control/").get_data(as_text=True)


def test_a_transfer_is_sent_by_form(outside: Outside) -> None:
    form = {
        "bank": "icbc",
        "amount": "12.30",
        "payer_name": "李明",
        "payer_account": "6217",
        "collection_code": "NO-SUCH-CODE",
        "copies": "1",
        "notify": "on",
        "page": "transfer",
    }
    answer = outside.client.post("/control/do/transfer", data=form, follow_redirects=True)
    assert "已转账，银行流水号" in answer.get_data(as_text=True)
    assert outside.client.get("/control/api/state").get_json()["balances"]["icbc"] == "12.30"
    answer = outside.client.post(
        "/control/do/transfer", data=form | {"amount": "12,30"}, follow_redirects=True
    )
    assert "金额无法识别：12,30" in answer.get_data(as_text=True)


@pytest.mark.parametrize("subject", ["receipts", "wechat"])
def test_a_fault_is_played_by_one_button_alone_and_ends_with_another(
    outside: Outside, subject: str
) -> None:
    before = outside.client.get("/control/api/state").get_json()["switches"]
    for fault in (*faults.OF[subject][1:], faults.OF[subject][0]):
        form = {"page": subject, "fault": fault.name}
        page = outside.client.post("/control/do/fault", data=form, follow_redirects=True)
        shown = page.get_data(as_text=True)
        assert f"{fault.label}：" in shown and 'aria-pressed="true">' + fault.label in shown
        now = outside.client.get("/control/api/state").get_json()["switches"]
        assert now == before | fault.changes
    wrong = outside.client.post(
        "/control/do/fault", data={"page": subject, "fault": "x"}, follow_redirects=True
    )
    assert "没有这种故障" in wrong.get_data(as_text=True)


def test_switches_are_set_by_form_all_or_none(outside: Outside) -> None:
    with outside.world.store.reading():
        now = outside.client.get("/control/api/state").get_json()["switches"]
    numbers = {
        name: str(value)
        for name, value in now.items()
        if isinstance(value, int) and not isinstance(value, bool)
    }
    form = numbers | {"copies": "3", "hold": "on", "payout_reason": "BE01"}
    outside.client.post("/control/do/switches", data=form)
    now = outside.client.get("/control/api/state").get_json()["switches"]
    assert (now["copies"], now["hold"], now["payout_reason"]) == (3, True, "BE01")
    outside.control("switches", 400, copies=2, fail_sms="many")
    outside.control("switches", 400, nonsense=1)
    outside.control("switches", 400, copies=101)
    after = outside.client.get("/control/api/state").get_json()["switches"]
    assert after == now


def test_a_late_payment_and_a_redelivery_by_form(outside: Outside) -> None:
    outside.scanned("A1")
    outside.alipay("alipay.trade.close", out_trade_no="A1")
    outside.client.post("/control/do/pay-late", data={"provider": "alipay", "out_trade_no": "A1"})
    form = {"kind": "alipay", "ref": "A1", "times": "2"}
    answer = outside.client.post("/control/do/redeliver", data=form, follow_redirects=True)
    assert "已排队 2 次发送。" in answer.get_data(as_text=True)


def test_a_form_of_another_site_is_refused(outside: Outside) -> None:
    answer = outside.client.post(
        "/control/do/hand-over", headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_a_reset_forgets_all_but_where_the_product_is(people: Outside) -> None:
    people.control("switches", product_url="http://127.0.0.1:1", copies=5)
    people.paid("A1")
    people.control("reset", keep_identities=True)
    state = people.client.get("/control/api/state").get_json()
    assert state["product_url"] == "http://127.0.0.1:1"
    assert state["switches"]["copies"] == 1
    assert state["deliveries_waiting"] == 0
    assert len(people.client.get("/control/identities").get_json()["identities"]) == 3


def test_a_lease_of_the_form_adds_up(people: Outside) -> None:
    form = sensible_form(people.world)
    lease = lease_from(people.world, form | {"months": "7"}, ["liming", "anxin"])
    assert [one["amount"] for one in lease["instalments"]] == ["12000.00", "12000.00", "4000.00"]
    assert lease["instalments"][0]["from"] == lease["starts_on"]
    assert lease["instalments"][-1]["to"] == lease["ends_on"]
    assert [one.get("name") or one["organisation_name"] for one in lease["tenants"]] == [
        "李明",
        "北京安心住房租赁有限公司",
    ]


def test_a_lease_is_previewed_then_filed_and_the_same_one_carries_the_same_key(
    people: Outside, receiver: Receiver
) -> None:
    form = sensible_form(people.world) | {"tenant": "liming"}
    page = people.client.post("/control/platform", data=form).get_data(as_text=True)
    assert "将要提交的 JSON" in page
    lease = lease_from(people.world, sensible_form(people.world), ["liming"])
    for _ in range(2):
        filed = people.client.post("/control/platform", data={"json": json.dumps(lease)})
        assert "业务系统的应答：201" in filed.get_data(as_text=True)
    assert people.control("leases", **lease)["status"] == 201
    calls = receiver.at("/api/v1/leases")
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1
    assert calls[0].headers["Authorization"] == "Bearer platform-key"
    changed = people.control("leases", **(lease | {"deposit": "1.00"}))
    assert changed["answer"] == {"accepted": True}
    assert len({call.headers["Idempotency-Key"] for call in receiver.received}) == 2
    broken = people.client.post("/control/platform", data={"json": "{"})
    assert "JSON 无法识别" in broken.get_data(as_text=True)
