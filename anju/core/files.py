"""Files from outside are looked into before anything else touches them.

What a file is, its content says, not its name. A file that could run, script or swell is refused,
each with its own sentence.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from struct import unpack_from

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.refusals import Refused


class Kind(TextChoices):
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    JSON = "json", "JSON"


class Refusal(TextChoices):
    EMPTY = "file_empty", _("文件「{name}」是空的")
    TOO_LARGE = "file_too_large", _("文件「{name}」有{size}，不能超过{limit}")
    NAME = "file_name", _("文件名过长或含有不能使用的字符")
    EXECUTABLE = "file_executable", _("文件「{name}」是可执行程序，不能上传")
    KIND_UNKNOWN = "file_kind_unknown", _("文件「{name}」的格式不能识别，可以上传{allowed}")
    KIND_NOT_ALLOWED = "file_kind_not_allowed", _("文件「{name}」是{kind}，这里可以上传{allowed}")
    NAME_DIFFERS = "file_name_differs", _("文件「{name}」的内容是{kind}，与扩展名不符")
    DAMAGED = "file_damaged", _("文件「{name}」已损坏，无法打开")
    SCRIPT = "file_script", _("文件「{name}」含有脚本或宏，不能上传")
    ENCRYPTED = "file_encrypted", _("文件「{name}」设有密码，请去掉密码后再上传")
    SWELLS = "file_swells", _("文件「{name}」展开后过大，不能上传")


@dataclass(frozen=True)
class Allowance:
    """What may be handed in at one place."""

    kinds: frozenset[Kind]
    max_bytes: int

    @property
    def names(self) -> str:
        return "、".join(kind.label for kind in Kind if kind in self.kinds)


# 附件: jpg, pdf, png of at most 1 MB (rules, Part F)
ATTACHMENT = Allowance(frozenset({Kind.JPG, Kind.PNG, Kind.PDF}), 1024 * 1024)
IMPORT = Allowance(frozenset({Kind.XLSX, Kind.JSON}), 20 * 1024 * 1024)

MAX_PIXELS = 40_000_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 10_000
EXTENSIONS = {Kind.JPG: {"jpg", "jpeg"}}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")  # how Office keeps a file with a password


def pdf_names(*names: str) -> re.Pattern[bytes]:
    """Finds any of these PDF names, each letter plain or as #xx."""
    spelt = ("".join(f"(?:{c}|(?i:#{ord(c):02x}))" for c in each) for each in names)
    return re.compile(rf"/(?:{'|'.join(spelt)})(?=[\s/<>\[\]()%{{}}]|$)".encode())


PDF_SCRIPTS = pdf_names("JavaScript", "Launch", "EmbeddedFile", "RichMedia", "XFA")
PDF_ENCRYPTED = pdf_names("Encrypt")


@dataclass(frozen=True)
class CheckedFile:
    name: str
    kind: Kind
    content: bytes


def check_file(name: str, content: bytes, allowed: Allowance) -> CheckedFile:
    """Look into a file; refused for what is wrong with it, in words for the one who hands it in."""
    name = plain_name(name)
    if not content:
        raise Refused(Refusal.EMPTY, name=name)
    if len(content) > allowed.max_bytes:
        raise Refused(
            Refusal.TOO_LARGE,
            name=name,
            size=readable_size(len(content)),
            limit=readable_size(allowed.max_bytes),
        )
    if content.startswith(PROGRAMS):
        raise Refused(Refusal.EXECUTABLE, name=name)
    if content.startswith(OLE) and ENCRYPTED_OFFICE in content:
        raise Refused(Refusal.ENCRYPTED, name=name)
    kind = kind_of(content)
    if kind is None:
        raise Refused(Refusal.KIND_UNKNOWN, name=name, allowed=allowed.names)
    if kind not in allowed.kinds:
        raise Refused(Refusal.KIND_NOT_ALLOWED, name=name, kind=kind.label, allowed=allowed.names)
    if PurePosixPath(name).suffix[1:].lower() not in EXTENSIONS.get(kind, {kind.value}):
        raise Refused(Refusal.NAME_DIFFERS, name=name, kind=kind.label)
    LOOKS[kind](name, content)
    return CheckedFile(name, kind, content)


def plain_name(name: str) -> str:
    """The last part of a path, as browsers of all ages send it."""
    last = re.split(r"[/\\]", name.strip())[-1]
    if not last or len(last) > 120 or not last.isprintable():
        raise Refused(Refusal.NAME)
    return last


def readable_size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    return f"{size // (1024 * 1024)}.{size * 10 // (1024 * 1024) % 10} MB"


def kind_of(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content:
        return Kind.XLSX
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return Kind.JSON
    return None


def look_into_png(name: str, content: bytes) -> None:
    if len(content) < 45 or content[12:16] != b"IHDR" or b"IEND" not in content[-12:]:
        raise Refused(Refusal.DAMAGED, name=name)
    width, height = unpack_from(">II", content, 16)
    refuse_huge_picture(name, width, height)


def look_into_jpg(name: str, content: bytes) -> None:
    """Walk the segments to the one that tells the picture's size (SOF)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = unpack_from(">HH", content, at + 5)
            return refuse_huge_picture(name, width, height)
        at += 2 + unpack_from(">H", content, at + 2)[0]
    raise Refused(Refusal.DAMAGED, name=name)


def refuse_huge_picture(name: str, width: int, height: int) -> None:
    if width == 0 or height == 0:
        raise Refused(Refusal.DAMAGED, name=name)
    if width * height > MAX_PIXELS:
        raise Refused(Refusal.SWELLS, name=name)


def look_into_pdf(name: str, content: bytes) -> None:
    """Scripts may stand in the open or in a compressed stream, their names spelt with #4A for J."""
    if b"%%EOF" not in content[-1024:]:
        raise Refused(Refusal.DAMAGED, name=name)
    for part in parts_of_pdf(name, content):
        if PDF_SCRIPTS.search(part):
            raise Refused(Refusal.SCRIPT, name=name)
        if PDF_ENCRYPTED.search(part):
            raise Refused(Refusal.ENCRYPTED, name=name)


def parts_of_pdf(name: str, content: bytes) -> Iterator[bytes]:
    """The file itself and every stream that unpacks, up to a limit of their number and size."""
    yield content
    budget = MAX_UNPACKED // 3
    for number, stream in enumerate(re.finditer(rb"(?<!end)stream\r?\n", content)):
        part = b""
        with suppress(zlib.error):  # pictures and other filters
            part = zlib.decompressobj().decompress(memoryview(content)[stream.end() :], budget)
        budget -= len(part)
        if budget <= 0 or number >= MAX_ENTRIES // 5:
            raise Refused(Refusal.SWELLS, name=name)
        if not part and b"/ObjStm" in content[max(0, stream.start() - 300) : stream.start()]:
            raise Refused(Refusal.DAMAGED, name=name)  # objects that nobody can look into
        yield part


def look_into_xlsx(name: str, content: bytes) -> None:
    """A spreadsheet is a zip: its parts are counted, measured and unpacked before being read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or size > min(MAX_UNPACKED, MAX_RATIO * len(content)):
                raise Refused(Refusal.SWELLS, name=name)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(Refusal.ENCRYPTED, name=name)
            if any(PurePosixPath(each).name == "vbaProject.bin" for each in names):
                raise Refused(Refusal.SCRIPT, name=name)
            if "xl/workbook.xml" not in names or archive.testzip() is not None:
                raise Refused(Refusal.DAMAGED, name=name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise Refused(Refusal.DAMAGED, name=name) from None


def look_into_json(name: str, content: bytes) -> None:
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused(Refusal.DAMAGED, name=name) from None


LOOKS: dict[Kind, Callable[[str, bytes], None]] = {
    Kind.JPG: look_into_jpg,
    Kind.PNG: look_into_png,
    Kind.PDF: look_into_pdf,
    Kind.XLSX: look_into_xlsx,
    Kind.JSON: look_into_json,
}
