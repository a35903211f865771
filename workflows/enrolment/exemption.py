"""A place in a school of another district (dérogation): asked with a reason, decided by a
supervisor before the file is checked like any other."""

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from activities.school_places import is_school_place, needs_exemption, schools_of_home
from cases.models import Case
from workflows.engine.procedure import Line
from workflows.engine.sections import HEALTH
from workflows.engine.typed import typed
from workflows.enrolment.asked import typed_group

STEP, CARE = "derogation", "care"
REASONS = (
    ("sibling", _("Un frère ou une sœur est déjà dans cette école")),
    ("work", _("Le travail des parents ou le trajet")),
    (CARE, _("Des soins ou un suivi de santé près de cette école")),
    ("childminder", _("Le mode de garde est dans ce secteur")),
    ("other", _("Une autre raison, à préciser")),
)


def applies(case: Case) -> bool:
    """Whether the place chosen so far is a school’s, outside of the home’s district."""
    group = typed_group(case) if typed(case, "activite", "group") else None
    return is_school_place(group) and needs_exemption(group, case.household)


def district_in_words(case: Case) -> str:
    """`École de votre secteur`: its name, both of them where nursery and elementary are apart."""
    names = [str(school) for school in schools_of_home(case.household)]
    return ", ".join(names) or now_("aucune école de la commune")


def is_asked(case: Case) -> bool:
    """Whether the request was sent with a reason for an exception."""
    return STEP in case.data["declared"]


def lines(case: Case) -> list[Line]:
    """The reason, as it was typed; nothing for a place that needs none."""
    sent = case.data.get("declared")
    if not (STEP in sent if sent else applies(case)):
        return []
    reason = dict(REASONS).get(typed(case, STEP, "reason"), "")
    words = typed(case, STEP, "words").strip()
    said = "\n".join(filter(None, (str(reason), words)))
    # Care is of the health section: for who decides, each reading logged.
    shut = HEALTH if typed(case, STEP, "reason") == CARE else ""
    return [Line(now_("Dérogation demandée"), said, STEP, section=shut)]
