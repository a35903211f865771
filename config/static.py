"""Which static files are collected: what a page really asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OwnStaticFiles(StaticFilesConfig):
    """Leaves out what borrowed apps bring and no page of ours uses (28 MB to compress)."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",
        "redoc",
        "django_filters",
        "*.es.js",
        "*-es-bundle*.js",
    ]
