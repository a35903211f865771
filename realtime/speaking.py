"""What a page does to a case through its socket: the same engine functions as the page's forms."""

from uuid import UUID

from django.db import Error as DatabaseError
from django.db import IntegrityError

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case, Message
from cases.permissions import Level, level
from cases.sides import Side
from realtime.subscriptions import Rights, rights_in
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
        user, case = _who_and_what(user_id, case_id)
        rights = rights_in(user, case)
        if not rights.may_write:
            raise Refusal("not_allowed")
        message = post_message(case_id, body, author=user, side=rights.side, act=act)
        return message.number, rights
    except Stale:
        raise Refusal("closed") from None
    except (IntegrityError, Message.DoesNotExist):
        raise Refusal("act_used") from None  # the id belongs to something else
    except DatabaseError:
        raise Refusal("again") from None


def see(user_id: int, case_id: int, number: int) -> None:
    """Mark a case as read up to a number, by one who takes part in the conversation."""
    user, case = _who_and_what(user_id, case_id)
    if level(user, case) >= Level.READ:
        side = Side.TOWN if staff_of(user) else Side.FAMILY
        mark_read(case, reader=user, side=side, number=number)


def _who_and_what(user_id: int, case_id: int) -> tuple[User, Case]:
    """Both as they are now; Refusal when the account was closed or the case is gone."""
    user = User.objects.select_related("adult").filter(pk=user_id, is_active=True).first()
    case = Case.objects.defer("data").filter(pk=case_id).first()
    if user is None or case is None:
        raise Refusal("not_allowed")
    return user, case
