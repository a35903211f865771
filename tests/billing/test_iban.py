"""An account is checked before anything is signed, and never shown whole."""

import pytest

from billing.iban import WrongIban, checked, grouped, masked
from town.sealing import Sealed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("fr7630006000011234567890189", "FR7630006000011234567890189"),
        (
            "FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",
            "FR7630006000011234567890189",
        ),
        ("BE68 5390 0754 7034", "BE68539007547034"),
    ],
)
def test_a_right_iban_is_kept_in_one_piece(typed, kept):
    assert checked(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("FR76 3000 6000 0112 3456 7890 188", "clé de contrôle"),
        ("FR76 3000 6000 0112 3456 7890", "27 caractères"),
        ("bonjour", "IBAN"),
        ("", "IBAN"),
        ("BR1800360305000010009795493C1", "SEPA"),
    ],
)
def test_a_wrong_one_says_why(typed, why):
    with pytest.raises(WrongIban, match=why):
        checked(typed)


def test_it_is_shown_by_its_ends_and_whole_only_on_purpose():
    number = "FR7630006000011234567890189"
    assert masked(number) == "FR76 •••• 0189"
    assert grouped(number) == "FR76 3000 6000 0112 3456 7890 189"
    kept = Sealed.of(number)
    assert number not in f"{kept} {kept!r} {kept.token}"
    assert kept.open() == number
