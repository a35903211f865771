"""What is done with a task: taking it, giving it, deciding."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.cases import CaseDetail, left
from api.door import Door
from api.idempotency import once
from api.inbox import colleagues_of, task_for
from api.may import decisions_of
from api.strict import Id, Slug, Text
from cases.models import Wait
from documents.models import Document
from workflows.engine import acts


class TaskAct(Door):
    """An act on a task; answers with its case as it now stands."""

    serializer_class = CaseDetail

    def act_on(self, number: int, act: Callable[[Wait, UUID], None]) -> Response:
        """Do it once; a repeated key is answered even when the task is gone."""
        user = self.request.user

        def done(key: UUID) -> str:
            wait = task_for(user, number)
            act(wait, key)
            return wait.reference

        return Response(left(user, once(self.request, done)))


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

    to = Id(help_text="One of the task's `colleagues`.")


class Reassign(TaskAct):
    """Giving a task to a colleague."""

    @extend_schema(operation_id="tasks_reassign", request=ReassignAsked)
    def post(self, request: Request, number: int) -> Response:
        """Give a task to a colleague of the service, whoever had it."""
        chosen = self.asked(ReassignAsked)["to"]

        def give(wait: Wait, key: UUID) -> None:
            colleague = colleagues_of(wait).filter(public_id=chosen).first()
            if colleague is None:
                raise ValidationError({"to": [_("Cette personne n’est pas du service.")]})
            acts.reassign(wait.pk, to=colleague, actor=request.user, act=key)

        return self.act_on(number, give)


class PieceWanted(serializers.Serializer):
    """A document to ask for, and what is wrong with what was given."""

    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    comment = Text(max_length=300, allow_blank=True, default="")


class DecideAsked(serializers.Serializer):
    """A decision: one of the task's exits, with what it needs."""

    exit = Slug(max_length=60)
    reason = Slug(max_length=60, allow_blank=True, default="")
    text = Text(max_length=5000, allow_blank=True, default="")
    pieces = PieceWanted(many=True, default=list)
    answers = serializers.DictField(
        child=serializers.ListField(child=Text(allow_blank=True, max_length=5000), max_length=100),
        default=dict,
        help_text="What the decision asks, field by field; a document by its id.",
    )


class Decide(TaskAct):
    """Deciding."""

    @extend_schema(operation_id="tasks_decide", request=DecideAsked)
    def post(self, request: Request, number: int) -> Response:
        """Leave a task by one of its decisions."""
        asked: dict[str, Any] = self.asked(DecideAsked)

        def decide(wait: Wait, key: UUID) -> None:
            if asked["exit"] not in {decision.exit for decision in decisions_of(wait.case, wait)}:
                raise ValidationError({"exit": [_("Cette tâche n’a pas cette décision.")]})
            acts.decide(
                wait.pk,
                asked["exit"],
                actor=request.user,
                act=key,
                reason=asked["reason"],
                text=asked["text"],
                pieces={piece["kind"]: piece["comment"] for piece in asked["pieces"]},
                answers=asked["answers"],
            )

        return self.act_on(number, decide)
