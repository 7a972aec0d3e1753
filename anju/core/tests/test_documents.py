import io
from typing import Any

import pytest
from pypdf import PdfReader

from anju.core.documents import pdf

pytestmark = pytest.mark.django_db


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "bank": "中国建设银行",
        "account_name": "北京市住房资金管理中心",
        "account_no": "11050160520000000017",
        "day": "2026年11月20日",
        "lines": [
            {"name": "期初余额", "book": "0.00", "statement": "0.00", "difference": "0.00"},
            {
                "name": "本日收入",
                "book": "12,000.00",
                "statement": "12,000.01",
                "difference": "0.01",
            },
            {"name": "本日支出", "book": "0.00", "statement": "0.00", "difference": "0.00"},
            {
                "name": "期末余额",
                "book": "12,000.00",
                "statement": "12,000.01",
                "difference": "0.01",
            },
        ],
        "difference": "0.01",
        "agrees": False,
        "unmatched": [
            {
                "at": "09:30",
                "ref": "CCB20261120000001",
                "payer": "镕喆囍㎡ #sys *not bold* $x$",
                "amount": "0.01",
                "reason": "没有收款识别码",
            }
        ],
        "made_at": "2026年11月21日 01:00",
        "digest": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        **changes,
    }


def text_of(document: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    return text.replace("\u200b", "").replace("\n", "")


def test_the_proof_of_a_day_shows_both_sides_and_what_differs():
    text = text_of(pdf("day_proof", facts()))

    for shown in (
        "日终核对单",
        "11050160520000000017",
        "12,000.0012,000.010.01",
        "核对结果：相差0.01元，请查明原因。",
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "第1页，共1页",
    ):
        assert shown in text.replace(" ", "")


def test_a_day_that_agrees_says_so():
    text = text_of(pdf("day_proof", facts(agrees=True, unmatched=[])))

    assert "核对结果：账簿与对账单一致。" in text
    assert "本日没有未匹配的款项。" in text


def test_text_is_data_and_rare_characters_stay_readable():
    text = text_of(pdf("day_proof", facts()))

    assert "镕喆囍㎡ #sys *not bold* $x$" in text


def test_the_document_is_tagged_and_carries_its_font():
    reader = PdfReader(io.BytesIO(pdf("day_proof", facts())))
    root = reader.trailer["/Root"]
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts
    ]

    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "zh-CN"
    assert reader.metadata.title == "日终核对单"
    assert descriptors
    assert all("NotoSansSC" in each["/FontName"] for each in descriptors)
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in descriptors)


def test_a_name_that_the_font_cannot_draw_does_not_stop_the_document():
    changed = facts()
    changed["unmatched"][0]["payer"] = "𠮷田"

    assert pdf("day_proof", changed).startswith(b"%PDF-")


def test_a_template_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(LookupError, match="no package has documents/nothing"):
        pdf("nothing", {})
