"""What an enterprise's own program does with the open API: each function is one example of the page 开放接口.

A test runs them as they stand here. `ANJU_ADDRESS` is where the API is, `ANJU_KEY` the key from 【开放接口】.
"""

import base64
import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from anju_client import (
    CaseOut,
    Client,
    CostsIn,
    DeductionIn,
    DocumentIn,
    Event,
    FiledOut,
    FilingIn,
    FilingOut,
    FilingsIn,
    OrderIn,
    OrderOut,
    PaperContractIn,
    PartsIn,
    PlanIn,
    Refused,
    ReturnIn,
    TenantIn,
    VerificationIn,
    VerificationOut,
    read_webhook,
)


def connect() -> Client:
    """连接：一把密钥就是一家企业，只能办理本企业的业务。"""
    return Client(os.environ["ANJU_ADDRESS"], os.environ["ANJU_KEY"])


def verify_a_home(
    client: Client, certificate_no: str, owner: str, id_number: str, own_no: str
) -> VerificationOut:
    """房源核验：出租之前先核验。登记部门几秒内答复，结果由 verification.decided 推送，也可以再次查询。"""
    return client.verify_home(
        VerificationIn(
            role="enterprise",
            district="110105",
            certificate_type="real_estate",
            certificate_no=certificate_no,
            owner_name=owner,
            owner_id_number=id_number,
        ),
        idempotency_key=own_no,
    )


def a_contract(home_no: str, uscc: str, starts_on: str, ends_on: str, scan: bytes) -> FilingIn:
    """一份纸质合同：合同内容、承租人和要件。"""
    paper = base64.b64encode(scan).decode()
    return FilingIn(
        uscc=uscc,
        verification_no=home_no,
        contract=PaperContractIn(
            paper_signed_on=starts_on,
            bank="ccb",
            source="own",
            mode="whole",
            usable_area="30",
            rooms="2",
            occupants="2",
            starts_on=starts_on,
            ends_on=ends_on,
            monthly_rent="4000.00",
            deposit="4000.00",
            deposit_due_on=starts_on,
            deposit_months="1",
            pay_months="6",
            deposit_return_days="3",
            dispute_way="court",
            costs=CostsIn(water="tenant", heating="landlord"),
            tenants=[
                TenantIn(
                    name="李四",
                    id_type="resident_id",
                    id_number="11010519491231002X",
                    phone="13800000002",
                )
            ],
        ),
        documents=[
            DocumentIn(kind=kind, name=f"{kind}.pdf", content=paper)
            for kind in ("title", "identity", "paper_contract")
        ],
    )


def file_a_contract(client: Client, contract: FilingIn, own_no: str) -> FilingOut:
    """合同备案：用自己的合同编号作为本次请求的编号，没有收到答复时原样再发，不会重复申请。"""
    return client.file_contract(contract, idempotency_key=f"contract-{own_no}")


def file_many(client: Client, contracts: list[dict[str, Any]], own_no: str) -> FiledOut:
    """成批备案：一次最多一百份，逐份受理或者说明原因；改正后用同一编号再发，已受理的不变。"""
    answer = client.file_contracts(FilingsIn(filings=contracts), idempotency_key=own_no)
    for row in answer.rows:
        if row.filing is None:
            print(f"第{row.row}份：", "；".join(error.message for error in row.errors or []))
    return answer


def what_is_due(client: Client) -> OrderIn:
    """待缴账单：先记下要付哪些账单，再发送；没有收到答复时发送记下的这一份，而不是重新查询。"""
    return OrderIn(bills=[bill.no for bill in client.list_bills().bills])


def pay(client: Client, order: OrderIn, own_no: str) -> OrderOut:
    """代缴：多笔账单生成一个订单，几秒后有收款识别码，一次汇款缴清。"""
    return client.place_order(order, idempotency_key=f"order-{own_no}")


def hand_the_home_back(client: Client, filing_no: str, day: str) -> CaseOut:
    """退租：登记交还住房，三个工作日内提出退款方案。"""
    returned = ReturnIn(reason="termination", ended_on=day, returned_on=day)
    return client.register_return(filing_no, returned, idempotency_key=f"return-{filing_no}")


def propose_a_refund(client: Client, case: CaseOut, water: str) -> CaseOut:
    """退款方案：退还的和扣除的合起来，正好是监管的金额。"""
    to_tenant = Decimal(case.held.deposit) - Decimal(water)
    return client.propose_plan(
        case.id,
        PlanIn(
            to_tenant=PartsIn(deposit=str(to_tenant), rent=case.held.rent),
            deductions=[
                DeductionIn(kind="02", part="deposit", amount=water, note="水表读数见交接单")
            ],
            note="水费按水表读数计算",
        ),
        idempotency_key=f"plan-{case.id}-{case.plan.version + 1 if case.plan else 1}",
    )


def receive(headers: Mapping[str, str], body: bytes) -> Event:
    """接收推送：先验签名，再办理；同一 id 可能到达两次。"""
    return read_webhook(headers, body, os.environ["ANJU_WEBHOOK_SECRET"])


def try_again_later(refused: Refused) -> str:
    """被拒绝时：程序看 code，人看 message。"""
    if refused.code in ("quota_used_up", "day_quota_used_up"):
        return f"{refused.retry_after}秒后再试"
    if refused.code in ("key_revoked", "key_expired", "no_key"):
        return "请更换密钥"
    if refused.code == "not_in_scope":
        return "请为密钥增加权限"
    return "；".join(error["message"] for error in refused.errors) or refused.message
