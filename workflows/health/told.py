"""A health update in words: what was declared, and what of it differs from the record.

Lines of the health section are as shut as the record itself: the engine and the doors show them
to the family, and to the agent who has the task and says that he or she reads them.
"""

from django.utils.translation import gettext as _

from cases.models import Case
from family.models import Contact, HealthRecord, SensitiveReading
from workflows.engine.child_step import STEP, typed_child
from workflows.engine.form_answers import Typed
from workflows.engine.procedure import Compared, Line, Verified
from workflows.health.asked import CARE, MEAL, PERMITS, VACCINES, update

HEALTH = SensitiveReading.Section.HEALTH
DIETS = dict(HealthRecord.Diet.choices)


def lines(case: Case) -> list[Line]:
    """What was declared, in words."""
    typed, child = Typed(case), typed_child(case)
    allergies = typed.text(MEAL, "allergies") if typed.text(MEAL, "has_allergies") == "yes" else ""
    none = _("Aucune") if typed.text(MEAL, "has_allergies") == "no" else ""
    diet = str(DIETS.get(typed.text(MEAL, "diet"), ""))
    return [
        Line(_("Enfant"), str(child or ""), STEP),
        Line(_("Repas"), diet, MEAL, section=HEALTH),
        Line(_("Allergies"), allergies or none, MEAL, section=HEALTH),
        Line(_("Autre besoin"), typed.text(MEAL, "care_needs"), MEAL, section=HEALTH),
        Line(_("Médecin traitant"), typed.text(CARE, "doctor"), CARE, section=HEALTH),
        Line(_("Soins d’urgence autorisés"), typed.yes_no(CARE, "emergency_care_allowed"), CARE),
        Line(_("Preuve de vaccination jointe"), typed.yes_no(VACCINES, "has_proof"), VACCINES),
        Line(_("Photos autorisées"), typed.yes_no(PERMITS, "photo_allowed"), PERMITS),
        Line(_("Peut rentrer seul"), typed.yes_no(PERMITS, "may_leave_alone"), PERMITS),
        Line(_("Peuvent venir le chercher"), _collectors(case, typed), PERMITS),
    ]


def _collectors(case: Case, typed: Typed) -> str:
    """The people ticked, and the one added; those whom the household has named, and no other."""
    chosen = set(typed.several(PERMITS, "collectors"))
    named = Contact.objects.filter(child=typed_child(case), household=case.household_id)
    people = [str(contact) for contact in named if str(contact.public_id) in chosen]
    new = [typed.text(PERMITS, f"new_{name}") for name in ("first_name", "last_name")]
    return ", ".join([*people, *([" ".join(new)] if all(new) else [])])


def compared(case: Case) -> list[Compared]:
    """What was declared against the record. Accepting writes it all: nothing is carried alone."""
    asked = update(case)
    record = HealthRecord.objects.filter(child=asked.child).first()
    rows = [
        Compared(_("Repas"), _diet(asked.diet), _diet(record.diet) if record else "", "", HEALTH)
    ]
    labels = {
        "allergies": (_("Allergies"), HEALTH),
        "care_needs": (_("Autre besoin"), HEALTH),
        "doctor": (_("Médecin traitant"), HEALTH),
        "emergency_care_allowed": (_("Soins d’urgence autorisés"), ""),
        "photo_allowed": (_("Photos autorisées"), ""),
        "may_leave_alone": (_("Peut rentrer seul"), ""),
    }
    for name, (label, section) in labels.items():
        if name in asked.facts:
            known = _words(getattr(record, name)) if record else ""
            rows.append(Compared(label, _words(asked.facts[name]), known, "", section))
    return rows


def _diet(code: str) -> str:
    return str(DIETS.get(code, code))


def _words(value: str | bool) -> str:
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    return value or _("Aucun")


def verified(case: Case) -> list[Verified]:
    """What the machine found when the case came in."""
    good, bad = _("Aucune autre mise à jour en cours"), _("Une autre mise à jour est en cours")
    checks = case.data.get("checks", [])
    return [Verified(c["ok"], good if c["ok"] else bad, c["reference"]) for c in checks]
