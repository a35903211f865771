"""Drafts: put what was typed step by step, send it."""

from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from api.case_acts import Act
from api.cases import told_of
from api.door import Door, side_of
from api.fields import FieldShape, field_of
from api.idempotency import once
from api.strict import Text
from cases.models import Case
from cases.permissions import Level, case_for, receipt_for
from workflows.engine import acts, drafts
from workflows.engine.procedure import FormStep
from workflows.engine.settings import procedure_of


class Submit(Act):
    """Send a draft."""

    @extend_schema(operation_id="cases_submit", request=None)
    def post(self, request: Request, reference: str) -> Response:
        """Check it all, freeze what was declared and start the procedure.

        An agent who files for another service is told that it arrived (`level` is `none`), and
        reads it no more.
        """
        user = request.user

        def submit(key: UUID) -> str:
            case = case_for(user, reference, Level.WRITE)
            acts.submit(case.pk, actor=user, side=side_of(user), act=key)
            return reference

        once(request, submit)
        return Response(told_of(user, receipt_for(user, reference)))


class StepShape(serializers.Serializer):
    """A step of the guided form."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    help = serializers.CharField(allow_blank=True)
    complete = serializers.BooleanField()
    fields_ = FieldShape(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`fields` is a serializer's own word: the shape is renamed on the way out."""
        found = super().get_fields()
        return {("fields" if name == "fields_" else name): f for name, f in found.items()}


class TypedAsked(serializers.Serializer):
    """What the step's form holds, right or wrong: each answer is a list of texts."""

    answers = serializers.DictField(
        child=serializers.ListField(child=Text(allow_blank=True, max_length=5000), max_length=100),
    )


class Step(Door):
    """One step of a draft."""

    keyless = frozenset({"PUT"})
    serializer_class = StepShape

    @extend_schema(operation_id="drafts_step_read")
    def get(self, request: Request, reference: str, slug: str) -> Response:
        """Read a step: its questions, what was typed, what is still wrong."""
        case, step = _draft(request.user, reference, slug)
        return Response(_shown(step, case, request.user))

    @extend_schema(operation_id="drafts_step_put", request=TypedAsked)
    def put(self, request: Request, reference: str, slug: str) -> Response:
        """Keep what was typed, right or wrong. No key: putting it twice is putting it once."""
        case, step = _draft(request.user, reference, slug)
        answers = self.asked(TypedAsked)["answers"]
        known = drafts.form_for(step, case, request.user).fields
        if unknown := sorted(set(answers) - set(known)):
            errors = {name: [_("Cette question n’existe pas.")] for name in unknown}
            raise ValidationError({"answers": errors})
        drafts.keep_typed(case.pk, slug, _as_typed(answers), actor=request.user)
        case.refresh_from_db()
        return Response(_shown(step, case, request.user))


def _draft(user: User, reference: str, slug: str) -> tuple[Case, FormStep]:
    """The draft and the step, for those who may fill it; 404 once it is sent, as on the pages."""
    case = case_for(user, reference, Level.WRITE)
    step = procedure_of(case).step(slug)
    if case.state != Case.State.DRAFT or step is None:
        raise Http404
    return case, step


def _as_typed(answers: dict[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in answers.items():
        typed.setlist(name, values)
    return typed


def _shown(step: FormStep, case: Case, user: User) -> dict[str, Any]:
    form = drafts.form_for(step, case, user, bound=True)
    kept = case.data.get("typed", {}).get(step.slug, {})
    typed = {name: values for name, values in kept.items() if name not in form.sealed}
    return {
        "slug": step.slug,
        "title": str(step.title),
        "help": str(step.help),
        "complete": form.is_valid(),
        "fields": [field_of(form, name, typed.get(name, [])) for name in form.fields],
    }
