"""Telephone numbers: typed as people type them, kept in one way, shown as France writes them."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HOME = "FR"


def parse_phone(typed: str) -> str:
    """« 06.12.34.56.78 » → « +33612345678 »; raises ValidationError when no such number can be."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("Ce numéro n’existe pas. Écrivez par exemple 06 12 34 56 78, ou +32 470 12 34 56."),
            code="phone",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(kept: str) -> str:
    """« +33612345678 » → « 06 12 34 56 78 » (no-break spaces); others with their country code."""
    if not kept:
        return ""
    try:
        number = phonenumbers.parse(kept, HOME)
    except phonenumbers.NumberParseException:
        return kept
    style = phonenumbers.PhoneNumberFormat
    here = phonenumbers.region_code_for_number(number) == HOME
    text = phonenumbers.format_number(number, style.NATIONAL if here else style.INTERNATIONAL)
    return text.replace(" ", "\u00a0")
