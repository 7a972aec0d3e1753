import io
import struct
import zipfile
import zlib

import pytest
import xlsxwriter
from django.db import DatabaseError, connection, transaction
from pypdf import PdfWriter

from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT, IMPORT, Allowance, Kind, Refusal, check_file
from anju.core.models import StoredFile
from anju.core.refusals import Refused

ALL = Allowance(frozenset(Kind), 20 * 1024 * 1024)
PROGRAM = b"MZ\x90\x00" + b"\0" * 200


def a_png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
        + chunk(b"IEND", b"")
    )


def a_jpg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    size = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + app + size + b"\xff\xd9"


JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def a_pdf(extra: bytes = b"", password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue().replace(b"xref", b"9 0 obj " + extra + b" endobj\nxref", 1)


def packed_pdf(hidden: bytes) -> bytes:
    """A PDF whose objects stand in a compressed object stream."""
    packed = zlib.compress(b"1 0 " + hidden)
    head = b"%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
    return (
        head
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream endobj\n%%EOF\n"
    )


def an_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "合同备案编号")
    return stream.getvalue()


def a_zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("身份证.PNG", a_png(), Kind.PNG),
        ("photo.jpeg", a_jpg(), Kind.JPG),
        ("C:\\资料\\合同.pdf", a_pdf(), Kind.PDF),
        ("合同.pdf", packed_pdf(b"<< /Type /Catalog >>"), Kind.PDF),
        ("备案.xlsx", an_xlsx(), Kind.XLSX),
        ("备案.json", '\ufeff[{"filing_no": "BA1"}]'.encode(), Kind.JSON),
    ],
)
def test_a_file_is_what_its_content_says(name, content, kind):
    checked = check_file(name, content, ALL)

    assert (checked.kind, checked.content) == (kind, content)
    assert "\\" not in checked.name


@pytest.mark.covers("SEC-03", "SEC-04")
@pytest.mark.parametrize(
    ("name", "content", "allowed", "code", "sentence"),
    [
        ("a.pdf", b"", ALL, Refusal.EMPTY, "文件「a.pdf」是空的"),
        (
            "a.pdf",
            a_pdf() + b" " * 1024 * 1024,
            ATTACHMENT,
            Refusal.TOO_LARGE,
            "文件「a.pdf」有1.0 MB，不能超过1.0 MB",
        ),
        ("a\u202efdp.exe", b"x", ALL, Refusal.NAME, "文件名过长或含有不能使用的字符"),
        ("x" * 121, b"x", ALL, Refusal.NAME, "文件名过长或含有不能使用的字符"),
        ("a.pdf", PROGRAM, ALL, Refusal.EXECUTABLE, "文件「a.pdf」是可执行程序，不能上传"),
        (
            "a.html",
            b"<script>alert(1)</script>",
            ATTACHMENT,
            Refusal.KIND_UNKNOWN,
            "文件「a.html」的格式不能识别，可以上传JPG、PNG、PDF",
        ),
        (
            "a.png",
            a_png(),
            IMPORT,
            Refusal.KIND_NOT_ALLOWED,
            "文件「a.png」是PNG，这里可以上传XLSX、JSON",
        ),
        ("a.pdf", a_png(), ALL, Refusal.NAME_DIFFERS, "文件「a.pdf」的内容是PNG，与扩展名不符"),
        ("a.pdf", b"%PDF-1.7 cut off", ALL, Refusal.DAMAGED, "文件「a.pdf」已损坏，无法打开"),
        ("a.png", a_png()[:-10], ALL, Refusal.DAMAGED, "文件「a.png」已损坏，无法打开"),
        ("a.jpg", a_jpg()[:20], ALL, Refusal.DAMAGED, "文件「a.jpg」已损坏，无法打开"),
        ("a.png", a_png(0, 5), ALL, Refusal.DAMAGED, "文件「a.png」已损坏，无法打开"),
        ("a.xlsx", an_xlsx()[:-30], ALL, Refusal.DAMAGED, "文件「a.xlsx」已损坏，无法打开"),
        ("a.xlsx", a_zip({"a": b"b"}), ALL, Refusal.DAMAGED, "文件「a.xlsx」已损坏，无法打开"),
        ("a.json", b"{'a': 1}", ALL, Refusal.DAMAGED, "文件「a.json」已损坏，无法打开"),
        ("a.json", b"[" * 100_000, ALL, Refusal.DAMAGED, "文件「a.json」已损坏，无法打开"),
        (
            "a.pdf",
            a_pdf(JAVASCRIPT),
            ALL,
            Refusal.SCRIPT,
            "文件「a.pdf」含有脚本或宏，不能上传",
        ),
        (
            "a.pdf",
            packed_pdf(JAVASCRIPT),
            ALL,
            Refusal.SCRIPT,
            "文件「a.pdf」含有脚本或宏，不能上传",
        ),
        (
            "a.pdf",
            a_pdf(JAVASCRIPT.replace(b"/JavaScript", b"/#4aavaS#63ript")),
            ALL,
            Refusal.SCRIPT,
            "文件「a.pdf」含有脚本或宏，不能上传",
        ),
        (
            "a.xlsx",
            a_zip({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}),
            ALL,
            Refusal.SCRIPT,
            "文件「a.xlsx」含有脚本或宏，不能上传",
        ),
        (
            "a.pdf",
            a_pdf(password="secret"),
            ALL,
            Refusal.ENCRYPTED,
            "文件「a.pdf」设有密码，请去掉密码后再上传",
        ),
        ("a.png", a_png(30_000, 30_000), ALL, Refusal.SWELLS, "文件「a.png」展开后过大，不能上传"),
        ("a.jpg", a_jpg(60_000, 60_000), ALL, Refusal.SWELLS, "文件「a.jpg」展开后过大，不能上传"),
        (
            "a.xlsx",
            a_zip({"xl/workbook.xml": b"0" * 30_000_000}),
            ALL,
            Refusal.SWELLS,
            "文件「a.xlsx」展开后过大，不能上传",
        ),
        (
            "a.pdf",
            packed_pdf(b"0" * 110_000_000),
            ALL,
            Refusal.SWELLS,
            "文件「a.pdf」展开后过大，不能上传",
        ),
    ],
    ids=range(25),
)
def test_a_file_is_refused_for_what_is_wrong_with_it(name, content, allowed, code, sentence):
    with pytest.raises(Refused) as refused:
        check_file(name, content, allowed)

    assert (refused.value.code, refused.value.message) == (code, sentence)


@pytest.mark.covers("SEC-03")
def test_a_spreadsheet_that_lies_about_its_size_is_damaged():
    honest = a_zip({"xl/workbook.xml": b"0" * 1_000_000})
    size = struct.pack("<I", 1_000_000)

    with pytest.raises(Refused) as refused:
        check_file("a.xlsx", honest.replace(size, struct.pack("<I", 10)), ALL)

    assert refused.value.code == Refusal.DAMAGED


@pytest.mark.django_db
def test_the_same_file_twice_from_one_person_is_kept_once_and_never_changes():
    tenant = Actor("person 1", "tenant_web", person_id=1)

    first = store_file(name="证明.png", content=a_png(), allowed=ATTACHMENT, by=tenant)

    assert store_file(name="证明.png", content=a_png(), allowed=ATTACHMENT, by=tenant) == first
    kept = StoredFile.objects.get()
    assert (kept.name, kept.kind, kept.size, kept.by) == (
        "证明.png",
        "png",
        len(a_png()),
        "person 1",
    )
    assert bytes(kept.content) == a_png()
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        connection.cursor().execute("UPDATE core_storedfile SET content = ''")


@pytest.mark.django_db
def test_a_refused_file_is_not_kept():
    with pytest.raises(Refused):
        store_file(name="a.pdf", content=PROGRAM, allowed=ATTACHMENT, by=Actor("p", "tenant_web"))

    assert not StoredFile.objects.exists()
