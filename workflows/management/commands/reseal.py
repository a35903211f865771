"""`manage.py reseal`: after a new key was put first in SEALING_KEYS, before the old one goes."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model

from cases.models import Case
from town.sealing import Sealed, SealedField, reseal
from workflows.engine.procedure import registry
from workflows.engine.sealed_answers import reseal_all


class Command(BaseCommand):
    """Puts every sealed text under the present key. It can be run again, and while people work."""

    help = "Put every sealed text under the first of SEALING_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tables first, then the answers that cases hold."""
        for model in apps.get_models():
            columns = [f.name for f in model._meta.fields if isinstance(f, SealedField)]
            if columns:
                self.stdout.write(f"{model._meta.label}: {_rows(model, columns)}")
        self.stdout.write(f"answers: {sum(_answers(slug) for slug in registry.procedures)}")


def _rows(model: type[Model], columns: list[str]) -> int:
    """One row a transaction: nobody waits for the whole table."""
    keys = list(model._default_manager.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = model._default_manager.select_for_update().filter(pk=key).first()
            if row is not None:
                for name in columns:
                    setattr(row, name, Sealed(reseal(getattr(row, name).token)))
                row.save(update_fields=columns)
    return len(keys)


def _answers(slug: str) -> int:
    forms = {step.slug: step.form for step in registry[slug].steps if step.form.sealed}
    if not forms:
        return 0
    done = 0
    for key in list(Case.objects.filter(procedure=slug).values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update(no_key=True).filter(pk=key).first()
            if case is not None and (changed := reseal_all(case, forms)):
                Case.objects.filter(pk=key).update(data=case.data)
                done += changed
    return done
