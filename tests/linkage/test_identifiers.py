"""Check digits, against the rules written out the long way."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.linkage.identifiers import nhs_number_is_valid, trusted, upn_is_valid


def _valid(rule, *values):
    frame = pl.DataFrame({"v": list(values)}, schema={"v": pl.String})
    return frame.select(rule(pl.col("v")).alias("valid"))["valid"].to_list()


@given(st.lists(st.text("0123456789", min_size=10, max_size=10), min_size=1, max_size=50))
def test_nhs_number_check_digit_is_modulus_eleven(numbers):
    for number, valid in zip(numbers, _valid(nhs_number_is_valid, *numbers), strict=True):
        check = 11 - sum(int(number[i]) * (10 - i) for i in range(9)) % 11
        expected = (0 if check == 11 else check) == int(number[9])
        assert valid == expected, number


@pytest.mark.parametrize("number", ["943476591", "94347659199", "943476591X", ""])
def test_what_is_no_nhs_number_is_not_valid(number):
    assert _valid(nhs_number_is_valid, number) == [False]


@given(st.text("0123456789", min_size=12, max_size=12))
def test_upn_check_letter_is_modulus_twenty_three(digits):
    weighed = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    letters = [chr(65 + i) for i in range(26)]
    right = "ABCDEFGHJKLMNPQRTUVWXYZ"[weighed % 23]
    assert _valid(upn_is_valid, *(letter + digits for letter in letters)) == [
        letter == right for letter in letters
    ]


def test_figures_of_other_scripts_are_no_figures():
    assert _valid(nhs_number_is_valid, "943476591\u0669") == [False]
    assert _valid(upn_is_valid, "A00000000000\u0661") == [False]


def test_temporary_upn_is_not_trusted():
    assert _valid(upn_is_valid, "A12345678901B") == [False]


def test_trusted_identifiers_are_written_one_way():
    frame = pl.DataFrame(
        {"nhs_number": [" 943 476 5919 ", "943-476-5918", None], "police_id": ["p 12-3", "n/k", "x"]}
    )
    assert frame.select(trusted("nhs_number"), trusted("police_id")).rows() == [
        ("9434765919", "P123"),
        (None, None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("nhs_number", n) for n in ("0000000000", "9999999999", "9876543210", "0123456789", "4000000004")),
        *(("upn", n) for n in ("A000000000000", "T123456789012")),
        *(("social_care_id", n) for n in ("PENDING", "new", "not applicable", "123456", "000", "X-999")),
        *(("police_id", n) for n in ("TBA", "N.A.", "no trace", "n/k", "1234567890")),
    ],
)
def test_what_was_typed_to_get_past_a_form_is_no_identifier(kind, value):
    assert pl.DataFrame({kind: [value]}).select(trusted(kind)).item() is None


@pytest.mark.parametrize("value", ["S-1001", "20", "MSH1001", "L100", "77012"])
def test_short_ids_of_small_systems_are_trusted(value):
    kept = pl.DataFrame({"police_id": [value + "4"]}).select(trusted("police_id")).item()
    assert kept == value.replace("-", "") + "4"
