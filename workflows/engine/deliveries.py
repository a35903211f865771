"""The outbox: what an event still has to tell outside is on its row until it is told.

A mail says that there is news and where, never what: it has a link and no content. Only who
has no account yet, and so no page to read on, gets the words themselves.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import select_template
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import now
from django.utils.translation import override

from cases.events import kind_of
from cases.models import CaseEvent, Message, ReadMark
from cases.permissions import concerned_children
from cases.sides import Side
from family.models import Adult, Tie
from family.permissions import KEEPERS, other_parents
from workflows.engine import failing
from workflows.engine.receipt import receipt
from workflows.engine.settings import procedure_of
from workflows.engine.standing import refusal

logger = logging.getLogger(__name__)
BATCH = 200
TO_OTHER_PARENT = frozenset({"other_parent_told"})
TOLD_TO_ASKER = frozenset({"submitted", "accepted", "refused", "message"})
WITH_RECEIPT = frozenset({"submitted", "refused"})


def recipients(event: CaseEvent) -> list[Adult]:
    """Adults of the case's household who may see the child and gave an e-mail address.

    Someone who asks without an account is told of the case's beginning and end, and reads the
    service's messages in the mail: there is no page to read them on.
    """
    case, asker = event.case, _asker(event)
    named = procedure_of(case).told(event)
    if named is not None:
        return named
    if asker is not None:
        return [asker]
    if case.household is None:
        return []
    if event.kind in TO_OTHER_PARENT:
        return list(other_parents(case.child, case.household)) if case.child else []
    adults = case.household.adults.exclude(email="").select_related("user")
    children = [case.child_id] if case.child_id else concerned_children(case)
    for child in children:
        adults = adults.filter(ties__child=child, ties__may_see=True)
    if not children:  # the home's own affairs are for those who answer for it
        adults = adults.filter(memberships__household=case.household, memberships__role__in=KEEPERS)
    return [adult for adult in [*adults.distinct(), *_elsewhere(event)] if _wants(event, adult)]


def _elsewhere(event: CaseEvent) -> Iterable[Adult]:
    """The child's parents of another household, for what the démarche tells both of them."""
    case = event.case
    if case.child_id is None or event.kind not in procedure_of(case).tells_both:
        return []
    ties = Tie.objects.seeing().filter(child=case.child_id, has_authority=True)
    adults = Adult.objects.filter(pk__in=ties.values("adult")).exclude(email="")
    return adults.exclude(households=case.household_id).select_related("user")


def _asker(event: CaseEvent) -> Adult | None:
    """The visitor who asked, for what a visitor is told; nobody's row in the family file."""
    case = event.case
    if event.kind not in TOLD_TO_ASKER:
        return None
    if event.kind == "message" and (event.side == Side.FAMILY or _has_account(case.applicant)):
        return None
    asker = procedure_of(case).asker(case)
    if asker is not None:
        asker.public_id = uuid5(NAMESPACE_URL, case.reference)  # the same at each try
    return asker


def _has_account(adult: Adult | None) -> bool:
    return adult is not None and adult.user_id is not None


def _wants(event: CaseEvent, adult: Adult) -> bool:
    if event.kind == "message" and event.side == Side.FAMILY:
        return False  # the service reads messages in its inbox
    if event.kind != "message" or adult.user_id is None:
        return True
    read = ReadMark.objects.filter(case=event.case_id, reader=adult.user_id)
    return not read.filter(number__gte=event.number).exists()


def mail_for(event: CaseEvent, adult: Adult) -> EmailMessage:
    """The mail about an event to one adult; its Message-ID makes a second sending harmless."""
    case = event.case
    context = {
        "case": case,
        "adult": adult,
        "link": settings.SITE_URL + reverse("portal:case", args=[case.reference]),
        "family_link": settings.SITE_URL + reverse("portal:family"),
        "deadline": parse_date(event.payload.get("deadline", "")),
        "receipt": receipt(case) if event.kind in WITH_RECEIPT else None,
        "refusal": refusal(case) if event.kind == "refused" else None,
        "message": _message(event) if event.kind == "message" and adult.pk is None else None,
    }
    name = f"mails/{kind_of(event.kind).mail}.txt"
    with override("fr"):
        template = select_template([f"{case.procedure}/{name}", name]).template
        text = template.render(Context(context, autoescape=False))  # plain text, not HTML
    subject, _, body = text.partition("\n")
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    message_id = f"<event-{event.pk}-{adult.public_id}@{host}>"
    return EmailMessage(
        subject.strip(),
        body.strip() + "\n",
        to=[adult.email],
        reply_to=[case.service.email] if context["message"] and case.service else None,
        headers={"Message-ID": message_id},
    )


def _message(event: CaseEvent) -> Message:
    return Message.objects.prefetch_related("attachments").get(
        case=event.case_id, number=event.number
    )


def deliver(event_id: int) -> bool:
    """Send one event's mails, each once; returns whether something was sent.

    A failure, whatever it is, comes back later, each time twice as late, for those who were not
    told yet, and holds no other event back.
    """
    sent = False
    try:
        while (told := _tell_next(event_id)) is not None:
            sent = told or sent
    except Exception as error:
        logger.warning("mail of event %s failed: %s", event_id, type(error).__name__)
        _put_off(event_id, error)
    return sent


@transaction.atomic
def _tell_next(event_id: int) -> bool | None:
    """Tell one more of an event's recipients; None when nobody is left to tell.

    One recipient a transaction, remembered on the event: a cut between two mails sends none of
    them again. The row is locked without waiting: a colleague at work on it is left alone.
    """
    rows = CaseEvent.objects.select_for_update(skip_locked=True, of=["self"])
    due = rows.filter(pk=event_id, deliver_after__lte=now())
    event = due.select_related("case__household", "case__child", "case__service").first()
    if event is None:
        return None
    untold = [adult for adult in recipients(event) if adult.public_id not in event.told]
    sent = _send(event, untold[0]) if untold else None
    event.told += [adult.public_id for adult in untold[:1]]
    if len(untold) <= 1:
        event.deliver_after, event.error, event.failing_since = None, "", None
    event.save(update_fields=["told", "deliver_after", "error", "failing_since"])
    return sent


def _send(event: CaseEvent, adult: Adult) -> bool:
    """One mail. An address that its server refuses is given up: the others got theirs."""
    try:
        return bool(mail_for(event, adult).send())
    except SMTPRecipientsRefused:
        logger.warning("mail of event %s: an address was refused", event.pk)
        return False


def _put_off(event_id: int, error: Exception) -> None:
    with transaction.atomic():
        rows = CaseEvent.objects.select_for_update(skip_locked=True)
        event = rows.filter(pk=event_id, deliver_after__isnull=False).first()
        if event is not None:
            tries = event.delivery_tries + 1
            later = now() + timedelta(seconds=30 * 2 ** min(tries, 10))
            row = CaseEvent.objects.filter(pk=event_id)
            failing.note(row, error, deliver_after=later, delivery_tries=tries)


def sweep_deliveries() -> int:
    """Deliver what is due; returns how many events were told."""
    due = CaseEvent.objects.filter(deliver_after__lte=now()).order_by("deliver_after")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:BATCH]))
