"""What a line of the log may say of an error: where and which, never what it held.

The message of an exception can quote a row, an address, a form: personal data (promise 20).
"""

import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class WithoutWords(logging.Formatter):
    """Tracebacks without the exceptions' own words; Celery's report of a job likewise."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a text of the exception left by another handler is not used."""
        record.exc_text = None
        if record.name == "celery.app.trace" and isinstance(record.args, dict):
            record.args = {**record.args, **_wordless(record)}
        line = super().format(record)
        record.exc_text = None
        return line

    def formatException(self, ei: ExcInfo | tuple[None, None, None]) -> str:
        """Frames and types, the causes first."""
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    return [*(_told(before) if before else []), *frames, type(error).__qualname__]


def _wordless(record: logging.LogRecord) -> dict[str, Any]:
    kind = record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else "error"
    return {"exc": kind, "traceback": "", "args": "", "kwargs": "", "return_value": ""}
