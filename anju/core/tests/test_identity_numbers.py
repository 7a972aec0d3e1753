import pytest

from anju.core.identity_numbers import (
    ID_CHECKS,
    ID_WEIGHTS,
    IdentityKind,
    Refusal,
    check_bank_account,
    check_cnaps_no,
    check_company_account,
    check_identity,
    check_phone,
    check_resident_id,
    check_uscc,
    normalise_name,
)
from anju.core.refusals import Refused

pytestmark = pytest.mark.django_db


def with_check(seventeen: str) -> str:
    return (
        seventeen
        + ID_CHECKS[sum(int(d) * w for d, w in zip(seventeen, ID_WEIGHTS, strict=True)) % 11]
    )


def refusal_of(check, text) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        check(text)
    return refused.value.code, refused.value.message


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "110101199003078013",
        "110108200002290012",
        "810000199001010019",
        "820000198512120022",
        "830000199909090032",
    ],
)
def test_valid_resident_id_numbers_are_kept_as_they_are(number):
    assert check_resident_id(number) == number


def test_a_resident_id_is_normalised():
    assert check_resident_id(" １１０１０５１９４９１２３１００２ｘ\n") == "11010519491231002X"
    assert check_resident_id("110105 19491231 002x") == "11010519491231002X"


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("", Refusal.ID_LENGTH, "身份证号应为18位，现为0位"),
        ("1101051949123100", Refusal.ID_LENGTH, "身份证号应为18位，现为16位"),
        (
            "1101051949123100X2",
            Refusal.ID_CHARACTERS,
            "身份证号前17位应为数字，最后一位应为数字或X",
        ),
        (
            "01010519491231002X",
            Refusal.ID_CHARACTERS,
            "身份证号前17位应为数字，最后一位应为数字或X",
        ),
        (
            "11010519491331002X",
            Refusal.ID_BIRTH_IMPOSSIBLE,
            "身份证号中的出生日期「19491331」不存在",
        ),
        (
            "110108200102290012",
            Refusal.ID_BIRTH_IMPOSSIBLE,
            "身份证号中的出生日期「20010229」不存在",
        ),
        (
            "110108000102280012",
            Refusal.ID_BIRTH_IMPOSSIBLE,
            "身份证号中的出生日期「00010228」不存在",
        ),
        (
            "110108299902280012",
            Refusal.ID_BIRTH_IN_FUTURE,
            "身份证号中的出生日期「29990228」还没有到",
        ),
        ("110105194912310021", Refusal.ID_CHECK_DIGIT, "身份证号的校验码不对，请逐位核对"),
    ],
)
def test_a_resident_id_is_refused_for_what_is_wrong_with_it(number, code, sentence):
    assert refusal_of(check_resident_id, number) == (code, sentence)


def test_each_kind_of_document_has_its_own_form():
    permanent = with_check("91105319900101001")
    good = [
        (IdentityKind.RESIDENT_ID, "11010519491231002x", "11010519491231002X"),
        (IdentityKind.RESIDENCE_PERMIT, "810000199001010019", "810000199001010019"),
        (IdentityKind.HK_MACAO_PERMIT, "h12345678", "H12345678"),
        (IdentityKind.HK_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (IdentityKind.TAIWAN_PERMIT, "12345678", "12345678"),
        (IdentityKind.TAIWAN_PERMIT, "1234567890B", "1234567890B"),
        (IdentityKind.PASSPORT, "e12345678", "E12345678"),
        (IdentityKind.PERMANENT_RESIDENCE, permanent, permanent),
        (IdentityKind.PERMANENT_RESIDENCE, "USA110123456789", "USA110123456789"),
    ]
    bad = [
        (IdentityKind.RESIDENCE_PERMIT, "11010519491231002X", Refusal.NOT_A_RESIDENCE_PERMIT),
        (IdentityKind.HK_MACAO_PERMIT, "T12345678", Refusal.NOT_A_HK_MACAO_PERMIT),
        (IdentityKind.TAIWAN_PERMIT, "1234567", Refusal.NOT_A_TAIWAN_PERMIT),
        (IdentityKind.PASSPORT, "E-1", Refusal.NOT_A_PASSPORT),
        (
            IdentityKind.PERMANENT_RESIDENCE,
            "11010519491231002X",
            Refusal.NOT_A_PERMANENT_RESIDENCE,
        ),
        (IdentityKind.PERMANENT_RESIDENCE, permanent[:-1], Refusal.ID_LENGTH),
        ("library_card", "1", Refusal.UNKNOWN_KIND),
    ]

    for kind, written, kept in good:
        assert check_identity(kind, written) == kept
    for kind, written, code in bad:
        with pytest.raises(Refused) as refused:
            check_identity(kind, written)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "91110105MA00TE5T2T", "91110108MA01ABCD5T", "12110000400000018T"],
)
def test_valid_social_credit_codes_are_kept_as_they_are(code):
    assert check_uscc(code.lower() + " ") == code


@pytest.mark.covers("SEC-04")
def test_a_social_credit_code_is_refused_for_what_is_wrong_with_it():
    """91350100M000100Y4Z is the wrong one of the standard's own worked example."""
    assert refusal_of(check_uscc, "91350100M000100Y4") == (
        Refusal.USCC_LENGTH,
        "统一社会信用代码应为18位，现为17位",
    )
    assert refusal_of(check_uscc, "91350100M000100Y4Z")[0] == Refusal.USCC_CHARACTERS
    assert refusal_of(check_uscc, "91350100O000100Y43")[0] == Refusal.USCC_CHARACTERS
    assert refusal_of(check_uscc, "9135A100M000100Y43")[0] == Refusal.USCC_CHARACTERS
    assert refusal_of(check_uscc, "91350100M000100Y44") == (
        Refusal.USCC_CHECK_DIGIT,
        "统一社会信用代码的校验码不对，请逐位核对",
    )


@pytest.mark.covers("SEC-04")
def test_a_bank_card_has_12_to_19_digits_and_the_luhn_digit():
    for card in ("6222020200000000014", "6217000010000000003", "6225880100000000"):
        assert check_bank_account(card) == card
    assert check_bank_account("6222 0202 0000 0000 014") == "6222020200000000014"

    assert refusal_of(check_bank_account, "62220202000")[0] == Refusal.CARD_LENGTH
    assert refusal_of(check_bank_account, "62220202-0000") == (
        Refusal.ACCOUNT_CHARACTERS,
        "银行账号只能是数字",
    )
    assert refusal_of(check_bank_account, "6222020200000000015") == (
        Refusal.CARD_CHECK_DIGIT,
        "银行卡号的校验码不对，请逐位核对",
    )


def test_a_company_account_has_8_to_32_digits_and_no_check_digit():
    assert check_company_account("11050160520000000017") == "11050160520000000017"
    assert refusal_of(check_company_account, "1234567") == (
        Refusal.ACCOUNT_LENGTH,
        "对公账号应为8至32位，现为7位",
    )


def test_branch_numbers_and_phones_have_their_forms():
    assert check_cnaps_no("105100000017") == "105100000017"
    assert refusal_of(check_cnaps_no, "10510000001")[0] == Refusal.NOT_A_CNAPS_NO
    assert check_phone("+86 138 0000 1234") == "13800001234"
    assert refusal_of(check_phone, "12345678901") == (
        Refusal.NOT_A_PHONE,
        "手机号应为1开头的11位数字",
    )


def test_names_are_compared_after_their_dots_and_spaces_are_made_alike():
    for written in ("买买提•艾力", "买买提．艾力", "买买提・艾力", " 买买提·艾力 "):
        assert normalise_name(written) == "买买提·艾力"
    assert normalise_name("Ａnna   Maria ") == "Anna Maria"
    assert refusal_of(normalise_name, " 　")[0] == Refusal.NAME_EMPTY
    assert refusal_of(normalise_name, "张\u200e三")[0] == Refusal.NAME_CHARACTERS
