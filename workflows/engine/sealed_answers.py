"""Answers that a case keeps sealed: a bank account, from the first letter typed of it.

A step's form names them (`sealed`). They are opened for the form alone, shown to nobody, and
dropped once the case ends: what it led to is kept by the records.
"""

from collections.abc import Iterator, Mapping

from cases.models import Case
from town.sealing import SealBroken, reseal, seal, unseal
from workflows.engine.forms import StepForm

Typed = dict[str, list[str]]


def to_keep(form: type[StepForm], typed: Typed, before: Typed) -> Typed:
    """What was typed as it may be kept. A sealed answer left empty stays as it was: no page
    shows it again, so nobody could send it back."""
    kept = {name: values for name, values in typed.items() if name not in form.never_kept}
    for name in form.sealed & kept.keys():
        given = [value for value in kept[name] if value.strip()]
        kept[name] = [seal(value) for value in given] or before.get(name, [])
    return kept


def opened(form: type[StepForm], typed: Typed) -> Typed:
    """What was typed as the form reads it."""
    return {
        name: _open(values) if name in form.sealed else values for name, values in typed.items()
    }


def _open(tokens: list[str]) -> list[str]:
    """A seal that no key opens any more is as good as nothing typed: it is asked again."""
    try:
        return [unseal(token) for token in tokens]
    except SealBroken:
        return []


def declared(form: StepForm, values: dict) -> dict:
    """What a form declares as the case keeps it."""
    sealed = {name: seal(values[name]) for name in form.sealed if values.get(name)}
    return {**values, **sealed}


def drop(case: Case, forms: Mapping[str, type[StepForm]]) -> None:
    """Forget them: the case is over."""
    for answers, name in _kept(case, forms):
        del answers[name]


def reseal_all(case: Case, forms: Mapping[str, type[StepForm]]) -> int:
    """Put them under the town's present key; returns how many."""
    found = list(_kept(case, forms))
    for answers, name in found:
        value = answers[name]
        answers[name] = [reseal(t) for t in value] if isinstance(value, list) else reseal(value)
    return len(found)


def _kept(case: Case, forms: Mapping[str, type[StepForm]]) -> Iterator[tuple[dict, str]]:
    """Where the case holds sealed answers: as typed, and as declared."""
    for part in ("typed", "declared"):
        for slug, form in forms.items():
            answers = case.data.get(part, {}).get(slug, {})
            yield from [(answers, name) for name in form.sealed if answers.get(name)]
