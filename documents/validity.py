"""How long each kind of document stays valid: dated rules, from the settings."""

from datetime import date

from django.conf import settings

from town.dates import months_after


def valid_until(kind: str, day: date) -> date | None:
    """The last day on which a document received on `day` may be used; None: no end.

    The rule is the one in force on that day (`settings.DOCUMENT_VALIDITY`).
    """
    validity: dict[str, list[tuple[date, dict]]] = settings.DOCUMENT_VALIDITY
    newest_first = sorted(validity.get(kind, []), key=lambda dated: dated[0], reverse=True)
    rule = next((rule for since, rule in newest_first if since <= day), {})
    if months := rule.get("months"):
        return months_after(day, months)
    if end := rule.get("until"):
        return _next_end(day, end, rule.get("renewed_from", end))
    return None


def _next_end(day: date, end: tuple[int, int], renewed_from: tuple[int, int]) -> date:
    """The next such day of the year; papers given once renewals begin count for the year after."""
    this_year = date(day.year, *end)
    renewed = date(day.year, *renewed_from) <= day <= this_year and renewed_from != end
    return date(day.year + 1, *end) if renewed or day > this_year else this_year
