"""Numbers by which persons, organisations and bank accounts are known, each with its own check.

Every function returns the number as it is kept (half-width, capitals, without spaces) or refuses it
and says what is wrong (rules D2, D3; GB 11643, GB 32100, ISO/IEC 7812).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.numbers import has_luhn
from anju.core.refusals import Refused


class IdentityKind(TextChoices):
    RESIDENT_ID = "resident_id", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    PASSPORT = "passport", _("护照")
    PERMANENT_RESIDENCE = "permanent_residence", _("外国人永久居留身份证")


class Refusal(TextChoices):
    ID_LENGTH = "id_length", _("身份证号应为18位，现为{length}位")
    ID_CHARACTERS = "id_characters", _("身份证号前17位应为数字，最后一位应为数字或X")
    ID_BIRTH_IMPOSSIBLE = "id_birth_impossible", _("身份证号中的出生日期「{birth}」不存在")
    ID_BIRTH_IN_FUTURE = "id_birth_in_future", _("身份证号中的出生日期「{birth}」还没有到")
    ID_CHECK_DIGIT = "id_check_digit", _("身份证号的校验码不对，请逐位核对")
    NOT_A_RESIDENCE_PERMIT = (
        "not_a_residence_permit",
        _("港澳台居民居住证号应以810000、820000或830000开头"),
    )
    NOT_A_HK_MACAO_PERMIT = (
        "not_a_hk_macao_permit",
        _("港澳居民来往内地通行证号应为H或M加8位或10位数字"),
    )
    NOT_A_TAIWAN_PERMIT = (
        "not_a_taiwan_permit",
        _("台湾居民来往大陆通行证号应为8位数字，旧证为10位数字加一个字母"),
    )
    NOT_A_PASSPORT = "not_a_passport", _("护照号应为5至17位字母或数字")
    NOT_A_PERMANENT_RESIDENCE = (
        "not_a_permanent_residence",
        _("外国人永久居留身份证号应为9开头的18位号码，旧证为3个字母加12位数字"),
    )
    UNKNOWN_KIND = "unknown_identity_kind", _("不认识的证件类型「{kind}」")
    USCC_LENGTH = "uscc_length", _("统一社会信用代码应为18位，现为{length}位")
    USCC_CHARACTERS = (
        "uscc_characters",
        _("统一社会信用代码只含数字和大写字母（不含I、O、S、V、Z），第3至8位为数字"),
    )
    USCC_CHECK_DIGIT = "uscc_check_digit", _("统一社会信用代码的校验码不对，请逐位核对")
    ACCOUNT_CHARACTERS = "account_characters", _("银行账号只能是数字")
    CARD_LENGTH = "card_length", _("银行卡号应为12至19位，现为{length}位")
    CARD_CHECK_DIGIT = "card_check_digit", _("银行卡号的校验码不对，请逐位核对")
    ACCOUNT_LENGTH = "account_length", _("对公账号应为8至32位，现为{length}位")
    NOT_A_CNAPS_NO = "not_a_cnaps_no", _("开户行行号应为12位数字")
    NOT_A_PHONE = "not_a_phone", _("手机号应为1开头的11位数字")
    NAME_EMPTY = "name_empty", _("请填写姓名或名称")
    NAME_CHARACTERS = "name_characters", _("姓名或名称中有不能使用的字符")


OF_ACCOUNTS = (
    Refusal.ACCOUNT_CHARACTERS,
    Refusal.ACCOUNT_LENGTH,
    Refusal.CARD_LENGTH,
    Refusal.CARD_CHECK_DIGIT,
)
"""What may be wrong with the number of a bank account."""


ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MIDDLE_DOTS = str.maketrans(dict.fromkeys("•．・‧∙⋅・˙", "·"))


def normalise(text: str) -> str:
    """Full-width to half-width, capitals, no spaces: 「１１０ｘ 」 → 「110X」."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def normalise_name(name: str) -> str:
    """Trimmed, half-width, one kind of middle dot, single spaces; refused when nothing is left."""
    dotted = name.translate(MIDDLE_DOTS)
    plain = " ".join(unicodedata.normalize("NFKC", dotted).translate(MIDDLE_DOTS).split())
    if not plain:
        raise Refused(Refusal.NAME_EMPTY)
    if not plain.isprintable():
        raise Refused(Refusal.NAME_CHARACTERS)
    return plain


def check_resident_id(text: str) -> str:
    """居民身份证 (GB 11643-1999), and the numbers made like it: 81/82/83… and 9…"""
    number = normalise(text)
    if len(number) != 18:
        raise Refused(Refusal.ID_LENGTH, length=len(number))
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        raise Refused(Refusal.ID_CHARACTERS)
    birth = number[6:14]
    try:
        born_on = date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        raise Refused(Refusal.ID_BIRTH_IMPOSSIBLE, birth=birth) from None
    if born_on.year < 1850:
        raise Refused(Refusal.ID_BIRTH_IMPOSSIBLE, birth=birth)
    if born_on > clock.today():
        raise Refused(Refusal.ID_BIRTH_IN_FUTURE, birth=birth)
    weighed = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    if number[17] != ID_CHECKS[weighed % 11]:
        raise Refused(Refusal.ID_CHECK_DIGIT)
    return number


def check_residence_permit(text: str) -> str:
    """港澳台居民居住证: a resident ID number of area 810000, 820000 or 830000."""
    number = check_resident_id(text)
    if number[:6] not in ("810000", "820000", "830000"):
        raise Refused(Refusal.NOT_A_RESIDENCE_PERMIT)
    return number


def check_hk_macao_permit(text: str) -> str:
    """H or M, 8 digits for life and, on older cards, 2 more for the renewal."""
    return matched(r"[HM]\d{8}(\d{2})?", text, Refusal.NOT_A_HK_MACAO_PERMIT)


def check_taiwan_permit(text: str) -> str:
    return matched(r"\d{8}|\d{10}[A-Z]?", text, Refusal.NOT_A_TAIWAN_PERMIT)


def check_passport(text: str) -> str:
    return matched(r"[A-Z0-9]{5,17}", text, Refusal.NOT_A_PASSPORT)


def check_permanent_residence(text: str) -> str:
    """外国人永久居留身份证: 18 digits that begin with 9; older, 3 letters and 12 digits."""
    number = normalise(text)
    if re.fullmatch(r"[A-Z]{3}\d{12}", number, re.ASCII):
        return number
    if not number.startswith("9"):
        raise Refused(Refusal.NOT_A_PERMANENT_RESIDENCE)
    return check_resident_id(number)


CHECKS: dict[str, Callable[[str], str]] = {
    IdentityKind.RESIDENT_ID: check_resident_id,
    IdentityKind.RESIDENCE_PERMIT: check_residence_permit,
    IdentityKind.HK_MACAO_PERMIT: check_hk_macao_permit,
    IdentityKind.TAIWAN_PERMIT: check_taiwan_permit,
    IdentityKind.PASSPORT: check_passport,
    IdentityKind.PERMANENT_RESIDENCE: check_permanent_residence,
}


def check_identity(kind: str, number: str) -> str:
    """The number of an identity document of the kind given (a value of IdentityKind)."""
    if kind not in CHECKS:
        raise Refused(Refusal.UNKNOWN_KIND, kind=kind)
    return CHECKS[kind](number)


def check_uscc(text: str) -> str:
    """统一社会信用代码 (GB 32100-2015): weights 3^i mod 31 over 31 characters."""
    code = normalise(text)
    if len(code) != 18:
        raise Refused(Refusal.USCC_LENGTH, length=len(code))
    if not re.fullmatch(
        rf"[{USCC_CHARACTERS}]{{2}}\d{{6}}[{USCC_CHARACTERS}]{{10}}", code, re.ASCII
    ):
        raise Refused(Refusal.USCC_CHARACTERS)
    weighed = sum(USCC_CHARACTERS.index(code[i]) * pow(3, i, 31) for i in range(17))
    if code[17] != USCC_CHARACTERS[-weighed % 31]:
        raise Refused(Refusal.USCC_CHECK_DIGIT)
    return code


def check_bank_account(text: str) -> str:
    """A person's bank card: 12 to 19 digits, the last of them by Luhn (rules D3)."""
    number = account_digits(text)
    if not 12 <= len(number) <= 19:
        raise Refused(Refusal.CARD_LENGTH, length=len(number))
    if not has_luhn(number):
        raise Refused(Refusal.CARD_CHECK_DIGIT)
    return number


def check_company_account(text: str) -> str:
    """An organisation's account or a passbook: 8 to 32 digits without a check digit (rules D3)."""
    number = account_digits(text)
    if not 8 <= len(number) <= 32:
        raise Refused(Refusal.ACCOUNT_LENGTH, length=len(number))
    return number


def account_digits(text: str) -> str:
    number = normalise(text)
    if not re.fullmatch(r"\d*", number, re.ASCII):
        raise Refused(Refusal.ACCOUNT_CHARACTERS)
    return number


def check_cnaps_no(text: str) -> str:
    """行号: the 12 digits by which the payment system knows a branch."""
    return matched(r"\d{12}", text, Refusal.NOT_A_CNAPS_NO)


def check_phone(text: str) -> str:
    """A mainland mobile number, with or without +86 in front."""
    return matched(r"1[3-9]\d{9}", normalise(text).removeprefix("+86"), Refusal.NOT_A_PHONE)


def matched(pattern: str, text: str, otherwise: Refusal) -> str:
    number = normalise(text)
    if not re.fullmatch(pattern, number, re.ASCII):
        raise Refused(otherwise)
    return number
