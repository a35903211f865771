from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TownConfig(AppConfig):
    name = "town"
    verbose_name = _("La ville")

    def ready(self) -> None:
        """Import the deployment checks."""
        from town import checks  # noqa: F401
