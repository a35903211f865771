"""What happened in a case, in order; the API's way to follow it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Door
from api.filters import Narrowing, WholeNumber
from cases.events import kind_of
from cases.models import CaseEvent
from cases.permissions import case_for, events_for
from cases.sides import Audience, Side

NOT_TOLD = frozenset({"to"})  # our own row numbers


class EventShape(serializers.Serializer):
    """One numbered change. Numbers not received belong to somebody else."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.SerializerMethodField()
    audience = serializers.ChoiceField(choices=Audience.choices)
    side = serializers.ChoiceField(choices=Side.choices, allow_blank=True)
    turn = serializers.ChoiceField(choices=Side.choices, allow_blank=True)
    who = serializers.SerializerMethodField()
    at = serializers.DateTimeField()
    details = serializers.SerializerMethodField()

    def get_label(self, event: CaseEvent) -> str:
        """The event in French, or the reader's language."""
        return str(kind_of(event.kind).label)

    def get_who(self, event: CaseEvent) -> str:
        """Who acted; empty for the machine."""
        return str(event.actor) if event.actor else ""

    def get_details(self, event: CaseEvent) -> dict[str, Any]:
        """Codes and dates of this kind of event."""
        return {key: value for key, value in event.payload.items() if key not in NOT_TOLD}


class EventFilter(Narrowing):
    """`after` a number already known."""

    after = WholeNumber(field_name="number", lookup_expr="gt")

    class Meta:
        model = CaseEvent
        fields = ["after"]


class Events(Door):
    """The events of a case that the caller may receive."""

    queryset = CaseEvent.objects.none()
    filterset_class = EventFilter
    serializer_class = EventShape
    order = ("number",)

    @extend_schema(operation_id="events_list", responses=EventShape(many=True))
    def get(self, request: Request, reference: str) -> Response:
        """List events, oldest first."""
        return self.page(events_for(request.user, case_for(request.user, reference)))
