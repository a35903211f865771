"""A case, whatever its démarche: state, events, waits, messages, documents asked for."""

from cases.models.case import Case
from cases.models.concerned import Concerned
from cases.models.conversation import Message, MessageDraft, Note, ReadMark
from cases.models.event import CaseEvent
from cases.models.involved import Involved
from cases.models.piece import Piece
from cases.models.settings import SettingsVersion
from cases.models.wait import Wait

__all__ = [
    "Case",
    "CaseEvent",
    "Concerned",
    "Involved",
    "Message",
    "MessageDraft",
    "Note",
    "Piece",
    "ReadMark",
    "SettingsVersion",
    "Wait",
]
