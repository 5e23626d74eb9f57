"""A number from outside names a row, or nothing."""

import pytest

from bot.reference import reference


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_of_ours_is_read(text: str, number: int) -> None:
    assert reference(text) == number


@pytest.mark.parametrize("text", ["", "x", "-1", "+1", "1.0", " 1", "1_0", "9" * 19, "9" * 5000, "٣", "²", "1\n"])
def test_whatever_is_no_number_of_ours_names_nothing(text: str) -> None:
    assert reference(text) is None
