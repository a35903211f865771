"""The agent's inbox: tasks of his or her services, and what each asks."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate, now
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from api.door import Door
from api.fields import FieldShape, field_of
from api.filters import Narrowing, YesNo
from api.may import decisions_of
from api.shapes import NamedShape, PlaceShape
from api.strict import Text
from cases.models import Wait
from cases.permissions import people_for, reserved
from cases.queue import BY_DUE_DATE, matching, tasks_for
from workflows.engine.procedure import Decision, registry
from workflows.engine.settings import procedure_of


class TaskShape(serializers.Serializer):
    """A task of the inbox."""

    id = serializers.IntegerField(source="pk")
    title = serializers.SerializerMethodField()
    step = serializers.CharField(source="node")
    reference = serializers.CharField()
    procedure = serializers.SlugField()
    family = serializers.CharField(source="family_name", allow_blank=True)
    child = serializers.CharField(source="child_name", allow_blank=True)
    service = PlaceShape(allow_null=True)
    facility = PlaceShape(allow_null=True)
    owner = NamedShape(allow_null=True)
    since = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    late = serializers.SerializerMethodField()
    unread = serializers.BooleanField(help_text="A message of the family that nobody opened.")

    def get_title(self, wait: Wait) -> str:
        """What is to be done."""
        node = registry[wait.procedure].flow.instance.node(wait.node)
        return str(node.task_title) if node else wait.node

    def get_late(self, wait: Wait) -> bool:
        """Whether it should have been done."""
        return wait.due_at is not None and wait.due_at < now()


class DecisionShape(serializers.Serializer):
    """One way out of a task."""

    exit = serializers.CharField()
    verb = serializers.CharField()
    consequence = serializers.CharField()
    refuses = serializers.BooleanField(help_text="Needs one of the reasons.")
    asks_pieces = serializers.BooleanField(help_text="Needs documents to ask for, or a text.")
    asks = FieldShape(many=True, source="told_fields", help_text="What goes into `answers`.")


class ReasonShape(serializers.Serializer):
    """A ground for refusing."""

    code = serializers.CharField()
    label = serializers.CharField()


class TaskDetail(TaskShape):
    """A task with what can be decided, and the colleagues who could have it."""

    decisions = DecisionShape(many=True, source="told_decisions")
    reasons = ReasonShape(many=True, source="told_reasons")
    colleagues = NamedShape(many=True, source="told_colleagues")


OWNERS = ["me", "nobody", "others"]


@extend_schema_field({"type": "string", "enum": OWNERS})
class OwnerFilter(filters.ChoiceFilter):
    """Who has the task."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(owner, owner) for owner in OWNERS], **kwargs)


class TaskFilter(Narrowing):
    """How the inbox can be narrowed."""

    owner = OwnerFilter(method="owned_by")
    procedure = filters.CharFilter()
    service = filters.CharFilter(field_name="service__slug")
    facility = filters.CharFilter(field_name="facility__slug")
    step = filters.CharFilter(field_name="node")
    late = YesNo(method="that_are_late")
    unread = YesNo()

    class Meta:
        model = Wait
        fields = ["owner", "procedure", "service", "facility", "step", "late", "unread"]

    def owned_by(self, tasks: QuerySet, _name: str, who: str) -> QuerySet:
        """Mine, nobody's, or a colleague's."""
        if who == "me":
            return tasks.filter(owner=self.request.user)
        taken = tasks.exclude(owner=None)
        return (
            tasks.filter(owner=None) if who == "nobody" else taken.exclude(owner=self.request.user)
        )

    def that_are_late(self, tasks: QuerySet, _name: str, late: bool) -> QuerySet:
        """Those that should have been done, or the others."""
        return tasks.filter(due_at__lt=now()) if late else tasks.exclude(due_at__lt=now())


class Tasks(Door):
    """The inbox, what is due first on top; empty for those who work in no service."""

    queryset = Wait.objects.none()
    filterset_class = TaskFilter
    serializer_class = TaskShape
    order = BY_DUE_DATE

    @extend_schema(operation_id="tasks_list", responses=TaskShape(many=True))
    def get(self, request: Request) -> Response:
        """List the tasks of one's services."""
        return self.page(open_to(request.user))


class WordsAsked(serializers.Serializer):
    """Words of a family's or child's name, a number or a title; accents do not matter."""

    words = Text(max_length=100)


class TaskSearch(Door):
    """Searching the inbox by names: in the body, since no name may stand in an address."""

    queryset = Wait.objects.none()
    filterset_class = TaskFilter
    serializer_class = TaskShape
    order = BY_DUE_DATE
    throttle_scope = "read"
    keyless = frozenset({"POST"})

    @extend_schema(
        operation_id="tasks_search",
        request=WordsAsked,
        responses=TaskShape(many=True),
        filters=True,
    )
    def post(self, request: Request) -> Response:
        """List the tasks that hold every word. No key: this reads only."""
        rows = open_to(request.user)
        return self.page(matching(rows, self.asked(WordsAsked)["words"]))


class OneTask(Door):
    """One task."""

    serializer_class = TaskDetail

    @extend_schema(operation_id="tasks_read")
    def get(self, request: Request, number: int) -> Response:
        """Read a task and what can be decided."""
        wait = task_for(request.user, number)
        wait.told_decisions = [
            _told(decision, wait, request.user) for decision in decisions_of(wait.case, wait)
        ]
        wait.told_reasons = procedure_of(wait.case).reasons
        wait.told_colleagues = list(colleagues_of(wait))
        return Response(TaskDetail(wait, context=self.get_serializer_context()).data)


def _told(decision: Decision, wait: Wait, user: User) -> dict[str, Any]:
    """A decision with the questions that it asks."""
    fields: list[dict[str, Any]] = []
    if decision.asks is not None:
        form = decision.asks(case=wait.case, user=user, day=localdate())
        fields = [field_of(form, name, [], judged=False) for name in form.fields]
    shown = ("exit", "verb", "consequence", "refuses", "asks_pieces")
    return {name: getattr(decision, name) for name in shown} | {"told_fields": fields}


def open_to(user: User) -> QuerySet[Wait]:
    """The tasks of the person's services, with what a row shows."""
    return tasks_for(user).select_related("service", "facility", "owner", "case")


def task_for(user: User, number: int) -> Wait:
    """The task, if it is in one of the person's queues; the same 404 otherwise."""
    wait = open_to(user).filter(pk=number).first()
    if wait is None or reserved(user, wait):
        raise Http404
    return wait


def colleagues_of(wait: Wait) -> QuerySet[User]:
    """Those who work in the task's service."""
    return people_for(wait)
