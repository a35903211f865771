"""The documentation that one browses, and the OpenAPI document behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer


class SchemaAsJson(JSONRenderer):
    """The OpenAPI document for clients that only know `application/json`."""


class Schema(SpectacularAPIView):
    """The OpenAPI document: public, it says nothing of anybody."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    renderer_classes = (OpenApiJsonRenderer, OpenApiYamlRenderer, SchemaAsJson)


@ensure_csrf_cookie
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI under the site's own policy: no inline script, no inline style."""
    return render(request, "api/docs.html")
