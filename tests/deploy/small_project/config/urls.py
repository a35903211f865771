"""One page that counts its own visits in the database."""

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.urls import path


def visits(request: HttpRequest) -> HttpResponse:
    """How many visits there have been, with this one."""
    Group.objects.create(name=f"visit {Group.objects.count() + 1}")
    return HttpResponse(str(Group.objects.count()))


urlpatterns = [path("visits", visits)]
