"""What a signed-in person's pages leave behind on a shared computer: nothing."""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin


class KeptByNobody(MiddlewareMixin):
    """Neither the browser nor a proxy keeps the page of a signed-in person: after signing out,
    Back asks to sign in again. A view that says otherwise of its answer is left alone."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the header, once the view has answered."""
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
