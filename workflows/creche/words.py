"""Days and facilities as the pages and letters say them."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format

from activities.models.offer import Weekday


def spoken_days(days: Iterable[int]) -> str:
    """« lundi, mardi »."""
    return ", ".join(str(Weekday(day).label) for day in sorted(days))


def spoken_date(iso: str) -> str:
    """« lundi 4 janvier 2027 »; what is no date, as it was typed."""
    try:
        return date_format(date.fromisoformat(iso), "l j F Y")
    except ValueError:
        return iso
