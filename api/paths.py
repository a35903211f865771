"""What may stand in an address: anything else is a 404 before any query."""

from django.urls import register_converter


class Reference:
    """A case's number, « 7F3K-9QZP »."""

    regex = "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    to_url = to_python


class TaskNumber:
    """A task's number; never longer than the column that holds it."""

    regex = "[1-9][0-9]{0,14}"

    def to_python(self, value: str) -> int:
        """A number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """In digits."""
        return str(value)


register_converter(Reference, "reference")
register_converter(TaskNumber, "task")
