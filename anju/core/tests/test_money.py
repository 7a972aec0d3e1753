import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.money import Refusal, in_capitals, parse_yuan, plain_yuan, share, yuan
from anju.core.refusals import Broken, Refused

FEN = st.integers(0, 10**14 - 1)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("4000.00", 400_000),
        ("4000", 400_000),
        ("0.1", 10),
        (" 1,234,567.89 ", 123_456_789),
        ("0", 0),
        ("999999999999.99", 99_999_999_999_999),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    "text",
    ["", " ", "-1", "+1", "1.234", "1e3", "1,23", "12,34.00", ".5", "5.", "¥5", "１２", "nan", "1 000",
     "4000.00元", "0x10", "1234567890123"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_never_becomes_zero(text):
    with pytest.raises(Refused) as refused:
        parse_yuan(text)

    assert refused.value.code == Refusal.NOT_AN_AMOUNT
    assert refused.value.message == (f"「{text}」不是金额，请填写元，最多两位小数，例如 4000.00")


@given(FEN)
def test_what_is_written_reads_back(fen):
    assert parse_yuan(yuan(fen)) == parse_yuan(plain_yuan(fen)) == fen


def test_amounts_are_written_for_people_and_for_machines():
    assert yuan(123_456_700) == "1,234,567.00"
    assert plain_yuan(123_456_709) == "1234567.09"
    assert yuan(-5) == "-0.05"


@given(FEN, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_shares_add_up_and_follow_their_weights(total, weights):
    parts = share(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / sum(weights) if total < 2**50 else None
        assert part >= 0 and (weight > 0 or part == 0)
        assert exact is None or abs(part - exact) <= 1


def test_the_fen_that_remain_go_to_the_largest_remainders():
    assert share(100, [1, 1, 1]) == [34, 33, 33]
    assert share(1000, [3, 3, 1]) == [429, 428, 143]
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            share(100, weights)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        # the examples of 《正确填写票据和结算凭证的基本规定》
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # and what they leave open
        ("12300.00", "壹万贰仟叁佰元整"),
        ("4000", "肆仟元整"),
        ("10", "壹拾元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.55", "伍角伍分"),
        ("20.05", "贰拾元零伍分"),
        ("100500", "壹拾万零伍佰元整"),
        ("1000005", "壹佰万零伍元整"),
        ("1010101", "壹佰零壹万零壹佰零壹元整"),
        ("100000005", "壹亿零伍元整"),
        ("100050000", "壹亿零伍万元整"),
        ("230000000000", "贰仟叁佰亿元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_is_written_out_in_capitals(text, capitals):
    assert in_capitals(parse_yuan(text)) == capitals


@given(FEN)
def test_no_two_amounts_are_written_out_alike(fen):
    """Read back by place: what stands before each unit is its digit."""
    groups, yuan_text = {"亿": 10**8, "万": 10**4}, in_capitals(fen).rstrip("整")
    whole, _yuan, rest = yuan_text.partition("元") if "元" in yuan_text else ("", "", yuan_text)
    total, four = 0, 0
    digit = 0
    for character in whole:
        if character in groups:
            total, four, digit = total + (four + digit) * groups[character], 0, 0
        elif character in "拾佰仟":
            four, digit = four + digit * 10 ** ("拾佰仟".index(character) + 1), 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(character)
    fen_read = (total + four + digit) * 100
    for digit, unit in zip(rest.lstrip("零")[::2], rest.lstrip("零")[1::2], strict=True):
        fen_read += "零壹贰叁肆伍陆柒捌玖".index(digit) * {"角": 10, "分": 1}[unit]

    assert fen_read == fen


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_what_no_paper_holds_is_not_written_out(fen):
    with pytest.raises(Broken):
        in_capitals(fen)
