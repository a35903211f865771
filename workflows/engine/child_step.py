"""What démarches about one child share: the choice of the child, and the service it goes to."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.reception import facility_of
from cases.models import Case
from family.models import Child
from town.naming import service_called
from workflows.engine.children import born, children_of
from workflows.engine.forms import RecordChoice, StepForm
from workflows.engine.procedure import Route, Text
from workflows.engine.typed import typed

STEP = "enfant"


class ChildForm(StepForm):
    """Which child; only those for whom the applicant may decide."""

    child = RecordChoice(label=_("Enfant"), error_messages={"required": _("Choisissez l’enfant.")})
    nothing_title = _("Aucun enfant dans votre dossier")
    nothing_text = _(
        "Aucun enfant pour qui vous décidez n’est rattaché à votre dossier. Appelez le service "
        "accueil familles, ou venez au guichet\u00a0: il l’ajoutera."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        children = list(children_for(self.case))
        self.nothing_fits = not children
        cast(RecordChoice, self.fields["child"]).offer(children, born)


def children_for(case: Case) -> QuerySet[Child]:
    """Those for whom the applicant decides and whose file he or she may see."""
    return children_of(case.household, case.applicant)


def only_child(case: Case) -> dict[str, dict]:
    """The prefill of the step, when the applicant can only mean one child."""
    only = list(children_for(case)[:2])
    return {STEP: {"child": [str(only[0].public_id)]}} if len(only) == 1 else {}


def typed_child(case: Case) -> Child | None:
    """The child chosen so far: one of the household, whatever was typed."""
    given = typed(case, STEP, "child")
    if case.child and str(case.child.public_id) == given:
        return case.child
    return case.once((Child, given), lambda: _of_household(case, given))


def _of_household(case: Case, given: str) -> Child | None:
    try:
        return children_for(case).filter(public_id=UUID(given)).first()
    except ValueError:
        return None


def declared_child(case: Case) -> Child:
    """The child of a sent case; raises LookupError when it is gone."""
    child = typed_child(case)
    if child is None:
        raise LookupError(f"case {case.reference} is about a child who is gone")
    return child


def route_by_child(case: Case, title: Text) -> Route:
    """To the service of the place that receives the child; else to the one that welcomes."""
    facility = facility_of(declared_child(case))
    service = facility.service if facility else service_called()
    return Route(service=service, facility=facility, title=str(title))
