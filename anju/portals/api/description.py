"""The description of the API (OpenAPI 3.1): what ninja knows of the operations, and what it cannot know."""

from typing import Any

from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from anju.people.rules import OF_ENTERPRISES, Scope
from anju.portals.api.keys import Key
from anju.webhooks.rules import EVENTS, Event

WHAT_IT_IS = """\
安居开放接口：住房租赁企业、租赁平台和银行的系统由此报送、查询和办理业务。

- 金额为以元计的文本（`"4000.00"`），日期为 `YYYY-MM-DD`，时刻带时区。
- 每次请求在 `Authorization: Bearer <密钥>` 中出示密钥；企业在【开放接口】自助生成，只显示一次。
- 写操作在 `Idempotency-Key` 中给出本次请求的编号：同一编号、同一内容再次发送，得到同一答复，不会重复办理；
  编号相同而内容不同的为 409 `key_reused`。被拒绝的请求没有办理任何事，可以更正后用同一编号再发。
- 每个答复带 `X-RateLimit-*`；超过配额为 429，`Retry-After` 说明多少秒后再试。
- 出错的答复都是 `{"code", "message", "errors"}`：程序看 `code`，人看 `message`，逐项错误在 `errors`。

Amounts are text in yuan, days are `YYYY-MM-DD`. Send your key as a bearer token and an `Idempotency-Key` with every
write: the same call again is answered alike and does nothing twice. A refused call has done nothing.
"""
TAGS = {
    "房源核验": "房源能否出租，凭核验码发布",
    "合同备案": "合同备案申请，逐份或成批",
    "合同和账单": "本企业备案合同、账单和监管余额",
    "代缴订单": "多笔账单一次银行汇款",
    "退租退款": "登记交还住房、提出退款方案、查询答复和付款",
    "划转和收款账户": "划转到企业账户的租金和利息",
    "银行": "收款识别码和监管账户的日账",
    "名单": "红黑名单",
    "开放数据": "公开的统计数据，无需密钥，同一网络十分钟内最多120次",
    "报送": "租赁平台报送已备案合同",
}
TAG_OF = {
    "verifyHome": "房源核验",
    "getVerification": "房源核验",
    "checkVerification": "房源核验",
    "fileContract": "合同备案",
    "fileContracts": "合同备案",
    "getFiling": "合同备案",
    "getLists": "名单",
    "listOpenData": "开放数据",
    "getOpenData": "开放数据",
    "fileLease": "报送",
}
SAID = {
    200: "已办理，或查询结果",
    201: "已生成",
    202: "已受理",
    400: "请求内容不是可以读取的JSON",
    401: "没有密钥、密钥已吊销（key_revoked）或已过期（key_expired）",
    403: "密钥没有这项权限（not_in_scope）",
    404: "没有，或者不是本企业的",
    409: "编号已用于另一次请求（key_reused），或者事情已有变化，请重新查询",
    413: "请求内容过大",
    415: "请求内容应为JSON",
    422: "逐项说明哪里不对",
    429: "超过配额：Retry-After 秒后再试",
}
SAID_TO_ANYONE = {404: "没有这个数据集", 429: "同一网络调用过多，十分钟后再试"}
QUOTA = {
    "X-RateLimit-Limit": "一分钟内最多调用次数",
    "X-RateLimit-Remaining": "这一分钟还剩次数",
    "X-RateLimit-Reset": "这一分钟还剩秒数",
    "X-RateLimit-Limit-Day": "一天内最多调用次数",
    "X-RateLimit-Remaining-Day": "当天还剩次数",
}


class DescribedAPI(NinjaAPI):
    """Ninja describes parameters, bodies and answers; scopes, quotas and webhooks are added here."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        with translation.override("zh-hans"):
            schema = super().get_openapi_schema(*args, **kwargs)
            _complete(schema, scopes_by_operation(self))
        return schema


def scopes_by_operation(api: NinjaAPI) -> dict[str, list[str]]:
    return {
        str(operation.operation_id): [scope.value for scope in auth.scopes]
        for bound in api._get_bound_routers()
        for path in bound.path_operations.values()
        for operation in path.operations
        for auth in operation.auth_callbacks
        if isinstance(auth, Key)
    }


def _complete(schema: OpenAPISchema, scopes: dict[str, list[str]]) -> None:
    schema["info"] |= {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    schema["servers"] = [{"url": "/", "description": "this system"}]
    schema["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    for path in schema["paths"].values():
        for operation in path.values():
            _complete_operation(operation, scopes.get(operation["operationId"]))
    schema["components"]["securitySchemes"] = {
        "Key": {
            "type": "http",
            "scheme": "bearer",
            "description": "接口密钥。权限："
            + "；".join(f"`{scope.value}` {scope.label}" for scope in Scope)
            + "。企业可以自助生成："
            + "、".join(f"`{scope.value}`" for scope in OF_ENTERPRISES),
        }
    }
    schema["components"]["headers"] = {
        name: {"description": said, "schema": {"type": "integer"}} for name, said in QUOTA.items()
    } | {
        "Retry-After": {"description": "多少秒后再试", "schema": {"type": "integer"}},
        "Idempotent-Replayed": {
            "description": "true：以前办理过，这是当时的答复",
            "schema": {"type": "string"},
        },
    }
    schema["webhooks"] = {event.value: _webhook(event) for event in EVENTS}


def _complete_operation(operation: dict[str, Any], scopes: list[str] | None) -> None:
    """`scopes` are those of which the key needs one, [] where any key will do; None: nobody needs a key."""
    name = operation["operationId"]
    if name in TAG_OF:
        operation["tags"] = [TAG_OF[name]]
    if scopes is None:
        operation["security"] = []
        for status, answer in operation["responses"].items():
            answer["description"] = SAID_TO_ANYONE.get(int(status), SAID[int(status)])
        return
    operation["security"] = [{"Key": [scope]} for scope in scopes] or [{"Key": []}]
    is_write = any(one["name"] == "Idempotency-Key" for one in operation["parameters"])
    for status, answer in operation["responses"].items():
        answer["description"] = SAID[int(status)]
        headers = list(QUOTA) if int(status) not in (401, 415) else []
        if int(status) == 429:
            headers.append("Retry-After")
        if is_write and int(status) < 300:
            headers.append("Idempotent-Replayed")
        answer["headers"] = {one: {"$ref": f"#/components/headers/{one}"} for one in headers}


def _webhook(event: Event) -> dict[str, Any]:
    kind = EVENTS[event]
    facts = {name: _kind_of(example) for name, example in kind.facts.items()}
    body = {
        "type": "object",
        "required": ["id", "event", "at", "about", "facts"],
        "properties": {
            "id": {"type": "string", "description": "再次发送时不变，据此去重"},
            "event": {"const": event.value},
            "at": {"type": "string", "format": "date-time"},
            "about": {"type": "string", "description": str(kind.about)},
            "facts": {"type": "object", "properties": facts},
        },
    }
    return {
        "post": {
            "operationId": event.value,
            "summary": str(event.label),
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"2XX": {"description": "收到；其他答复或没有答复的，会再次发送"}},
        }
    }


def _kind_of(example: Any) -> dict[str, Any]:
    if isinstance(example, list):
        return {"type": "array", "items": {"type": "string"}, "examples": [example]}
    kind = "integer" if isinstance(example, int) else "string"
    return {"type": kind, "examples": [example]}
