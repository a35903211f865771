"""Which price band a household pays: by the quotient in force, after a warning the highest.

A quotient is never computed again: what the CAF, the MSA or a proof said holds for its months.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import now

from billing.models import QuotientWarning, Tariff, TariffBand
from family.models import Household, QuotientFamilial

UPDATE_MONTH = 1  # the funds look at resources anew in January; figures are settled in February


@dataclass(frozen=True)
class Band:
    """The band that applies, and why."""

    band: TariffBand
    quotient: QuotientFamilial | None
    highest: bool = False  # for want of a proof
    to_warn: bool = False  # nothing in force and nobody told: a warning must go first


def effective_from(received_on: date) -> date:
    """From when a proof counts: the first of the month in which the town received it."""
    return received_on.replace(day=1)


def holds_until(month: date, known_on: date) -> date:
    """The last day of a quotient: the end of the January after it.

    A figure of January read before February is still that of the old resources: it ends with
    this January.
    """
    unsettled = month.month == UPDATE_MONTH and (known_on.year, known_on.month) <= (month.year, 1)
    return date(month.year if unsettled else month.year + 1, UPDATE_MONTH, 31)


def quotient_on(household: Household, day: date) -> QuotientFamilial | None:
    """The quotient in force on a day, the latest that the town received."""
    rows = QuotientFamilial.objects.filter(household=household, valid_from__lte=day)
    return rows.filter(valid_until__gte=day).order_by("-valid_from", "-pk").first()


def last_known(household: Household, day: date) -> QuotientFamilial | None:
    """The last quotient that was in force by a day, over or not."""
    rows = QuotientFamilial.objects.filter(household=household, valid_from__lte=day)
    return rows.order_by("-valid_from", "-pk").first()


def warned(household: Household, day: date, known: QuotientFamilial | None) -> bool:
    """Whether the family was told that the highest band applies on this day, since what is
    `known` of it ended."""
    told = QuotientWarning.objects.filter(household=household, applies_on__lte=day)
    if known is not None:
        told = told.filter(applies_on__gt=known.valid_until)
    return told.exists()


def band_for(household: Household, day: date, tariff: Tariff) -> Band:
    """The band of a tariff that a household pays on a day.

    Without a quotient in force: the last known one until the family was warned; then, or when
    none was ever known, the highest.
    """
    bands = list(tariff.bands.order_by("from_cents"))
    if not bands:
        raise LookupError(f"tariff {tariff.pk} has no band")
    current = quotient_on(household, day)
    if current is not None:
        return Band(_holding(bands, current.value_cents), current)
    known = last_known(household, day)
    told = warned(household, day, known)
    if known is not None and not told:
        return Band(_holding(bands, known.value_cents), known, to_warn=True)
    return Band(bands[-1], None, highest=True, to_warn=not told)


def _holding(bands: list[TariffBand], value_cents: int) -> TariffBand:
    """The band that holds a value; the lowest for one under it."""
    reached = [band for band in bands if band.from_cents <= value_cents]
    return reached[-1] if reached else bands[0]


def highest_from(household: Household, told_on: date) -> date:
    """From when the highest band applies to a family told today: the month after, or the end of
    what it has proved."""
    soonest = (told_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    known = last_known(household, told_on)
    return max(soonest, known.valid_until + timedelta(days=1)) if known else soonest


@transaction.atomic
def warn(household: Household, *, applies_on: date, case: str = "") -> QuotientWarning:
    """Keep that the family was told: without proof, the highest band from this day."""
    given, _created = QuotientWarning.objects.get_or_create(
        household=household,
        applies_on=applies_on,
        defaults={"told_at": now(), "case_reference": case},
    )
    return given
