"""Forms drawn in our look."""

from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Django's forms through the project's templates."""
