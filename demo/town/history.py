"""The kept history of the family files, dated as if the town had not been built this minute."""

from datetime import timedelta

from django.apps import apps
from django.db.models import F

from demo.town.ground import Ground

TAKEN_OVER = timedelta(days=75)  # the old files were taken over when the portal opened


def date_history(ground: Ground) -> None:
    """Date each kept version: as its row was made when that is known, else at the take-over."""
    for model in apps.get_models():
        if not hasattr(model, "pgh_tracked_model"):
            continue
        names = {field.name for field in model._meta.fields}
        made = F("created_at") if "created_at" in names else ground.now - TAKEN_OVER
        model.objects.update(pgh_created_at=made)
