"""Filing of contracts for enterprises' own platforms: handed in here, reviewed by the authority. (CON-14)"""

import base64
import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from anju.contracts.reading import banks_by_name
from anju.core.fields import FieldError, Fields, to_text
from anju.core.identity_numbers import check_uscc
from anju.core.refusals import Refused
from anju.filings import actions, queries
from anju.filings.terms import ContractByNo, StatedPaper
from anju.people.rules import Scope
from anju.portals.api.answers import read, written
from anju.portals.api.errors import READERS, of_fields, of_refused, within_contract, wrong_key
from anju.portals.api.keys import Key
from anju.portals.api.once import IdempotencyKey
from anju.portals.api.own import check_own
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import FiledOut, FilingIn, FilingOut, FilingsIn
from anju.signings.reading import read_typed
from anju.signings.rules import MOST_DOCUMENTS, DocumentKind, Way

router = Router()
LABELS = {
    "uscc": "统一社会信用代码",
    "contract_no": "租赁合同编号",
    "verification_no": "核验码",
    "contract": "合同",
    "documents": "要件",
    "documents[].kind": "要件种类",
    "documents[].name": "文件名",
    "documents[].content": "文件内容",
}


@router.post(
    "",
    auth=Key(Scope.CONTRACT_FILE),
    operation_id="fileContract",
    summary="合同备案申请",
    response=written(202, FilingOut),
)
def file_contract(
    request: HttpRequest,
    filing: FilingIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Apply to file a contract: signed here, by its number; or signed on paper, with all it says and its papers.

    202: handed in, with the number of the application; what becomes of it is posted to the callback address. Sending
    the same request again under its Idempotency-Key is safe and answers how it stands. 409: the key was used for
    another content. 422: each field that is wrong is listed in `errors`.
    """
    stated_or_wrong = read_stated(filing.model_dump(by_alias=True, exclude_none=True))
    if isinstance(stated_or_wrong, list):
        return of_fields(stated_or_wrong)
    uscc, stated = stated_or_wrong
    check_own(uscc, request.actor)
    made = actions.file_by_program(key=idempotency_key, uscc=uscc, stated=stated, by=request.actor)
    return Status(202, queries.as_told(made))


@router.post(
    "/batch",
    auth=Key(Scope.CONTRACT_FILE),
    operation_id="fileContracts",
    summary="成批合同备案申请",
    response=written(200, FiledOut),
)
def file_contracts(
    request: HttpRequest, filings: FilingsIn, idempotency_key: IdempotencyKey
) -> Any:
    """Apply to file up to a hundred contracts; each row is accepted or refused by itself, with its reasons.

    Sending the same rows again under the same Idempotency-Key is safe: a row that was accepted answers how it stands,
    a row that was refused is tried again and may have been corrected.
    """
    rows = [
        filed(row_key(idempotency_key, number), stated, request)
        for number, stated in enumerate(filings.filings)
    ]
    return {
        "accepted": sum(row["filing"] is not None for row in rows),
        "refused": sum(row["filing"] is None for row in rows),
        "rows": [{"row": number} | row for number, row in enumerate(rows, 1)],
    }


def filed(key: str, stated: Any, request: HttpRequest) -> dict[str, Any]:
    """One row by itself: what is wrong with it stops no other."""
    found = read_stated(stated)
    if isinstance(found, list):
        return row_refused(of_fields(found))
    uscc, contract = found
    try:
        check_own(uscc, request.actor)
        made = actions.file_by_program(key=key, uscc=uscc, stated=contract, by=request.actor)
    except Refused as refused:
        return row_refused(of_refused(request, refused))
    return {"filing": queries.as_told(made), "code": "", "message": "", "errors": []}


def row_refused(answer: HttpResponse) -> dict[str, Any]:
    """As the same filing by itself would be answered."""
    return {"filing": None} | json.loads(answer.content)


def row_key(key: str, number: int) -> str:
    """A row is known by the key of its batch and its place in it."""
    return f"{sha256(key.encode()).hexdigest()[:48]}-{number + 1}"


@router.get(
    "/{no}",
    auth=Key(Scope.CONTRACT_FILE),
    operation_id="getFiling",
    summary="查询合同备案申请",
    response=read(FilingOut, 404),
)
def get_filing(request: HttpRequest, no: str) -> Any:
    """How one of the program's own applications stands. Another's is not there."""
    found = queries.filing_by_no(request.actor, no)
    if found is None:
        raise Refused(Refusal.NO_SUCH_FILING, no=no[:40])
    return queries.as_told(found)


Stated = tuple[str, ContractByNo | StatedPaper]


def read_stated(stated: Any) -> Stated | list[FieldError]:
    """The enterprise, and its contract by number or in full; or every field that is wrong."""
    errors: list[FieldError] = []
    fields = Fields(stated, LABELS, errors)
    uscc = fields.read("uscc", check_uscc)
    by_no = fields.has("contract_no")
    no = fields.read("contract_no", to_text(40)) if by_no else ""
    if by_no and not fields.has("verification_no", "contract", "documents"):
        return errors or (uscc, ContractByNo(no))
    verification_no = fields.read("verification_no", to_text(40))
    contract = fields.inside("contract").stated
    errors += within_contract(read_typed(contract, Way.PAPER, banks_by_name()).faults)
    files = [_file(each) for each in fields.each("documents", MOST_DOCUMENTS, [])]
    if by_no:
        fields.note("contract_no", Refused(Refusal.NUMBER_OR_PAPER))
    return errors or (uscc, StatedPaper(verification_no, contract, files))


def _file(fields: Fields) -> tuple[str, str, bytes]:
    kind = fields.read("kind", _kind)
    return kind, fields.read("name", to_text(100)), fields.read("content", _bytes)


def _kind(text: str) -> str:
    if text not in DocumentKind.values:
        raise Refused(Refusal.UNKNOWN_DOCUMENT, text=text[:20])
    return text


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(Refusal.NOT_BASE64) from None


def wrong_in_filing(request: HttpRequest, stated: Any) -> list[FieldError]:
    """What is wrong with the key of the request, and with a body that is not of the documented shape."""
    found = read_stated(stated)
    return wrong_key(request) + (found if isinstance(found, list) else [])


READERS["POST file_contract"] = wrong_in_filing
