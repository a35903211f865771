"""How dates are written in a letter."""

from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format

NO_BREAK = "\u00a0"


def day_in_words(day: date) -> str:
    """« 1er décembre 2026 », never cut between its words."""
    with translation.override("fr"):
        month = date_format(day, "F")
    number = "1er" if day.day == 1 else str(day.day)
    return NO_BREAK.join([number, month, str(day.year)])


def moment_in_words(moment: datetime) -> str:
    """« 24 novembre 2026 à 18 h 05 », in the town's time."""
    local = timezone.localtime(moment)
    clock = NO_BREAK.join([str(local.hour), "h", f"{local.minute:02}"])
    return f"{day_in_words(local.date())} à {clock}"


def in_words(value: object) -> str:
    """For JSON: dates and moments as a letter writes them."""
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    raise TypeError(f"a letter cannot say a {type(value).__name__}")
