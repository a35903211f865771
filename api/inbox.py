"""The agent's inbox: tasks of his or her services, and what is done with them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from api.cases import CaseDetail, told
from api.door import Door
from api.filters import Narrowing, YesNo
from api.idempotency import once
from api.may import decisions_of
from api.shapes import NamedShape, PlaceShape
from cases.models import Wait
from cases.queue import BY_DUE_DATE, matching, tasks_for
from documents.models import Document
from workflows.engine import acts
from workflows.engine.procedure import registry


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
        return self.page(_open_to(request.user))


class WordsAsked(serializers.Serializer):
    """Words of a family's or child's name, a number or a title; accents do not matter."""

    words = serializers.CharField(max_length=100)


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
        rows = _open_to(request.user)
        return self.page(matching(rows, self.asked(WordsAsked)["words"]))


class OneTask(Door):
    """One task."""

    serializer_class = TaskDetail

    @extend_schema(operation_id="tasks_read")
    def get(self, request: Request, number: int) -> Response:
        """Read a task and what can be decided."""
        wait = _found(request.user, number)
        wait.told_decisions = decisions_of(wait)
        wait.told_reasons = registry[wait.procedure].reasons
        wait.told_colleagues = list(_colleagues(wait))
        return Response(TaskDetail(wait, context=self.get_serializer_context()).data)


class TaskAct(Door):
    """An act on a task; answers with its case as it now stands."""

    serializer_class = CaseDetail

    def act_on(self, number: int, act: Callable[[Wait, UUID], None]) -> Response:
        """Do it once; a repeated key is answered even when the task is gone."""
        user = self.request.user

        def done(key: UUID) -> str:
            wait = _found(user, number)
            act(wait, key)
            return wait.reference

        return Response(told(user, once(self.request, done)))


class Claim(TaskAct):
    """Taking a task."""

    @extend_schema(operation_id="tasks_claim", request=None)
    def post(self, request: Request, number: int) -> Response:
        """Take a task; 409 says who has it."""
        return self.act_on(
            number, lambda wait, key: acts.claim(wait.pk, actor=request.user, act=key)
        )


class Release(TaskAct):
    """Giving a task back."""

    @extend_schema(operation_id="tasks_release", request=None)
    def post(self, request: Request, number: int) -> Response:
        """Put one's task back into the queue."""
        return self.act_on(
            number, lambda wait, key: acts.release(wait.pk, actor=request.user, act=key)
        )


class ReassignAsked(serializers.Serializer):
    """To whom."""

    to = serializers.UUIDField(help_text="One of the task's `colleagues`.")


class Reassign(TaskAct):
    """Giving a task to a colleague."""

    @extend_schema(operation_id="tasks_reassign", request=ReassignAsked)
    def post(self, request: Request, number: int) -> Response:
        """Give a task to a colleague of the service, whoever had it."""
        chosen = self.asked(ReassignAsked)["to"]

        def give(wait: Wait, key: UUID) -> None:
            colleague = _colleagues(wait).filter(public_id=chosen).first()
            if colleague is None:
                raise ValidationError({"to": [_("Cette personne n’est pas du service.")]})
            acts.reassign(wait.pk, to=colleague, actor=request.user, act=key)

        return self.act_on(number, give)


class PieceWanted(serializers.Serializer):
    """A document to ask for, and what is wrong with what was given."""

    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    comment = serializers.CharField(max_length=300, allow_blank=True, default="")


class DecideAsked(serializers.Serializer):
    """A decision: one of the task's exits, with what it needs."""

    exit = serializers.SlugField(max_length=60)
    reason = serializers.SlugField(max_length=60, allow_blank=True, default="")
    text = serializers.CharField(max_length=5000, allow_blank=True, default="")
    pieces = PieceWanted(many=True, default=list)


class Decide(TaskAct):
    """Deciding."""

    @extend_schema(operation_id="tasks_decide", request=DecideAsked)
    def post(self, request: Request, number: int) -> Response:
        """Leave a task by one of its decisions."""
        asked: dict[str, Any] = self.asked(DecideAsked)

        def decide(wait: Wait, key: UUID) -> None:
            if asked["exit"] not in {decision.exit for decision in decisions_of(wait)}:
                raise ValidationError({"exit": [_("Cette tâche n’a pas cette décision.")]})
            acts.decide(
                wait.pk,
                asked["exit"],
                actor=request.user,
                act=key,
                reason=asked["reason"],
                text=asked["text"],
                pieces={piece["kind"]: piece["comment"] for piece in asked["pieces"]},
            )

        return self.act_on(number, decide)


def _open_to(user: User) -> QuerySet[Wait]:
    return tasks_for(user).select_related("service", "facility", "owner")


def _found(user: User, number: int) -> Wait:
    wait = _open_to(user).filter(pk=number).first()
    if wait is None:
        raise Http404
    return wait


def _colleagues(wait: Wait) -> QuerySet[User]:
    """Those who work in the task's service."""
    people = User.objects.filter(is_active=True, memberships__service=wait.service_id)
    return people.distinct().order_by("last_name", "first_name", "pk")
