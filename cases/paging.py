"""Pages by key: the next page starts after the last row seen, however long the list is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

SIGNER = Signer(salt="cases.paging")


@dataclass(frozen=True)
class Page:
    """Some rows, and the query strings of the pages around them (empty when there is none)."""

    rows: list
    previous: str
    next: str


def page_of(rows: QuerySet, query: Mapping[str, str], *, order: tuple[str, ...], size: int) -> Page:
    """One page of `rows` in `order` (field names, « - » for descending; the last is unique).

    `query` holds `after` or `before` (opaque keys) beside the list's own filters, which the
    links keep. A key that was tampered with is ignored: the first page is shown.
    """
    key = _decode(query.get("after") or query.get("before") or "", len(order))
    backwards = bool(key and query.get("before"))
    way = _reversed(order) if backwards else order
    if key:
        rows = rows.filter(_beyond(way, key))
    found = list(rows.order_by(*way)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else bool(key)
    has_next = bool(key) if backwards else more
    keep = {k: v for k, v in query.items() if k not in {"after", "before"} and v}
    return Page(
        found,
        _link(keep, "before", found[0], order) if found and has_previous else "",
        _link(keep, "after", found[-1], order) if found and has_next else "",
    )


def _reversed(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _beyond(order: tuple[str, ...], key: list) -> Q:
    """Rows strictly after `key` in `order`."""
    condition, equal = Q(), Q()
    for name, value in zip(order, key, strict=True):
        field = name.lstrip("-")
        beyond = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition |= equal & beyond
        equal &= Q(**{field: value})
    return condition


def _link(keep: dict[str, str], way: str, row: Any, order: tuple[str, ...]) -> str:
    key = [_plain(getattr(row, name.lstrip("-"))) for name in order]
    return "?" + urlencode({**keep, way: SIGNER.sign_object(key)})


def _plain(value: Any) -> Any:
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _decode(signed: str, length: int) -> list | None:
    """The key behind a link we made for a list of this order; None for anything else."""
    try:
        key = SIGNER.unsign_object(signed)
    except BadSignature:
        return None
    return [_value(item) for item in key] if len(key) == length else None


def _value(item: Any) -> Any:
    return datetime.fromisoformat(item["at"]) if isinstance(item, dict) else item
