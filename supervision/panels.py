"""The tower's figures and tables, each number with the address of the list behind it."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.delays import StepDelay
from cases.figures import AGES, FIGURES, TURNS
from look.words import day_in_words
from supervision.scope import Scope
from supervision.words import (
    late_on,
    node_of,
    number,
    percent,
    percentage,
    step_title,
    working_days,
)
from workflows.engine.nodes import Family
from workflows.engine.procedure import Procedure, registry


def link(scope: Scope, view: str, **more: str) -> str:
    """The list behind a number."""
    return scope.url("cases", vue=view, **more)


def figures(scope: Scope, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The big ones."""
    return [
        _late(scope, counts),
        _figure(
            scope,
            counts,
            "aujourdhui",
            ngettext(
                "demande à répondre avant ce soir",
                "demandes à répondre avant ce soir",
                counts["aujourdhui"],
            ),
        ),
        _figure(
            scope,
            counts,
            "a-risque",
            ngettext(
                "demande arrive à son terme d’ici deux jours ouvrés",
                "demandes arrivent à leur terme d’ici deux jours ouvrés",
                counts["a-risque"],
            ),
        ),
        _open(scope, counts),
        _on_time(scope, counts),
    ]


def _figure(scope: Scope, counts: dict, slug: str, sentence: str) -> dict[str, Any]:
    return {
        "label": FIGURES[slug].label,
        "number": number(counts[slug]),
        "sentence": sentence,
        "href": link(scope, slug),
    }


def _late(scope: Scope, counts: dict) -> dict[str, Any]:
    late = counts["en-retard"]
    sentence = ngettext(
        "famille attend plus longtemps que promis",
        "familles attendent plus longtemps que promis",
        late,
    )
    return {**_figure(scope, counts, "en-retard", sentence), "late": late > 0}


def _open(scope: Scope, counts: dict) -> dict[str, Any]:
    family = counts["famille"]
    sentence = ngettext(
        "en cours, dont %(n)s attend une famille",
        "en cours, dont %(n)s attendent une famille",
        family,
    ) % {"n": number(family)}
    return _figure(scope, counts, "ouvertes", sentence)


def _on_time(scope: Scope, counts: dict) -> dict[str, Any]:
    good, whole = counts["dans-les-delais"], counts["repondues"]
    was_good, was_whole = counts["dans-les-delais-avant"], counts["repondues-avant"]
    sentence = ngettext(
        "%(good)s réponse sur %(whole)s dans les délais en quatre semaines",
        "%(good)s réponses sur %(whole)s dans les délais en quatre semaines",
        good,
    ) % {"good": number(good), "whole": number(whole)}
    figure = _figure(scope, counts, "dans-les-delais", sentence)
    figure["number"] = percent(good, whole)
    if whole and was_whole:
        figure |= _trend(percentage(good, whole) - percentage(was_good, was_whole))
    return figure


def _trend(points: int) -> dict[str, str]:
    """How the share moved against the four weeks before."""
    if not points:
        return {"trend": _("stable")}
    words = ngettext("%(n)d point de plus", "%(n)d points de plus", points)
    if points < 0:
        words = ngettext("%(n)d point de moins", "%(n)d points de moins", -points)
    return {
        "trend": words % {"n": abs(points)},
        "trend_way": "up" if points > 0 else "down",
        "trend_sense": "better" if points > 0 else "worse",
    }


def _rows(scope: Scope, counts: dict, parts) -> list[dict[str, Any]]:
    return [
        {"label": part.label, "value": counts[part.slug], "href": link(scope, part.slug)}
        for part in parts
    ]


def turns(scope: Scope, counts: dict) -> list[dict[str, Any]]:
    """Live cases by whose turn it is."""
    return _rows(scope, counts, TURNS)


def ages(scope: Scope, counts: dict) -> list[dict[str, Any]]:
    """Live cases by age since they were sent."""
    return _rows(scope, counts, AGES)


def answers(scope: Scope, counts: dict) -> list[dict[str, Any]]:
    """The recent answers, on time and not."""
    rows = _rows(scope, counts, (FIGURES["dans-les-delais"], FIGURES["hors-delais"]))
    rows[1]["tone"] = "late"
    return rows


def forecast(scope: Scope, days: dict) -> dict[str, Any]:
    """What the coming days would make late, in a sentence and day by day."""
    worst = max(days, key=lambda day: days[day])
    rows = [
        {
            "label": _("aujourd’hui") if day == localdate() else day_in_words(day),
            "value": count,
            "href": link(scope, "echeance", jour=day.isoformat()),
        }
        for day, count in days.items()
    ]
    return {
        "sentence": late_on(days[worst], worst),
        "href": link(scope, "echeance", jour=worst.isoformat()) if days[worst] else "",
        "rows": rows,
        "whole": max(days.values()),
    }


def medians(scope: Scope, delays: list[StepDelay]) -> dict[str, Any]:
    """Each step's median, with the cases it was counted on."""
    rows = []
    one_procedure = len({delay.procedure for delay in delays}) == 1
    for delay in delays:
        procedure = registry.get(delay.procedure)
        words = _("%(median)s (9 sur 10 en %(ninth)s)") % {
            "median": working_days(delay.median),
            "ninth": working_days(delay.ninth),
        }
        rows.append(
            {
                "label": _step_label(procedure, delay.node, one_procedure=one_procedure),
                "value": delay.median,
                "words": words,
                "tone": "signal" if _is_family(procedure, delay.node) else "",
                "href": link(scope, "etape-faite", demarche=delay.procedure, etape=delay.node),
            }
        )
    return {"rows": rows, "whole": max((delay.median for delay in delays), default=0)}


def _is_family(procedure: Procedure | None, node: str) -> bool:
    return isinstance(node_of(procedure, node), Family)


def _step_label(procedure: Procedure | None, node: str, *, one_procedure: bool) -> str:
    title = step_title(procedure, node)
    if _is_family(procedure, node):
        title = _("%(step)s (la famille)") % {"step": title}
    return title if one_procedure or procedure is None else f"{title} · {procedure.title}"


def maps(scope: Scope, live: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """For each démarche, its steps in order with the live cases that stand there."""
    chosen = [scope.procedure] if scope.procedure else list(registry)
    found = [_map(scope, procedure, live) for procedure in chosen]
    return [drawn for drawn in found if scope.procedure or drawn["live"]]


def _map(scope: Scope, procedure: Procedure, live: dict) -> dict[str, Any]:
    rows = []
    for stage in procedure.stages:
        waited_on = [node for node in stage.nodes if (procedure.slug, node) in live]
        for node in waited_on:
            here = live[procedure.slug, node]
            rows.append(
                {
                    "label": f"{stage.title} : {step_title(procedure, node)}",
                    "value": here,
                    "tone": "signal" if _is_family(procedure, node) else "",
                    "href": link(scope, "etape", demarche=procedure.slug, etape=node),
                }
            )
        if not waited_on and not stage.rare:
            rows.append({"label": stage.title, "value": 0})
    return {
        "title": procedure.title,
        "rows": rows,
        "live": sum(count for (slug, _node), count in live.items() if slug == procedure.slug),
        "whole": max((row["value"] for row in rows), default=0),
    }
