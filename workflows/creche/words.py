"""Days and facilities as the pages and letters say them."""

from collections.abc import Iterable

from activities.models.offer import Weekday


def spoken_days(days: Iterable[int]) -> str:
    """« lundi, mardi »."""
    return ", ".join(str(Weekday(day).label) for day in sorted(days))
