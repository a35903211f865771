"""What is known of the family's fund and resources in a case: declared, or fetched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from cases.models import Case
from family.models.resources import Allocataire, Source
from look.words import day_in_words, euros, hour_in_words

FUND, FIGURES = "caisse", "quotient"
FETCH, DECLARE = "fetch", "declare"


@dataclass(frozen=True)
class Figures:
    """The quotient of a month and, for a crèche, the resources; where they come from."""

    source: str
    quotient_cents: int
    month: date
    yearly_cents: int | None = None
    year: int | None = None
    children: int | None = None
    disabled_children: int = 0
    fetched_at: str = ""


def said(case: Case, step: str, name: str) -> Any:
    """An answer, sent or still in draft."""
    declared = case.data.get("declared", {}).get(step)
    if declared is not None:
        return declared.get(name, "")
    typed: Sequence[str] = case.data.get("typed", {}).get(step, {}).get(name) or [""]
    return typed[0]


def fund(case: Case) -> str:
    """The family's fund: caf, msa, or nothing yet."""
    return str(said(case, FUND, "fund"))


def fund_name(case: Case) -> str:
    """Its name, as families call it."""
    return str(Allocataire.Fund(fund(case)).label) if fund(case) in Allocataire.Fund.values else ""


def for_creche(case: Case) -> bool:
    """Whether the resources by which a crèche is paid are asked too."""
    return bool(said(case, FUND, "creche"))


def by_consent(case: Case) -> bool:
    """Whether the family agreed that the town asks the fund."""
    return said(case, FUND, "how") == FETCH


def fetched(case: Case) -> Figures | None:
    """What the fund answered, while the family lets it be used."""
    kept = case.data.get("fetched")
    if not kept or not by_consent(case):
        return None
    return Figures(**{**kept, "month": date.fromisoformat(kept["month"])})


def declared(case: Case) -> Figures | None:
    """What the family declared by hand, once it is complete."""
    month, value = month_of(said(case, FIGURES, "month")), cents(said(case, FIGURES, "quotient"))
    if month is None or value is None:
        return None
    yearly = cents(said(case, FIGURES, "yearly")) if for_creche(case) else None
    return Figures(
        source=Source.DECLARED,
        quotient_cents=value,
        month=month,
        yearly_cents=yearly,
        year=whole(said(case, FIGURES, "year")) if yearly is not None else None,
        children=whole(said(case, FIGURES, "children")) if yearly is not None else None,
        disabled_children=whole(said(case, FIGURES, "disabled_children")) or 0,
    )


def figures(case: Case) -> Figures | None:
    """What counts: what the fund said if it was asked, else what was declared."""
    return fetched(case) if by_consent(case) else declared(case)


def month_of(typed: Any) -> date | None:
    """A month as a browser or a person writes it: 2026-11, 11/2026."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?|(\d{1,2})/(\d{4})", str(typed).strip())
    if not found:
        return None
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        return None


def cents(typed: Any) -> int | None:
    """An amount in euros, as people write it: 864, 864,50 or 38 412 €."""
    bare = re.sub(r"[\s\u00a0\u202f€]", "", str(typed)).replace(",", ".")
    return round(float(bare) * 100) if re.fullmatch(r"\d{1,7}(\.\d{1,2})?", bare) else None


def whole(typed: Any) -> int | None:
    """A small whole number."""
    text = str(typed).strip()
    return int(text) if text.isdecimal() and len(text) < 5 else None


def in_words(found: Figures) -> dict[str, str]:
    """Each figure as it is read."""
    at = parse_datetime(found.fetched_at) if found.fetched_at else None
    return {
        "quotient": _amount(found.quotient_cents),
        "month": date_format(found.month, "F Y"),
        "yearly": "" if found.yearly_cents is None else _amount(found.yearly_cents),
        "year": str(found.year or ""),
        "children": "" if found.children is None else str(found.children),
        "disabled_children": str(found.disabled_children or ""),
        "source": str(Source(found.source).label),
        "fetched_on": day_in_words(at) if at else "",
        "fetched_at": hour_in_words(at) if at else "",
    }


def _amount(value: int) -> str:
    return euros(Decimal(value) / 100)
