"""What the démarche changes: the figures by which the household pays, and from when."""

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate, now

from billing.quotient import effective_from, highest_from, holds_until, warn
from cases.models import Case
from cases.recording import record
from documents.letters.words import day_in_words
from family.models import Allocataire, ChildcareResources, QuotientFamilial
from workflows.allocataire.asked import FUND, Figures, fetched, figures, fund, said
from workflows.engine.step import Stale


def verify(case: Case) -> None:
    """Tell both sides what came from the fund, if anything did."""
    found = fetched(case)
    if found is not None:
        record(case, "resources_fetched", source=found.source, month=found.month.isoformat())
    record(case, "checked")


def keep(case: Case) -> None:
    """The figures count from the first of the month in which the town received them."""
    found = figures(case)
    if found is None or case.household is None or case.submitted_at is None:
        raise Stale
    received = localdate(case.submitted_at)
    at = parse_datetime(found.fetched_at) if found.fetched_at else None
    kept = {
        "household": case.household,
        "source": found.source,
        "valid_from": effective_from(received),
        "valid_until": holds_until(found.month, received),
        "case_reference": case.reference,
        "fetched_at": at or now(),
    }
    QuotientFamilial.objects.create(value_cents=found.quotient_cents, month=found.month, **kept)
    _keep_resources(found, kept)
    Allocataire.objects.update_or_create(
        household=case.household,
        defaults={"fund": fund(case), "number": str(said(case, FUND, "number")).strip()},
    )


def _keep_resources(found: Figures, kept: dict) -> None:
    if found.yearly_cents is None or found.year is None or found.children is None:
        return
    ChildcareResources.objects.create(
        yearly_cents=found.yearly_cents,
        year=found.year,
        children=found.children,
        disabled_children=found.disabled_children,
        **kept,
    )


def warn_highest(case: Case) -> None:
    """Without proof the highest band will apply: the mail of this outcome says from when."""
    if case.household is not None:
        day = highest_from(case.household, localdate())
        warn(case.household, applies_on=day, case=case.reference)
        case.data["highest_from"] = day_in_words(day)
