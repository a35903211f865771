"""What one does to a sent case: take it back, answer, say how far one has read."""

from collections.abc import Callable
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.cases import CaseDetail, told
from api.door import Door, side_of
from api.idempotency import once
from api.strict import Number, Slug
from cases.models import Case, Wait
from cases.permissions import Level, case_for
from workflows.engine import acts, conversation
from workflows.engine.step import Stale


class Act(Door):
    """An act on a case that needs the right to write; answers with the case as it now stands."""

    serializer_class = CaseDetail

    def act_on(self, reference: str, act: Callable[[Case, UUID], None]) -> Response:
        """Do it once, then read the case again."""
        user = self.request.user

        def done(key: UUID) -> str:
            act(case_for(user, reference, Level.WRITE), key)
            return reference

        return Response(told(user, once(self.request, done)))


class Withdraw(Act):
    """Take a request back."""

    @extend_schema(operation_id="cases_withdraw", request=None)
    def post(self, request: Request, reference: str) -> Response:
        """Take a request back, until it is decided."""
        user = request.user
        return self.act_on(
            reference,
            lambda case, key: acts.withdraw(case.pk, actor=user, side=side_of(user), act=key),
        )


class AnswerAsked(serializers.Serializer):
    """How the family answers: one of the case's `may.answer`."""

    exit = Slug(max_length=60, default="answered")


class Answer(Act):
    """Answer what the case waits for."""

    @extend_schema(operation_id="cases_answer", request=AnswerAsked)
    def post(self, request: Request, reference: str) -> Response:
        """Answer what the service asked; the turn goes back to it."""
        exit, user = self.asked(AnswerAsked)["exit"], request.user

        def answer(case: Case, key: UUID) -> None:
            wait = case.waits.filter(on=Wait.For.FAMILY).first()
            if wait is None:
                raise Stale
            acts.answer(wait.pk, exit, actor=user, side=side_of(user), act=key)

        return self.act_on(reference, answer)


class ReadAsked(serializers.Serializer):
    """Up to which event the case was read."""

    number = Number(min_value=0, max_value=2**31 - 1)


class Read(Door):
    """How far the caller has read."""

    keyless = frozenset({"PUT"})
    serializer_class = ReadAsked

    @extend_schema(operation_id="cases_mark_read", request=ReadAsked, responses={204: None})
    def put(self, request: Request, reference: str) -> Response:
        """Mark the case read up to an event. No key: the mark only ever moves forward."""
        case = case_for(request.user, reference, Level.READ)
        number = self.asked(ReadAsked)["number"]
        conversation.mark_read(case, reader=request.user, side=side_of(request.user), number=number)
        return Response(status=204)
