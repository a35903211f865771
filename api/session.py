"""Who asks: the portal's own session. Tokens for other software come later."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SignedIn(SessionAuthentication):
    """The signed-in person; writes need the CSRF token. Nobody is answered 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        """What a 401 must name."""
        return 'Session realm="espace-familles"'


class SignedInScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document says it."""

    target_class = "api.session.SignedIn"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """A cookie; the header `X-CSRFToken` goes with it on writes."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The portal's session; each write also sends `X-CSRFToken`.",
        }
