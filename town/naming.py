"""Finding a service by the name that the town's settings give it."""

from django.conf import settings

from town.models import Service


def service_called(*slugs: str) -> Service:
    """The first of these services that there is; else the one that welcomes families; else any.

    A name that the town has not set up must not lose a family's request.
    """
    wanted = [*slugs, settings.WELCOME_SERVICE]
    known = Service.objects.in_bulk(wanted, field_name="slug")
    found = next((known[slug] for slug in wanted if slug in known), None)
    return found or Service.objects.order_by("pk")[0]
