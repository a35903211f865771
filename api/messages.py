"""The conversation of a case, both ways."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Door, side_of
from api.idempotency import once
from api.shapes import DocumentShape
from api.strict import Id, Text
from cases.models import Case, Message
from cases.permissions import Level, case_for, documents_usable_in
from cases.sides import Side
from documents.models import Document
from workflows.engine import conversation


class MessageShape(serializers.Serializer):
    """A message; `number` is its event's."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    side = serializers.ChoiceField(choices=Side.choices)
    author = serializers.CharField(source="author.__str__")
    mine = serializers.SerializerMethodField()
    body = serializers.CharField(allow_blank=True)
    attachments = DocumentShape(many=True)
    at = serializers.DateTimeField()

    def get_mine(self, message: Message) -> bool:
        """Whether the caller wrote it."""
        return message.author_id == self.context["request"].user.pk


class MessageAsked(serializers.Serializer):
    """A message to post: a text, documents of the store, or both."""

    body = Text(max_length=5000, allow_blank=True, default="")
    attachments = serializers.ListField(child=Id(), max_length=10, default=list)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Something must be said."""
        if not asked["body"] and not asked["attachments"]:
            raise ValidationError({"body": [_("Écrivez votre message avant de l’envoyer.")]})
        return asked


class Messages(Door):
    """The messages of a case."""

    queryset = Message.objects.none()
    serializer_class = MessageShape
    order = ("number",)

    @extend_schema(operation_id="messages_list", responses=MessageShape(many=True))
    def get(self, request: Request, reference: str) -> Response:
        """List messages, oldest first."""
        case = case_for(request.user, reference, Level.READ)
        return self.page(_shown(case))

    @extend_schema(
        operation_id="messages_post", request=MessageAsked, responses={201: MessageShape}
    )
    def post(self, request: Request, reference: str) -> Response:
        """Post a message to the other side."""
        case = case_for(request.user, reference, Level.WRITE)
        asked = self.asked(MessageAsked)

        def post(key: UUID) -> str:
            message = conversation.post_message(
                case.pk,
                asked["body"],
                author=request.user,
                side=side_of(request.user),
                act=key,
                attachments=_attachments(request, case, asked["attachments"]),
            )
            return str(message.public_id)

        made = once(request, post)
        message = _shown(case).get(public_id=made)
        context = self.get_serializer_context()
        return Response(MessageShape(message, context=context).data, status=201)


def _shown(case: Case):
    return case.messages.select_related("author").prefetch_related("attachments")


def _attachments(request: Request, case: Case, ids: list[UUID]) -> list[Document]:
    usable = documents_usable_in(request.user, case, case.child)
    found = list(usable.filter(public_id__in=ids))
    if len(found) != len(set(ids)):
        raise ValidationError({"attachments": [_("Un de ces documents est introuvable.")]})
    return found
