"""Drafts: what was typed is kept as it was, valid or not, step by step, until it is sent."""

from datetime import date

from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from cases.models import Case
from cases.recording import Acting
from family.models import Adult, Household
from workflows.engine import sealed_answers
from workflows.engine.forms import StepForm
from workflows.engine.pieces import reuse_papers
from workflows.engine.procedure import FormStep, Procedure
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale, step


class Incomplete(Exception):
    """Steps of the form still have errors; `steps` lists their slugs, in order."""

    def __init__(self, steps: list[str]) -> None:
        self.steps = steps
        super().__init__(f"incomplete steps: {', '.join(steps)}")


def begin(
    procedure: Procedure, *, user: User, applicant: Adult | None, household: Household | None
) -> Case:
    """A new draft, prefilled with what the family file answers already."""
    case = Case.objects.create(
        procedure=procedure.slug,
        title=str(procedure.title),
        household=household,
        applicant=applicant,
        filed_by=user,
        data={"typed": {}},
    )
    case.data["typed"] = procedure.prefill(case, user)
    case.child = procedure.draft_child(case)
    case.save(update_fields=["data", "child"])
    return case


@transaction.atomic
def begin_invited(
    procedure: Procedure, code: str, *, user: User, applicant: Adult, household: Household
) -> Case:
    """A draft with everything answered, from what the town has ready for this home, and with the
    documents of the store that still count. Taken up twice, it is the same draft.

    Raises LookupError when there is no such invitation.
    """
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)  # a double click
    begun = Case.objects.drafts().filter(procedure=procedure.slug, household=household)
    same = begun.filter(filed_by=user, data__invited=code).first()
    if same is not None:
        return same
    ready = procedure.invitations(applicant, household, localdate())
    if code not in {invitation.code for invitation in ready}:
        raise LookupError(code)
    case = begin(procedure, user=user, applicant=applicant, household=household)
    case.data["invited"] = code
    case.data["typed"] = procedure.take_up(case, code)
    case.child = procedure.draft_child(case)
    case.save(update_fields=["data", "child"])
    reuse_papers(case, user)
    return case


def keep_typed(case_id: int, slug: str, typed: QueryDict, *, actor: User) -> None:
    """Keep what a step's form holds now, without judging it. Raises Stale once sent."""
    values = {name: typed.getlist(name) for name in typed if name not in NOT_ANSWERS}
    with step(Acting(actor), pk=case_id) as case:
        if case.state != Case.State.DRAFT:
            raise Stale
        typed_before = case.data.setdefault("typed", {})
        form_step = procedure_of(case).step(slug)
        if form_step is not None:
            values = sealed_answers.to_keep(form_step.form, values, typed_before.get(slug, {}))
        typed_before[slug] = values
        case.step = slug
        case.child = procedure_of(case).draft_child(case)


NOT_ANSWERS = {"csrfmiddlewaretoken", "act", "then"}


def drop(case_id: int, *, actor: User) -> None:
    """Delete a draft for good. Raises Stale when it was sent meanwhile."""
    with step(Acting(actor), pk=case_id) as case:
        if case.state != Case.State.DRAFT:
            raise Stale
    Case.objects.filter(pk=case_id, state=Case.State.DRAFT).delete()


def form_for(
    form_step: FormStep, case: Case, user: User, *, day: date | None = None, bound: bool = False
) -> StepForm:
    """A step's form holding what was typed; `bound` shows its errors too."""
    typed = case.data.get("typed", {}).get(form_step.slug)
    opened = None if typed is None else sealed_answers.opened(form_step.form, typed)
    data = None if opened is None else _as_query(opened)
    day = day or localdate()
    if bound:
        return form_step.form(
            data if data is not None else QueryDict(), case=case, user=user, day=day
        )
    form = form_step.form(case=case, user=user, day=day)
    if data is not None:
        shown = [name for name in form.fields if name not in form.sealed]
        form.initial = {name: _typed_value(form, name, data) for name in shown}
    return form


def _typed_value(form: StepForm, name: str, data: QueryDict):
    widget = form.fields[name].widget
    return widget.value_from_datadict(data, {}, form.add_prefix(name))


def _as_query(values: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, given in values.items():
        query.setlist(name, given)
    return query


def read_form(procedure: Procedure, case: Case, user: User) -> dict[str, dict]:
    """What the whole form declares, step by step. Raises Incomplete."""
    declared, incomplete = {}, []
    for form_step in procedure.walk(case):
        form = form_for(form_step, case, user, bound=True)
        if form.is_valid():
            declared[form_step.slug] = sealed_answers.declared(form, form.declared())
        else:
            incomplete.append(form_step.slug)
    if incomplete:
        raise Incomplete(incomplete)
    return declared
