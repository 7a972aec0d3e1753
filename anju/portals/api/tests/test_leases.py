import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from anju.contracts.models import Lease
from anju.contracts.tests.files import as_json
from anju.core.actors import CLOCK
from anju.notices.models import Notice
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.people.rules import Scope
from anju.tests.world import a_bank_account, a_credit, a_lease, a_paying_order, book, lease_terms

pytestmark = pytest.mark.django_db
LEASES = "/api/v1/leases"


class Program(Client):
    """A program with a key."""

    def __init__(self, key: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def file(self, stated: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        body = stated if isinstance(stated, bytes) else json.dumps(stated).encode()
        answer = self.post(LEASES, body, "application/json", headers=headers)
        return answer.status_code, answer.json()


@pytest.fixture
def platform(db: None) -> Program:
    a_bank_account()
    return Program(people.issue_api_key(name="平台", scopes=[Scope.LEASE_FILE], by=CLOCK))


def test_a_new_lease_is_filed_and_answered_with_its_bills(platform):
    terms = lease_terms()

    status, answer = platform.file(as_json(terms))

    assert status == 201
    assert answer["filing_no"] == terms.filing_no
    assert answer["rent_is_supervised"] is True
    assert [(bill["no"], bill["amount"], bill["status"]) for bill in answer["bills"]] == [
        (f"{terms.filing_no}-D00", "4000.00", "payable"),
        (f"{terms.filing_no}-R01", "24000.00", "payable"),
        (f"{terms.filing_no}-R02", "24000.00", "not_due"),
    ]
    assert bytes(Lease.objects.get().content_digest) == terms.digest
    assert Notice.objects.filter(kind="lease_filed").count() == 1


def test_the_same_lease_again_changes_nothing_whatever_the_key_of_the_request(platform):
    stated = as_json(lease_terms())
    first = platform.file(stated, **{"Idempotency-Key": "a"})

    again = platform.file(stated, **{"Idempotency-Key": "a"})
    other_key = platform.file(stated, **{"Idempotency-Key": "b"})

    assert (first[0], again[0], other_key[0]) == (201, 200, 200)
    assert first[1] == again[1] == other_key[1]
    assert Lease.objects.count() == 1
    assert Notice.objects.count() == 1


def test_other_content_under_the_same_number_is_a_conflict(platform):
    terms = lease_terms()
    platform.file(as_json(terms))

    status, answer = platform.file(as_json(terms) | {"deposit": "3000.00"})

    assert status == 409
    assert answer["code"] == "filed_differently"
    assert answer["message"] == (
        f"合同{terms.filing_no}已备案，本次内容与已备案的不同（押金），请办理变更备案"
    )
    assert Lease.objects.get().deposit_fen == 4000_00


@pytest.mark.covers("SEC-04")
def test_each_field_that_is_wrong_is_named_with_its_sentence_and_nothing_is_filed(platform):
    stated = as_json(lease_terms())
    stated["tenants"][0] |= {"id_number": "110101199003078014", "phone": 13800000001}
    stated["enterprise"]["uscc"] = "91110105MA00TE5T2U"
    stated["instalments"][1]["amount"] = "24,00"
    stated["home"]["area"] = "0"
    del stated["deposit"]

    status, answer = platform.file(stated)

    assert status == 422
    assert answer["code"] == "invalid"
    assert [(e["field"], e["code"], e["message"]) for e in answer["errors"]] == [
        (
            "enterprise.uscc",
            "uscc_check_digit",
            "出租企业统一社会信用代码：统一社会信用代码的校验码不对，请逐位核对",
        ),
        (
            "home.area",
            "not_an_area",
            "建筑面积：「0」不是建筑面积，请填写平方米，最多两位小数，例如56.30",
        ),
        ("deposit", "field_missing", "押金：没有填写"),
        ("tenants[0].phone", "not_text", "第1项手机号：应为文本"),
        (
            "tenants[0].id_number",
            "id_check_digit",
            "第1项证件号码：身份证号的校验码不对，请逐位核对",
        ),
        (
            "instalments[1].amount",
            "not_an_amount",
            "第2项金额：「24,00」不是金额，请填写元，最多两位小数，例如 4000.00",
        ),
    ]
    assert not Lease.objects.exists()


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"deposit": "4000.01"}, "deposit", "deposit_too_high"),
        ({"instalments": []}, "instalments", "no_instalment"),
        ({"tenants": []}, "tenants", "no_tenant"),
        ({"filing_no": "BA1"}, "filing_no", "bad_filing_no"),
        ({"filed_on": "2024-09-30"}, "filed_on", "before_custody"),
        ({"starts_on": "9999-12-31"}, "starts_on", "date_out_of_range"),
        ({"filing_no": "BA\u0000000000000"}, "filing_no", "bad_characters"),
        ({"tenants": "张三"}, "tenants", "not_a_list"),
        ({"enterprise": []}, "enterprise", "not_an_object"),
    ],
)
def test_what_a_rule_refuses_is_told_at_its_field(platform, changes, field, code):
    status, answer = platform.file(as_json(lease_terms()) | changes)

    assert status == 422
    assert (answer["errors"][0]["field"], answer["errors"][0]["code"]) == (field, code)
    assert not Lease.objects.exists()


@pytest.mark.covers("SEC-04")
def test_a_plan_that_does_not_add_up_by_one_fen_is_refused(platform):
    stated = as_json(lease_terms())
    stated["instalments"][0]["amount"] = "24000.01"

    status, answer = platform.file(stated)

    assert status == 422
    assert answer["errors"] == [
        {
            "field": "instalments",
            "code": "plan_does_not_add_up",
            "message": "租金分期合计48,000.01元，按月租金和租期应为48,000.00元，相差0.01元",
        }
    ]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_told_so_in_json(platform, body):
    status, answer = platform.file(body)

    assert status in (400, 422)
    assert answer["code"] in ("bad_json", "invalid")


def test_without_a_key_with_a_wrong_one_or_a_withdrawn_one_nobody_comes_in(platform):
    stated = as_json(lease_terms())
    people.withdraw_api_key(name="平台", by=CLOCK)

    for program in (Program("wrong"), Program("")):
        status, answer = program.file(stated)
        assert (status, answer["code"]) == (401, "no_key")
    assert platform.file(stated)[1]["code"] == "key_revoked"
    response = Client().get(f"{LEASES}/BA0000000001")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert not Lease.objects.exists()


def test_a_key_without_the_scope_is_told_which_one_it_lacks(platform):
    ApiKey.objects.update(scopes=[])

    status, answer = platform.file(as_json(lease_terms()))

    assert status == 403
    assert answer["message"] == "接口密钥「平台」没有「lease.file」权限"
    assert platform.get(f"{LEASES}/BA0000000001").status_code == 403


def test_a_key_is_told_once_and_kept_only_as_a_digest(platform):
    key = people.issue_api_key(name="另一平台", scopes=[Scope.LEASE_FILE], by=CLOCK)

    assert key.startswith("anju_") and len(key) == 48
    assert key.encode() not in bytes(ApiKey.objects.get(name="另一平台").key_digest)
    people.record_api_key(key="agreed", name="另一平台", scopes=[], by=CLOCK)
    assert Program(key).get(f"{LEASES}/BA0000000001").status_code == 401
    assert Program("agreed").get(f"{LEASES}/BA0000000001").status_code == 403


def test_the_bills_of_a_lease_show_how_far_they_are_paid(platform):
    lease = a_lease()
    order = a_paying_order(lease, kinds="deposit")
    a_credit(order)
    book()

    answer = platform.get(f"{LEASES}/{lease.filing_no}").json()

    assert [(bill["kind"], bill["status"], bill["status_label"]) for bill in answer["bills"]] == [
        ("deposit", "in_custody", "已监管"),
        ("rent", "payable", "待缴"),
        ("rent", "not_due", "未到期"),
    ]
    assert "110101199003078013" not in json.dumps(answer)


@pytest.mark.parametrize("filing_no", ["BA9999999999", "x", "BA%00000000000"])
def test_a_lease_nobody_filed_is_not_found(platform, filing_no):
    response = platform.get(f"{LEASES}/{filing_no}")

    assert (response.status_code, response.json()["code"]) == (404, "no_such_lease")


def test_other_addresses_and_methods_are_answered_in_json(platform):
    nowhere = platform.get("/api/v2/x")
    wrong_method = platform.delete(LEASES)

    assert (nowhere.status_code, nowhere.json()["message"]) == (404, "接口没有这个地址")
    assert (wrong_method.status_code, wrong_method["Allow"]) == (405, "GET, POST")
    assert wrong_method.json()["message"] == "这个地址不接受DELETE请求"


@pytest.mark.django_db(transaction=True)
def test_the_same_lease_from_eight_at_once_is_filed_once():
    a_bank_account()
    key = people.issue_api_key(name="平台", scopes=[Scope.LEASE_FILE], by=CLOCK)
    stated, answers = as_json(lease_terms()), []

    def file() -> None:
        answers.append(Program(key).file(stated)[0])
        connection.close()

    threads = [threading.Thread(target=file) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200] * 7 + [201]
    assert Lease.objects.count() == 1
