"""Messages both ways, the service's internal notes, and who has read how far."""

from collections.abc import Iterable
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from accounts.models import User
from cases.models import Case, Message, MessageDraft, Note, ReadMark, Wait
from cases.recording import Acting, record
from cases.sides import Side
from cases.wakeup import tell_read
from documents.models import Document
from workflows.engine.pieces import take_paper
from workflows.engine.step import COUNTED, AlreadyDone, Stale, step


def post_message(
    case_id: int,
    body: str,
    *,
    author: User,
    side: str,
    act: UUID | None = None,
    attachments: list[Document] | None = None,
) -> Message:
    """Add a message to the conversation; the same act twice gives the first message back.

    Raises Stale on a draft: nobody would read it.
    """
    try:
        with step(Acting(author, side, act), saved=COUNTED, pk=case_id) as case:
            if case.state == Case.State.DRAFT:
                raise Stale
            event = record(case, "message")
            message = Message.objects.create(
                case=case, number=event.number, author=author, side=side, body=body
            )
            if attachments:
                message.attachments.set(attachments)
            _settle(case, author, side, event.number)
            return message
    except AlreadyDone as done:
        return Message.objects.get(case=done.event.case_id, number=done.event.number)


def attach(case: Case, files: Iterable[BinaryIO], *, by: User) -> list[Document]:
    """Check and keep the files that go with a message to come.

    Raises RefusedFile, StoreUnavailable.
    """
    return [take_paper(case, Document.Kind.OTHER, file, by=by) for file in files if file]


# One statement instead of three: a message is what a live page sends most.
SETTLE = """
with told as (
    update cases_wait set unread = %(by_family)s
    where case_id = %(case)s and "on" = 'staff' and unread <> %(by_family)s
), sent as (
    delete from cases_messagedraft where case_id = %(case)s and author_id = %(author)s
)
insert into cases_readmark (case_id, reader_id, side, number, at)
values (%(case)s, %(author)s, %(side)s, %(number)s, %(at)s)
on conflict (case_id, reader_id)
do update set number = excluded.number, side = excluded.side, at = excluded.at
"""


def _settle(case: Case, author: User, side: str, number: int) -> None:
    """What a message leaves behind: unread by the service or not, its draft gone, its author
    up to date."""
    given: dict[str, Any] = {
        "case": case.pk,
        "author": author.pk,
        "side": side,
        "number": number,
        "at": now(),
        "by_family": side == Side.FAMILY,
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, given)


def add_note(case_id: int, body: str, *, author: User, act: UUID | None = None) -> Note:
    """Add an internal note, that no parent ever receives."""
    try:
        with step(Acting(author, Side.TOWN, act), saved=COUNTED, pk=case_id) as case:
            event = record(case, "note")
            return Note.objects.create(case=case, number=event.number, author=author, body=body)
    except AlreadyDone as done:
        return Note.objects.get(case=done.event.case_id, number=done.event.number)


def mark_read(case: Case, *, reader: User, side: str, number: int) -> None:
    """Remember that this person has read up to an event, and show it to the other side."""
    number = min(number, case.last_event)
    known = ReadMark.objects.filter(case=case, reader=reader).values_list("number", flat=True)
    if known and known[0] >= number:
        return
    _mark(case, reader, side, number)
    if side == Side.TOWN:
        Wait.objects.filter(case=case, unread=True).update(unread=False)
    tell_read(case, side, number)


def _mark(case: Case, reader: User, side: str, number: int) -> None:
    ReadMark.objects.bulk_create(
        [ReadMark(case=case, reader=reader, side=side, number=number)],
        update_conflicts=True,
        unique_fields=["case", "reader"],
        update_fields=["number", "side", "at"],
    )


def read_by(case: Case, side: str) -> int:
    """The number up to which somebody of this side has read the case."""
    marks = ReadMark.objects.filter(case=case, side=side).order_by(F("number").desc())
    return marks.values_list("number", flat=True).first() or 0


def keep_draft(case: Case, *, author: User, body: str) -> None:
    """Keep an unsent message; an empty one is forgotten."""
    if not body.strip():
        MessageDraft.objects.filter(case=case, author=author).delete()
        return
    MessageDraft.objects.update_or_create(case=case, author=author, defaults={"body": body})
