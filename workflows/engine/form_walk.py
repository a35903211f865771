"""Walking a guided form, at home or at the counter: where one is, what comes before and after.

After the démarche's own steps come two more: the documents, then the summary.
"""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from cases.models import Case
from workflows.engine import drafts
from workflows.engine.forms import StepForm
from workflows.engine.procedure import FormStep, Text
from workflows.engine.settings import procedure_of


def length(case: Case) -> int:
    """How many steps the whole form has."""
    return len(_steps(case)) + 2


def at_step(case: Case, form_step: FormStep) -> dict[str, Any]:
    """What a page says of a step: which one of how many, and the one before it."""
    steps = _steps(case)
    rank = _rank(steps, form_step)
    return {
        "step": next((own for own in steps if own.slug == form_step.slug), form_step),
        "rank": rank + 1,
        "count": len(steps) + 2,
        "previous": steps[rank - 1].slug if rank else "",
    }


def at_papers(case: Case) -> dict[str, Any]:
    """The same of the documents, which come after all the questions."""
    steps = _steps(case)
    return {"rank": len(steps) + 1, "count": len(steps) + 2, "previous": steps[-1].slug}


def following(case: Case, form_step: FormStep) -> str:
    """The step after this one; nothing when the documents come next."""
    steps = _steps(case)
    rank = _rank(steps, form_step) + 1
    return steps[rank].slug if rank < len(steps) else ""


def _steps(case: Case) -> list[FormStep]:
    return procedure_of(case).steps_of(case)


def _rank(steps: list[FormStep], form_step: FormStep) -> int:
    """A step that no longer applies is looked at where it would stand."""
    return next((rank for rank, step in enumerate(steps) if step.slug == form_step.slug), 0)


def where_left(case: Case) -> str:
    """The step on which a draft was left."""
    procedure = procedure_of(case)
    return case.step if procedure.step(case.step) else procedure.steps[0].slug


def answered(case: Case, form_step: FormStep, user: User) -> StepForm:
    """The form with what was just kept of it, to be judged before one goes on."""
    case.refresh_from_db()
    return drafts.form_for(form_step, case, user, bound=True)


def acted(
    case: Case, form_step: FormStep, given: QueryDict, user: User
) -> tuple[StepForm, Text | None] | None:
    """What came of the step's own button that was pressed; None when it was another one.

    Its answers were kept before. The form is given back with its errors when it could not be done.
    """
    form = answered(case, form_step, user)
    code = given.get("then", "")
    if code not in {act.code for act in form.acts()}:
        return None
    return form, form.do(code, given)
