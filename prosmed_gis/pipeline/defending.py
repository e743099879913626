"""What `robustness` answers: how firm the list is, what it rests on, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.pipeline.answers import records
from prosmed_gis.pipeline.defending_changes import changes_sections
from prosmed_gis.targeting.numbers import decimal, percent

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Robustness
    from prosmed_gis.pipeline.run import Run

SHOWN_INPUTS = 8
"""Single inputs shown to people; the tables and the JSON hold all."""

Section = tuple[str, list[str], list[list[object]]]
"""Title, headings (empty: a sentence alone), rows."""


def defence(run: Run) -> dict[str, Any]:
    """Return everything that is known of the firmness of the list, as JSON values."""
    found, firm = run.robustness, run.chosen.firmness
    settings = run.config.targeting.firmness
    names = run.layers.cercles["name"]
    frame = firm.rename_axis("pcode").reset_index()
    frame.insert(1, "cercle", frame["pcode"].map(names))
    return {
        "draws": settings.draws,
        "seed": settings.seed,
        "infeasible_draws": run.chosen.firm.infeasible,
        **_with_ends("mean_distance", run.chosen.firm.mean_distance() if settings.draws else None),
        **_with_ends("same_list_share", run.chosen.firm.same_list() if settings.draws else None),
        "cercles": records(_round(frame)),
        "decides_by_choice": records(_round(found.choices.rename_axis("choice").reset_index())),
        "decides_by_input": records(_round(found.inputs)),
        "omissions": [
            row | {"entered": row["entered"].split(), "left": row["left"].split()}
            for row in records(_round(found.omissions))
        ],
        "first_change": records(_round(found.first_change)),
        "weight_changes": records(_round(found.weight_changes)),
        "replacement": records(_round(found.replacement.rename_axis("pcode").reset_index())),
        "nesting": _nested(found),
        "notes": list(found.notes),
        "views": [
            row
            | {
                "entered": _entered(found.view_lists, str(row["view"])),
                "left": _left(found.view_lists, str(row["view"])),
            }
            for row in records(_round(found.views.rename_axis("view").reset_index()))
        ],
    }


def _nested(found: Robustness) -> dict[str, Any] | None:
    if found.nesting is None:
        return None
    return {
        "lists": {name: sorted(column.index[column]) for name, column in found.nesting.lists.items()},
        "totals": records(_round(found.nesting.totals.rename_axis("reading").reset_index())),
        "release": records(_round(found.nesting.release.rename_axis("step").reset_index())),
    }


def _with_ends(name: str, found: tuple[float, float, float] | None) -> dict[str, float | None]:
    """Return a number and the ends of its interval at 95 %; None where there is none."""
    values = found or (np.nan, np.nan, np.nan)
    keys = (name, f"{name}_low", f"{name}_high")
    return {key: None if np.isnan(value) else round(value, 6) for key, value in zip(keys, values, strict=True)}


def _round(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.round(6)


def _entered(lists: pd.DataFrame, view: str) -> list[str]:
    return sorted(lists.index[lists[view] & ~lists.iloc[:, 0]])


def _left(lists: pd.DataFrame, view: str) -> list[str]:
    return sorted(lists.index[~lists[view] & lists.iloc[:, 0]])


def sections(run: Run, answer: dict[str, Any]) -> list[Section]:
    """Return the answer as titled tables for people, in the run's language."""
    language = run.language
    parts: list[Section] = []
    if answer["draws"]:
        parts.append(_classes(run, answer))
        if answer["decides_by_choice"]:
            parts.append(_choices(answer, language))
        parts.append(_inputs(answer, language))
    parts += [_omissions(run, answer), _views(run, answer)]
    return parts + changes_sections(run, answer)


def _classes(run: Run, answer: dict[str, Any]) -> Section:
    language = run.language
    rows: list[list[object]] = []
    order = sorted(answer["cercles"], key=lambda row: (-row["frequency"], row["pcode"]))
    selected = set(run.chosen.selection.loc[run.chosen.selection["selected"], "pcode"])
    for row in order:
        if row["class"] == "out" and row["pcode"] not in selected:
            continue
        ranks = "" if row["rank_low"] is None else f"{row['rank_low']:.0f}-{row['rank_high']:.0f}"
        interval = _interval(row["low"], row["high"], language, digits=1)
        mark = "*" if row["pcode"] in selected else ""
        rows.append(
            [row["pcode"], row["cercle"], percent(row["frequency"], language), interval, ranks,
             text(f"firmness.{row['class']}", language), mark]
        )  # fmt: skip
    title = text(
        "robustness.title.classes",
        language,
        draws=decimal(answer["draws"], language),
        same=percent(answer["same_list_share"], language),
        interval=_interval(answer["same_list_share_low"], answer["same_list_share_high"], language, digits=1),
    )
    return title, _words(language, "pcode", "cercle", "frequency", "interval", "ranks", "class", "selected"), rows


def _choices(answer: dict[str, Any], language: str) -> Section:
    rows: list[list[object]] = [
        [
            text(f"decides.{row['choice']}", language),
            _share(row["first_order"], language),
            _interval(row["first_order_low"], row["first_order_high"], language),
            _share(row["total"], language),
            _interval(row["total_low"], row["total_high"], language),
        ]
        for row in answer["decides_by_choice"]
    ]
    return (
        text("robustness.title.choices", language),
        _words(language, "choice", "alone", "interval", "total", "interval"),
        rows,
    )


def _inputs(answer: dict[str, Any], language: str) -> Section:
    rows: list[list[object]] = [
        [
            row[f"label_{language}"],
            _share(row["first_order"], language),
            _interval(row["low"], row["high"], language),
        ]
        for row in answer["decides_by_input"][:SHOWN_INPUTS]
    ]
    return text("robustness.title.inputs", language), _words(language, "input", "alone", "interval"), rows


def _omissions(run: Run, answer: dict[str, Any]) -> Section:
    language, names = run.language, run.layers.cercles["name"]
    rows: list[list[object]] = [
        [
            row[f"label_{language}"], row["common"], ", ".join(names.reindex(row["entered"])),
            ", ".join(names.reindex(row["left"])), decimal(row["rank_shift"], language),
        ]
        for row in answer["omissions"]
    ]  # fmt: skip
    return (
        text("robustness.title.omissions", language),
        _words(language, "without", "common", "entered", "left", "shift"),
        rows,
    )


def _views(run: Run, answer: dict[str, Any]) -> Section:
    language, names = run.language, run.layers.cercles["name"]
    rows: list[list[object]] = [
        [
            row[f"label_{language}"],
            row["common"],
            ", ".join(names.reindex(row["entered"])),
            ", ".join(names.reindex(row["left"])),
        ]
        for row in answer["views"]
    ]
    return text("robustness.title.views", language), _words(language, "view", "common", "entered", "left"), rows


def _share(value: float | None, language: str) -> str:
    """Return an estimated share; estimates a little outside 0-1 are noise of the estimate."""
    return "" if value is None else percent(min(max(value, 0.0), 1.0), language)


def _interval(low: float | None, high: float | None, language: str, *, digits: int = 0) -> str:
    """Return the ends of an interval of shares, in percent; a dash where nothing tells how wide it is."""
    if low is None or high is None:
        return "–"
    ends = (decimal(100 * min(max(end, 0.0), 1.0), language, digits=digits) for end in (low, high))
    return "-".join(ends)


def _words(language: str, *keys: str) -> list[str]:
    return [text(f"robustness.column.{key}", language) for key in keys]
