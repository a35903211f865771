"""A chat as the Channels tutorial writes it, asynchronous, with one row kept of each message."""

import json

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

django_application = get_asgi_application()


class Echo(AsyncWebsocketConsumer):
    """What one socket of a room says, all of the room receive."""

    async def connect(self) -> None:
        """Join the room."""
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the room."""
        await self.channel_layer.group_discard(self.room, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Keep the message, then pass it on."""
        said = json.loads(text_data or "{}")
        await self._keep(said["body"])
        await self.channel_layer.group_send(self.room, {"type": "chat.message", **said})

    async def chat_message(self, event: dict) -> None:
        """Pass a message on to this socket."""
        await self.send(text_data=json.dumps({"act": event["act"], "body": event["body"]}))

    @database_sync_to_async
    def _keep(self, body: str) -> None:
        from benchmarks.bare.models import Echoed

        Echoed.objects.create(body=body)


application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("room/<str:room>/", Echo.as_asgi())]))
        ),
    }
)
