from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Finds every démarche: each folder beside `engine/` registers itself."""

    name = "workflows"
    verbose_name = _("Démarches")

    def ready(self) -> None:
        """Import each démarche's declaration and the start-up check."""
        import workflows
        from workflows.engine import checks  # noqa: F401

        for module in iter_modules(workflows.__path__):
            if module.ispkg and module.name not in {"engine", "management", "migrations"}:
                import_module(f"workflows.{module.name}.procedure")
