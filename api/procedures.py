"""The démarches on offer, as their declarations tell them."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Door
from workflows.engine.procedure import Procedure
from workflows.engine.settings import procedure_in_force, procedures_in_force


class StepTitleShape(serializers.Serializer):
    """One step of the guided form."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    help = serializers.CharField(allow_blank=True)


class SilenceShape(serializers.Serializer):
    """What the town's silence decides, and when (CRPA L231-1, L231-4)."""

    accepts = serializers.BooleanField()
    months = serializers.IntegerField()
    ground = serializers.CharField()


class StageShape(serializers.Serializer):
    """A step of the plan that the family sees."""

    title = serializers.CharField()


class ProcedureSummary(serializers.Serializer):
    """A démarche in a list."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField()
    open = serializers.SerializerMethodField()
    sla_days = serializers.FloatField(help_text="Working days within which the town answers.")

    def get_open(self, declared: Procedure) -> bool:
        """Whether it can be begun today."""
        return declared.open_on(localdate())


class ProcedureDetail(ProcedureSummary):
    """A démarche in full. The documents depend on the answers: see a case's pieces."""

    prepare = serializers.ListField(child=serializers.CharField(), help_text="What to have ready.")
    answer_days = serializers.IntegerField(help_text="Days the family is given to complete.")
    silence = SilenceShape()
    steps = StepTitleShape(many=True)
    stages = StageShape(many=True, source="usual_stages")


class Procedures(Door):
    """The démarches, all in one page: a town has a few dozen."""

    pagination_class = None
    filter_backends = ()
    serializer_class = ProcedureSummary

    @extend_schema(operation_id="procedures_list", responses=ProcedureSummary(many=True))
    def get(self, request: Request) -> Response:
        """List the démarches."""
        return Response(
            ProcedureSummary(
                [p for p in procedures_in_force() if not p.for_visitors], many=True
            ).data
        )


class OneProcedure(Door):
    """One démarche."""

    serializer_class = ProcedureDetail

    @extend_schema(operation_id="procedures_read")
    def get(self, request: Request, slug: str, **_kwargs: Any) -> Response:
        """Read one démarche."""
        declared = procedure_in_force(slug)
        if declared is None or declared.for_visitors:
            raise Http404
        return Response(ProcedureDetail(declared).data)
