"""A request for a PAI in words. What it says of health is as shut as the record itself."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models import Case
from family.models import CarePlan, SensitiveReading
from look.words import day_in_words, hour_in_words
from workflows.care_plan.forms import Measure
from workflows.engine.child_step import STEP, typed_child
from workflows.engine.form_answers import Typed
from workflows.engine.procedure import Line, Verified

NEEDS, MEETING, AGREED = "besoins", "reunion", "accords"
HEALTH = SensitiveReading.Section.HEALTH


def _measures(codes: list[str]) -> str:
    return ", ".join(str(m.label) for m in Measure if m.value in codes)


def lines(case: Case) -> list[Line]:
    """What was declared, in words."""
    typed = Typed(case)
    return [
        Line(_("Enfant"), str(typed_child(case) or ""), STEP),
        Line(_("Besoins"), _measures(typed.several(NEEDS, "measures")), NEEDS, section=HEALTH),
        Line(_("Précisions"), typed.text(NEEDS, "needs"), NEEDS, section=HEALTH),
        Line(_("Avait déjà un PAI"), typed.yes_no(MEETING, "renewal"), MEETING, section=HEALTH),
        Line(_("Disponibilités"), typed.text(MEETING, "availability"), MEETING),
    ]


def needs_in_words(case: Case) -> str:
    """What the record keeps of the plan: what to do for the child."""
    said = case.data["declared"][NEEDS]
    measures = [code for code in said["measures"] if code != Measure.OTHER]
    return "\n".join(filter(None, [_measures(measures).capitalize(), said["needs"].strip()]))


def settled(case: Case) -> list[Line]:
    """The meeting, then until when the plan holds: what both parents must know."""
    plan = CarePlan.objects.filter(case_reference=case.reference).first()
    if plan is None or plan.meets_at is None:
        return []
    at = localtime(plan.meets_at)
    when = _("%(day)s à %(hour)s") % {"day": day_in_words(at), "hour": hour_in_words(at)}
    rows = [Line(_("Réunion"), when), Line(_("Lieu"), plan.place)]
    if plan.review_on:
        rows.append(Line(_("À refaire avant le"), date_format(plan.review_on, "j F Y")))
    return rows


def verified(case: Case) -> list[Verified]:
    """What the machine found when the case came in."""
    good, bad = _("Aucune autre demande en cours"), _("Une autre demande est en cours")
    checks = case.data.get("checks", [])
    return [Verified(c["ok"], good if c["ok"] else bad, c["reference"]) for c in checks]
