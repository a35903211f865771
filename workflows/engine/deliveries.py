"""The outbox: what an event still has to tell outside is on its row until it is told.

A mail says that there is news and where, never what: it has a link and no content.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from cases.events import kind_of
from cases.models import Case, CaseEvent, ReadMark
from cases.sides import Side
from family.models import Adult
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.standing import last_words

logger = logging.getLogger(__name__)
BATCH = 200
TOLD_TO_ASKER = frozenset({"submitted", "accepted", "refused"})
WITH_RECEIPT = frozenset({"submitted", "refused"})


def recipients(event: CaseEvent) -> list[Adult]:
    """Adults of the case's household who may see the child and gave an e-mail address.

    Someone who asks without an account is told of the case's beginning and end.
    """
    case = event.case
    asker = registry[case.procedure].asker(case) if event.kind in TOLD_TO_ASKER else None
    if asker is not None:
        asker.public_id = uuid5(NAMESPACE_URL, case.reference)  # the same at each try
        return [asker]
    if case.household is None:
        return []
    adults = case.household.adults.exclude(email="").select_related("user")
    if case.child_id:
        adults = adults.filter(ties__child=case.child_id, ties__may_see=True)
    return [adult for adult in adults.distinct() if _wants(event, adult)]


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
        "deadline": event.payload.get("deadline", ""),
        "receipt": receipt(case) if event.kind in WITH_RECEIPT else None,
        "refusal": _refusal(case) if event.kind == "refused" else None,
    }
    name = f"mails/{kind_of(event.kind).mail}.txt"
    with override("fr"):
        text = render_to_string([f"{case.procedure}/{name}", name], context)
    subject, _, body = text.partition("\n")
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    message_id = f"<event-{event.pk}-{adult.public_id}@{host}>"
    return EmailMessage(
        subject.strip(), body.strip() + "\n", to=[adult.email], headers={"Message-ID": message_id}
    )


def _refusal(case: Case) -> dict[str, str]:
    """The ground and the words of a refusal, for those who have no page to read them on."""
    words = last_words(case, "refuse")
    reason = registry[case.procedure].reason(words.get("reason", ""))
    return {"reason": str(reason.label) if reason else "", "text": words.get("text", "")}


def deliver(event_id: int) -> bool:
    """Send one event's mails, once; returns whether something was sent.

    The row is locked without waiting: a colleague at work on it is left alone. A failure,
    whatever it is, comes back later, each time twice as late, and holds no other event back.
    """
    try:
        with transaction.atomic():
            rows = CaseEvent.objects.select_for_update(skip_locked=True, of=["self"])
            due = rows.filter(pk=event_id, deliver_after__lte=now())
            event = due.select_related("case__household", "case__child", "case__service").first()
            if event is None:
                return False
            sent = [_send(event, adult) for adult in recipients(event)]
            event.deliver_after = None
            event.save(update_fields=["deliver_after"])
            return any(sent)
    except Exception as error:
        logger.warning("mail of event %s failed: %s", event_id, type(error).__name__)
        _put_off(event_id)
        return False


def _send(event: CaseEvent, adult: Adult) -> bool:
    """One mail. An address that its server refuses is given up: the others got theirs."""
    try:
        return bool(mail_for(event, adult).send())
    except SMTPRecipientsRefused:
        logger.warning("mail of event %s: an address was refused", event.pk)
        return False


def _put_off(event_id: int) -> None:
    with transaction.atomic():
        rows = CaseEvent.objects.select_for_update(skip_locked=True)
        event = rows.filter(pk=event_id, deliver_after__isnull=False).first()
        if event is not None:
            event.delivery_tries += 1
            wait = timedelta(seconds=30 * 2 ** min(event.delivery_tries, 10))
            event.deliver_after = now() + wait
            event.save(update_fields=["deliver_after", "delivery_tries"])


def sweep_deliveries() -> int:
    """Deliver what is due; returns how many events were told."""
    due = CaseEvent.objects.filter(deliver_after__lte=now()).order_by("deliver_after")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:BATCH]))
