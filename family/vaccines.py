"""Which vaccines a child must have, by birth date, and what follows from what was proven.

Sources: L3111-2 and R3111-8 of the code de la santé publique; decree 2024-694 of 5 July 2024.
- born before 2018: diphtheria, tetanus, polio; proof of any other must not be asked;
- born from 1 January 2018: eleven, due by 18 months;
- born from July 2023: since 1 January 2025, MenACWY in the place of MenC, and MenB added.
A missing vaccine allows a provisional admission of three months; beyond a year of stay, proof
is due each year.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from family.changes import recorded
from family.models import Child, VaccineCheck
from town.dates import months_after

ELEVEN_SINCE = date(2018, 1, 1)
MENINGO_BORN_FROM = date(2023, 7, 1)
MENINGO_SINCE = date(2025, 1, 1)
DUE_BY_MONTHS = 18
PROVISIONAL_MONTHS = 3
PROOF_MONTHS = 12


class Vaccine(models.TextChoices):
    """The vaccines of the legal lists."""

    DIPHTHERIA = "diphtheria", _("diphtérie")
    TETANUS = "tetanus", _("tétanos")
    POLIO = "polio", _("poliomyélite")
    PERTUSSIS = "pertussis", _("coqueluche")
    HIB = "hib", _("Haemophilus influenzae b")
    HEPATITIS_B = "hepatitis_b", _("hépatite B")
    PNEUMOCOCCUS = "pneumococcus", _("pneumocoque")
    MEN_C = "men_c", _("méningocoque C")
    MEN_ACWY = "men_acwy", _("méningocoques A, C, W, Y")
    MEN_B = "men_b", _("méningocoque B")
    MEASLES = "measles", _("rougeole")
    MUMPS = "mumps", _("oreillons")
    RUBELLA = "rubella", _("rubéole")


THREE = (Vaccine.DIPHTHERIA, Vaccine.TETANUS, Vaccine.POLIO)
INFANT = (Vaccine.PERTUSSIS, Vaccine.HIB, Vaccine.HEPATITIS_B, Vaccine.PNEUMOCOCCUS)
MMR = (Vaccine.MEASLES, Vaccine.MUMPS, Vaccine.RUBELLA)


def required(birth_date: date, day: date) -> tuple[Vaccine, ...]:
    """The legal list for a child on a day: nothing else may be asked."""
    if birth_date < ELEVEN_SINCE:
        return THREE
    new = birth_date >= MENINGO_BORN_FROM and day >= MENINGO_SINCE
    meningo = (Vaccine.MEN_ACWY, Vaccine.MEN_B) if new else (Vaccine.MEN_C,)
    return (*THREE, *INFANT, *meningo, *MMR)


def due_by(birth_date: date) -> date:
    """The day by which the whole list is due; before it, the calendar of vaccinations counts."""
    return months_after(birth_date, DUE_BY_MONTHS)


class State(models.TextChoices):
    """What the town may say of a child's vaccines."""

    UNCHECKED = "unchecked", _("À contrôler")
    OK = "ok", _("À jour")
    PROVISIONAL = "provisional", _("Accueil provisoire")
    OVERDUE = "overdue", _("En retard")


@dataclass(frozen=True)
class Standing:
    """The state, and until when it holds."""

    state: State
    until: date | None = None


def standing(check: VaccineCheck | None, day: date) -> Standing:
    """What the last check means on a day.

    A proof holds a year; once it has lapsed, the same three months are given to prove again.
    """
    if check is None:
        return Standing(State.UNCHECKED)
    start = check.admitted_on or check.checked_on
    if check.up_to_date:
        proven_until = months_after(check.checked_on, PROOF_MONTHS)
        if day <= proven_until:
            return Standing(State.OK, proven_until)
        start = proven_until
    until = months_after(start, PROVISIONAL_MONTHS)
    return Standing(State.PROVISIONAL if day <= until else State.OVERDUE, until)


def last_check(child: Child) -> VaccineCheck | None:
    """The last look at the child's vaccines, with who looked."""
    return child.vaccine_checks.select_related("checked_by").first()


def note_check(
    *, user: User, child: Child, up_to_date: bool, day: date, case: str = ""
) -> VaccineCheck:
    """Keep that a proof was looked at. The provisional admission runs from the first incomplete
    one: looking again does not renew it."""
    before = last_check(child)
    running = before.admitted_on if before and not before.up_to_date else None
    with recorded(user=user, case=case):
        return VaccineCheck.objects.create(
            child=child,
            up_to_date=up_to_date,
            checked_on=day,
            checked_by=user,
            admitted_on=None if up_to_date else running or day,
            case_reference=case,
        )
