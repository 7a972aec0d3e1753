from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anju.core import numbers
from anju.core.refusals import Broken

MOMENT = datetime(2026, 11, 20, 17, 36, 19, tzinfo=UTC)


@pytest.mark.django_db
def test_an_order_number_tells_the_second_in_beijing_and_checks_itself():
    first, second = numbers.order_no(MOMENT), numbers.order_no(MOMENT)

    assert first[:14] == "20261121013619"
    assert len(first) == 22 and first != second
    assert numbers.has_mod_97(first) and numbers.has_mod_97(second)


@pytest.mark.django_db
def test_payment_and_refund_numbers_check_themselves_and_are_never_alike():
    made = [numbers.payment_no(MOMENT) for _ in range(3)]
    refund = numbers.refund_no(MOMENT)

    assert len({*made}) == 3
    assert all(no[:8] == "20261121" and len(no) == 20 and numbers.has_mod_97(no) for no in made)
    assert refund[0] == "R" and len(refund) == 21 and numbers.has_mod_97(refund[1:])


@pytest.mark.django_db
def test_a_collection_code_begins_with_the_banks_prefix_and_ends_with_its_luhn_digit():
    first, second = numbers.collection_code("955880"), numbers.collection_code("955880")

    assert first != second
    assert first[:6] == "955880" and len(first) == 18 and first.isdigit()
    assert numbers.has_luhn(first) and numbers.has_luhn(second)
    with pytest.raises(Broken, match="prefix"):
        numbers.collection_code("95588A")


@given(st.text("0123456789", min_size=3, max_size=22), st.data())
def test_check_digits_catch_every_wrong_digit_and_every_swap(digits, data):
    number = numbers.with_mod_97(digits)
    place = data.draw(st.integers(0, len(number) - 2))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert numbers.has_mod_97(number)
    assert not numbers.has_mod_97(number[:place] + other + number[place + 1 :])
    assert swapped == number or not numbers.has_mod_97(swapped)


def test_a_filing_number_is_8_to_32_capitals_digits_and_hyphens():
    made = numbers.filing_no("110105", 2026, 123)

    assert made[:-1] == "BA110105202600000123" and numbers.has_luhn(made[2:])
    assert numbers.is_valid_filing_no(made)
    assert numbers.is_valid_filing_no("ZL-2026-0001")
    for wrong in (
        "BA12345",
        "ba11010520260001",
        "BA" + "1" * 31,
        "BA1101０5202600",
        "BA110105 2026",
    ):
        assert not numbers.is_valid_filing_no(wrong)


def test_a_certificates_number_tells_the_day_is_drawn_and_checks_itself():
    made = {numbers.certificate_no("DZ", MOMENT) for _ in range(100)}

    assert len(made) == 100
    assert all(no[:10] == "DZ20261121" and len(no) == 24 for no in made)
    assert {numbers.read_certificate_no(no) for no in made} == made


@pytest.mark.parametrize(
    "typed",
    ["DZ20261121-0A1B-C2D3-E4F5-59", " dz20261121 oaib c2d3 e4f5 59 ", "DZ202611210ALBC2D3E4F559"],
)
def test_a_certificates_number_is_read_however_it_was_written(typed):
    assert numbers.with_mod_97(numbers.digits_of("DZ202611210A1BC2D3E4F5"))[-2:] == "59"
    assert numbers.read_certificate_no(typed) == "DZ202611210A1BC2D3E4F559"


@given(st.integers(0, 23), st.sampled_from(numbers.DRAWN_FROM))
def test_a_wrong_digit_or_letter_of_a_certificates_number_is_noticed(place, character):
    no = "DZ202611210A1BC2D3E4F559"
    assume(character.isdigit() == no[place].isdigit())
    wrong = no[:place] + character + no[place + 1 :]

    assert numbers.read_certificate_no(wrong) == (no if wrong == no else "")
