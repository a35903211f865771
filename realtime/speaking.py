"""What a page does to a case through its socket: the same engine functions as the page's forms."""

from uuid import UUID

from django.db import Error as DatabaseError
from django.db import IntegrityError

from accounts.models import User
from cases.models import Case, Message
from realtime.subscriptions import NONE, Rights, rights_of
from workflows.engine.conversation import mark_read, post_message
from workflows.engine.step import Stale


class Refusal(Exception):
    """A message that was not taken, and a code for why: the page has the words."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def say(user_id: int, case_id: int, act: UUID, body: str) -> tuple[int, Rights]:
    """Post a message once, and give its number and the speaker's rights, as just read; the same
    act again gives the same number.

    Raises Refusal. Rights are read anew: a message is an act, not a delivery.
    """
    try:
        rights = _rights(user_id, case_id)
        if not rights.may_write:
            raise Refusal("not_allowed")
        # The bond says that the account is there and open: only its number is needed.
        message = post_message(case_id, body, author=User(pk=user_id), side=rights.side, act=act)
        return message.number, rights
    except Stale:
        raise Refusal("closed") from None
    except (IntegrityError, Message.DoesNotExist):
        raise Refusal("act_used") from None  # the id belongs to something else
    except DatabaseError:
        raise Refusal("again") from None


def see(user_id: int, case_id: int, number: int) -> None:
    """Mark a case as read up to a number, by one who takes part in the conversation."""
    rights = _rights(user_id, case_id)
    if rights.in_conversation:
        case = Case.objects.only("last_event").get(pk=case_id)
        mark_read(case, reader=User(pk=user_id), side=rights.side, number=number)


def _rights(user_id: int, case_id: int) -> Rights:
    """As they are now; none when the account was closed or the case is gone."""
    return rights_of([user_id], case_id).get(user_id, NONE)
