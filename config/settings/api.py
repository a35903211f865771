"""The REST API: who may ask, how much, and how it describes itself."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.session.SignedIn"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.BoundedJSON"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttles.ByPerson"],
    # One person's share, by what is asked: `api.throttles` picks the line.
    "DEFAULT_THROTTLE_RATES": {"read": "600/min", "write": "120/min", "upload": "60/hour"},
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Keyset",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "api.schema.Operation",
    "EXCEPTION_HANDLER": "api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
_LETTERS = "[0-9A-HJKMNP-TV-Z]"
SPECTACULAR_SETTINGS = {
    "TITLE": "Espace Familles",
    "DESCRIPTION": (
        "Everything that the pages do, for other software, under the same rights. "
        "Signed in by the portal's session for now; errors are RFC 9457 problems; each write "
        "carries an `Idempotency-Key`."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "CaseState": "cases.models.Case.State",
        "PieceState": "cases.models.Piece.State",
        "DocumentKind": "documents.models.Document.Kind",
        "SentKind": "api.documents.SENT_KINDS",
        "Side": "cases.sides.Side",
        "WaitsOn": "cases.models.Wait.For",
        "FieldKind": "api.fields.FIELD_KINDS",
    },
    "PATH_CONVERTER_OVERRIDES": {
        "reference": {"type": "string", "pattern": f"^{_LETTERS}{{4}}-{_LETTERS}{{4}}$"},
        "task": {"type": "integer", "minimum": 1, "maximum": 10**15 - 1},
    },
}
