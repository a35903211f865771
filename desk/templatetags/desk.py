"""How people are reached, as the desk's pages write it."""

from django import template

from family.models import Adult
from family.phones import shown_phone

register = template.Library()
register.filter("phone", shown_phone)


@register.filter
def phones(adult: Adult) -> list[dict[str, str]]:
    """An adult's numbers: to call, and to read."""
    kept = [number for number in (adult.mobile, adult.phone) if number]
    return [{"kept": number, "shown": shown_phone(number)} for number in kept]
