"""Who comes in by this door: those who supervise a service, and for the portal itself its
administrators. For all others it does not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import staff_of


def supervisors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the tower; the same 404 for an agent as for an address that leads nowhere."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not staff_of(request.user).supervisor_of:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about the portal itself; the same 404 for all others."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper
