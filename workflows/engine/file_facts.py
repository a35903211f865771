"""What a démarche says of the facts that it declares and the family file knows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from cases.models import Case


@dataclass(frozen=True)
class FileFact:
    """A fact of the family file that a declared answer may replace, in values that JSON keeps.

    `write` takes the case, the new value, the value seen on file and who writes; it raises
    `family.changes.ChangedMeanwhile` when the file says something else.
    """

    label: str | Promise
    declared: Callable[[Case], Any]
    on_file: Callable[[Case], Any]  # None: nothing is known
    write: Callable[[Case, Any, Any, User], None]
    in_words: Callable[[Any], str]
