"""Cases: those that the caller may see, and each as far as he or she may read it."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.roles import staff_of
from api.begin import BeginAsked, begin
from api.door import Door
from api.filters import Narrowing, YesNo
from api.idempotency import once
from api.may import May, may
from api.shapes import LineShape, NamedShape, PlaceShape
from cases.models import Case, Wait
from cases.permissions import Level, case_for, visible_to
from cases.sides import Side
from cases.waiting import facing_family, facing_staff
from workflows.engine import conversation, drafts
from workflows.engine.procedure import open_lines
from workflows.engine.settings import procedure_of

SHOWN = ("household", "child", "applicant", "service", "facility")


class StageNowShape(serializers.Serializer):
    """Where a case stands in the plan that the family sees."""

    rank = serializers.IntegerField(help_text="From 0; past the last stage once closed.")
    of = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)


class CaseSummary(serializers.Serializer):
    """A case as far as anybody who may know of it is told."""

    reference = serializers.CharField()
    procedure = serializers.SlugField()
    title = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=Case.State.choices)
    state_label = serializers.CharField(source="get_state_display")
    stage = serializers.SerializerMethodField()
    turn = serializers.ChoiceField(choices=Side.choices, allow_blank=True)
    turn_since = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When the town should have answered; none out of its turn."
    )
    child = NamedShape(allow_null=True)
    service = PlaceShape(allow_null=True)
    facility = PlaceShape(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    last_event = serializers.IntegerField()

    def get_stage(self, case: Case) -> StageNowShape:
        """The stage under way."""
        stages = procedure_of(case).stages_of(case)
        here = [rank for rank, stage in enumerate(stages) if case.step in stage.nodes]
        rank = here[0] if here and case.closed_at is None else len(stages)
        title = str(stages[rank].title) if rank < len(stages) and case.submitted_at else ""
        return {"rank": rank, "of": len(stages), "title": title}  # type: ignore[return-value]


class MayShape(serializers.Serializer):
    """What the caller may do now; each act asks the same rules again."""

    fill = serializers.BooleanField(help_text="Put a draft's answers, submit it, drop it.")
    provide = serializers.BooleanField(help_text="Put documents into the case.")
    withdraw = serializers.BooleanField()
    post_message = serializers.BooleanField()
    add_note = serializers.BooleanField()
    claim = serializers.BooleanField()
    release = serializers.BooleanField()
    reassign = serializers.BooleanField()
    answer = serializers.ListField(child=serializers.CharField(), help_text="Possible exits.")
    decide = serializers.ListField(child=serializers.CharField(), help_text="Possible exits.")


class WaitShape(serializers.Serializer):
    """What a live case waits for."""

    on = serializers.ChoiceField(choices=Wait.For.choices)
    task = serializers.IntegerField(source="pk", help_text="The number of a staff task.")
    step = serializers.CharField(source="node")
    since = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    owner = NamedShape(allow_null=True)


class SaidShape(serializers.Serializer):
    """What the service said with its last decision."""

    exit = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)


class ContentShape(serializers.Serializer):
    """What was declared and said: for the household and the service."""

    household = NamedShape(allow_null=True)
    applicant = NamedShape(allow_null=True)
    filed_by_service = serializers.BooleanField(source="at_counter")
    lines = LineShape(many=True, source="told_lines")
    waits_for = WaitShape(allow_null=True, source="wait")
    last_decision = SaidShape(allow_null=True, source="said")
    read_by_other_side = serializers.IntegerField(source="read_there")


class CaseDetail(CaseSummary):
    """A case. `content` is null for those who may only know where it stands."""

    level = serializers.ChoiceField(choices=["none", "overview", "read", "write"])
    may = MayShape()
    content = ContentShape(allow_null=True, source="shown")


class CaseFilter(Narrowing):
    """How a list of cases can be narrowed."""

    state = filters.MultipleChoiceFilter(choices=Case.State.choices)
    procedure = filters.CharFilter()
    turn = filters.ChoiceFilter(choices=Side.choices)
    service = filters.CharFilter(field_name="service__slug")
    facility = filters.CharFilter(field_name="facility__slug")
    child = filters.UUIDFilter(field_name="child__public_id")
    late = YesNo(method="that_are_late")

    class Meta:
        model = Case
        fields = ["state", "procedure", "turn", "service", "facility", "child", "late"]

    def that_are_late(self, cases: QuerySet, _name: str, late: bool) -> QuerySet:
        """Those that the town should have answered, or all the others."""
        overdue = Case.objects.late(now())
        return cases.filter(pk__in=overdue) if late else cases.exclude(pk__in=overdue)


class Cases(Door):
    """The cases that the caller may see, the last changed first."""

    queryset = Case.objects.none()
    filterset_class = CaseFilter
    serializer_class = CaseSummary
    order = ("-updated_at", "-pk")

    @extend_schema(operation_id="cases_list", responses=CaseSummary(many=True))
    def get(self, request: Request) -> Response:
        """List cases."""
        rows = visible_to(request.user).select_related("child", "service", "facility")
        return self.page(rows)

    @extend_schema(operation_id="cases_begin", request=BeginAsked, responses={201: CaseDetail})
    def post(self, request: Request) -> Response:
        """Begin a draft, prefilled with what the family file answers."""
        asked = self.asked(BeginAsked)
        reference = once(request, lambda _key: begin(request.user, asked).reference)
        return Response(told(request.user, reference), status=201)


class OneCase(Door):
    """One case."""

    serializer_class = CaseDetail
    keyless = frozenset({"DELETE"})

    @extend_schema(operation_id="cases_read")
    def get(self, request: Request, reference: str) -> Response:
        """Read a case, as far as the caller may."""
        return Response(told(request.user, reference))

    @extend_schema(operation_id="cases_drop", responses={204: None})
    def delete(self, request: Request, reference: str) -> Response:
        """Drop a draft for good. No key: a repeated one finds nothing (404)."""
        case = case_for(request.user, reference, Level.WRITE)
        drafts.drop(case.pk, actor=request.user)
        return Response(status=204)


def told(user: User, reference: str) -> dict[str, Any]:
    """The case as this person may read it; 404 when it is not for him or her."""
    return told_of(user, case_for(user, reference))


def left(user: User, reference: str) -> dict[str, Any]:
    """The case after an act of this person, who may have handed it over to another service."""
    cases = Case.objects.select_related(*SHOWN)
    return told_of(user, cases.get(reference=reference))


def told_of(user: User, case: Case) -> dict[str, Any]:
    """What this person may read of a case, and do in it."""
    services = staff_of(user).services
    wait = facing_staff(case, services) if services else facing_family(case)
    allowed: May = may(user, case, wait)
    case.may, case.level = allowed, allowed.level.name.lower()
    case.shown = case if allowed.level >= Level.READ else None
    if case.shown:
        case.wait = wait
        lines = procedure_of(case).lines(case)
        case.told_lines = open_lines(lines) if staff_of(user) else lines
        case.said = _said(case)
        other = Side.FAMILY if staff_of(user) else Side.TOWN
        case.read_there = conversation.read_by(case, other)
    return CaseDetail(case).data


def _said(case: Case) -> dict[str, str] | None:
    decisions = case.data.get("decisions", [])
    if not decisions:
        return None
    words = decisions[-1]
    reason = procedure_of(case).reason(words.get("reason", ""))
    label = str(reason.label) if reason else ""
    return {"exit": words["exit"], "reason": label, "text": words.get("text", "")}
