import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.money import Refusal, parse_yuan, plain_yuan, share, yuan
from anju.core.refusals import Refused

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
