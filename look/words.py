"""Dates, hours and money as French writes them."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NO_BREAK = "\u00a0"


def local_day(moment: dt.date | dt.datetime) -> dt.date:
    """The day of a moment, as lived in the town."""
    if isinstance(moment, dt.datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def day_in_words(moment: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """`mardi 24 novembre`; the year is written when it is not this one."""
    day = local_day(moment)
    today = today or timezone.localdate()
    number = _("1er") if day.day == 1 else str(day.day)
    words = f"{date_format(day, 'l')} {number}{NO_BREAK}{date_format(day, 'F')}"
    return words if day.year == today.year else f"{words} {day.year}"


def hour_in_words(moment: dt.time | dt.datetime) -> str:
    """`16 h 30`, `8 h`."""
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    minutes = f"{NO_BREAK}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NO_BREAK}h{minutes}"


def due_in_words(moment: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """How far a due day is: `demain`, `dans 3 jours`, `en retard de 2 jours`."""
    days = (local_day(moment) - (today or timezone.localdate())).days
    if days == 0:
        return _("aujourd’hui")
    if days == 1:
        return _("demain")
    if days > 1:
        return ngettext("dans %(n)d jour", "dans %(n)d jours", days) % {"n": days}
    return ngettext("en retard d’un jour", "en retard de %(n)d jours", -days) % {"n": -days}


def since_in_words(moment: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """How long something lasts: `depuis hier`, `depuis 12 jours`."""
    days = ((today or timezone.localdate()) - local_day(moment)).days
    if days < 1:
        return _("depuis aujourd’hui")
    if days == 1:
        return _("depuis hier")
    return ngettext("depuis %(n)d jour", "depuis %(n)d jours", days) % {"n": days}


def is_late(moment: dt.date | dt.datetime, today: dt.date | None = None) -> bool:
    """Whether a due day has gone by."""
    return local_day(moment) < (today or timezone.localdate())


def euros(amount: Decimal | int) -> str:
    """`1 261,20 €`, with spaces that do not break."""
    whole, cents = f"{abs(Decimal(amount)):,.2f}".split(".")
    sign = "−" if amount < 0 else ""
    return f"{sign}{whole.replace(',', NO_BREAK)},{cents}{NO_BREAK}€"


def initials(name: str) -> str:
    """Two letters for a person: first name and surname, whatever their hyphens."""
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""
