"""Who comes in by this door: the people of the services. For all others it does not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import staff_of


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the desk; the same 404 for a family as for an address that leads nowhere."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not staff_of(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper
