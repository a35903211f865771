"""The sockets' addresses."""

from django.urls import path

from realtime.consumer import LiveSocket

sockets = [path("direct/", LiveSocket.as_asgi())]
