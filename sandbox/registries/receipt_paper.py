"""The platform's own rendering of a receipt: one PDF page, written by hand, the same bytes for the same receipt.

It names the viewer's own Chinese font (STSong-Light, Adobe-GB1) instead of carrying one; the code is drawn as squares.
"""

from collections.abc import Iterable
from typing import Any

import segno

WIDTH, HEIGHT = 595, 420
LEFT, TOP, LEADING = 40, 370, 21
QR_AT, QR_SIDE = (465, 285), 90
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
    b" /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880"
    b" /StemV 93 >> >>] >>"
)


def pdf(asked: dict[str, Any], issued: dict[str, str]) -> bytes:
    """What a receipt states (rule B11.4), with a code to check it at the address that the issuer gave."""
    address = f"{asked['verify_at']}/{issued['code']}-{issued['number']}/{issued['check_code']}"
    drawn = [_text(LEFT, TOP + 24, 15, "住宅专项维修资金专用票据（电子）")]
    lines = enumerate(_lines(asked, issued))
    drawn += [_text(LEFT, TOP - LEADING * at, 9, line) for at, line in lines]
    return _document("\n".join([*drawn, *_squares(address)]).encode())


def _lines(asked: dict[str, Any], issued: dict[str, str]) -> Iterable[str]:
    yield f"票据代码 {issued['code']}    票据号码 {issued['number']}    校验码 {issued['check_code']}"
    yield f"开票日期 {issued['issued_at'][:10]}    流水号 {asked['ref']}"
    yield f"交款人 {asked['payer']}"
    yield f"交款人证件 {asked['payer_id']}"
    for line in asked["lines"]:
        yield f"{line['project_code']} {line['project']}"
        yield (
            f"    {line['quantity']} {line['unit']}    标准 {line['standard']}    金额 {line['amount']}"
        )
    yield f"金额合计（小写） {asked['amount']}    （大写） {asked['capitals']}"
    yield f"备注 {asked['remark']}"
    yield f"收款单位 {asked['payee']}    复核人 {asked['reviewer']}    收款人 {asked['cashier']}"


def _text(x: int, y: int, size: int, text: str) -> str:
    return f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _squares(address: str) -> Iterable[str]:
    rows = segno.make(address, error="m").matrix
    side = QR_SIDE / len(rows)
    for down, row in enumerate(rows):
        for right, is_dark in enumerate(row):
            if is_dark:
                x, y = QR_AT[0] + right * side, QR_AT[1] + QR_SIDE - (down + 1) * side
                yield f"{x:.2f} {y:.2f} {side:.2f} {side:.2f} re f"


def _document(drawn: bytes) -> bytes:
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
        " /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            written,
            size,
            table,
            size,
            len(written),
        )
    )
