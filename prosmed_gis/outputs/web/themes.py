"""What the cercles can be coloured by: classes, labels with their ranges, and each cercle's class."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.wording.numbers import MISSING, day, number, percent, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language

Theme = dict[str, Any]
"""id, group, label, about, classes (label, fill, mark), of (class of each cercle) and shown (its text).

Where a theme follows the years, `of` and `shown` are objects by year. The last class is always `no data`.
"""

SMALL, MIDDLING = 1.0, 10.0
"""Measures up to 1 are shown with two decimals, up to 10 with one: their classes differ in those."""


def themes(products: Products) -> list[Theme]:
    """Return every theme that the products can fill, in the order of the control.

    A theme without a single value is left out. Values stand in the order of `layers.cercles`.
    """
    found = [*_results(products), *_criteria(products), *_coverage(products), *_states(products), *_measures(products)]
    return [theme for theme in found if theme is not None]


def fill_id(fill: sy.Fill) -> str:
    """Return the id of the pattern that paints a hatched fill."""
    return f"h-{fill.hatch.value}-{fill.colour[1:]}-{fill.hatch_colour[1:]}"


def _results(products: Products) -> list[Theme | None]:
    selection = products.selection.set_index("pcode")
    chosen = ("selected_" + selection["track"].astype("str")).where(selection["selected"].astype(bool), "not_selected")
    firm = products.firmness["class"] if "class" in products.firmness else pd.Series(dtype="str")
    return [
        categories(products, "selection", "result", chosen, sy.SELECTION),
        numbers(products, "score", "result", selection["score"], sy.RAMPS["score"], decimals=1),
        categories(products, "firmness", "result", firm.mask(firm == ""), sy.FIRMNESS),
        numbers(products, "frequency", "result", _frequency(products), sy.RAMPS["frequency"]),
        _views(products),
        _ceiling(products),
        numbers(products, "data_coverage", "result", products.criteria.data_coverage, sy.RAMPS["data_coverage"]),
        numbers(products, "people", "result", _people(products), sy.RAMPS["people"]),
    ]


def _frequency(products: Products) -> pd.Series:
    return products.firmness["frequency"] if "frequency" in products.firmness else pd.Series(dtype=float)


def _views(products: Products) -> Theme | None:
    """Return how many views choose each cercle; none, some, most and all are the classes."""
    lists, language = products.robustness.view_lists, products.label.language
    if lists.empty:
        return None
    every, half = lists.shape[1], lists.shape[1] / 2
    counts = lists.sum(axis=1).reindex(products.layers.cercles.index)
    limits = (1.0, half, float(every))
    labels = [text(f"web.views.{name}", language, n=every) for name in ("none", "some", "most", "all")]
    classes = [
        _class(label, sy.Fill(colour))
        for label, colour in zip(labels, sy.class_colours(sy.RAMPS["score"], 4), strict=True)
    ]
    of = [sy.class_of(count, limits) for count in counts]
    return _theme(
        products, "views", "result", classes, [len(classes) if k is None else k for k in of],
        [MISSING if pd.isna(n) else text("web.views.shown", language, n=int(n), of=every) for n in counts],
    )  # fmt: skip


def _ceiling(products: Products) -> Theme | None:
    """Return the share of points that the ceiling leaves, where it takes any from some cercle."""
    factor = products.criteria.ceiling["factor"]
    if not (factor < 1).any():
        return None
    rule, language = products.criteria.ceiling_rule, products.label.language
    unit = rule.unit_fr if language == "fr" else rule.unit_en
    about = text("web.about.ceiling", language, threshold=number(rule.threshold, language), unit=unit)
    theme = numbers(products, "ceiling", "result", factor, sy.RAMPS["ceiling"], about=about)
    if theme is not None:
        theme["classes"][-2]["label"] = text("web.ceiling.whole", language)
    return theme


def _people(products: Products) -> pd.Series:
    return products.people["people"] if "people" in products.people else pd.Series(dtype=float)


def _criteria(products: Products) -> list[Theme | None]:
    language, definitions = products.label.language, products.criteria.definitions
    labels = definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]
    about = text("web.about.criterion", language)
    return [
        numbers(
            products, f"group-{group}", "criteria", products.criteria.group_worths[group], sy.RAMPS["criterion"],
            label=str(labels.get(group, group)), about=about,
        )
        for group in products.criteria.group_worths.columns
    ]  # fmt: skip


def _measures(products: Products) -> list[Theme | None]:
    language, definitions = products.label.language, products.criteria.definitions
    found = []
    measured = products.criteria.values
    for name in measured.columns:
        values = measured[name]
        row = definitions.loc[name]
        signed = bool((values < 0).any())
        ramp = "signed" if signed else "measured_share" if row["shown_as"] == "percent" else "measure"
        falling = falls(tuple(row["curve"]))
        unit = f" ({row[f'unit_{language}']})" if row[f"unit_{language}"] else ""
        found.append(
            numbers(
                products, f"measure-{name}", "measures", values, turned(sy.RAMPS[ramp], falling=falling),
                label=str(row[f"label_{language}"]),
                about=_about_measure(language, signed=signed, falling=falling) + unit,
                decimals=0 if ramp == "measured_share" else _decimals(values),
            )
        )  # fmt: skip
    return found


def _about_measure(language: Language, *, signed: bool, falling: bool) -> str:
    told = text("web.about.signed" if signed else "web.about.measure", language)
    return f"{told} {text('web.about.lower', language)}" if falling else told


def falls(curve: Sequence[tuple[float, float]]) -> bool:
    """Return whether a value function (points (value, worth)) falls: a low value speaks for the cercle, a high one not.

    One that both rises and falls, a window, does not: its map shows how much there is.

    >>> falls(((0.0, 1.0), (24.0, 0.0))), falls(((0.0, 0.0), (3.0, 1.0))), falls(((0.0, 0.0), (5.0, 1.0), (9.0, 0.0)))
    (True, False, False)
    """
    worths = [worth for _, worth in curve]
    return worths[0] > worths[-1] and all(second <= first for first, second in pairwise(worths))


def turned(ramp: sy.Ramp, *, falling: bool) -> sy.Ramp:
    """Return the ramp so that its dark end is what speaks for a cercle."""
    return replace(ramp, colours=ramp.colours[::-1]) if falling else ramp


def _decimals(values: pd.Series) -> int:
    top = values.abs().max()
    if pd.isna(top) or top > MIDDLING:
        return 0
    return 2 if top <= SMALL else 1


def _coverage(products: Products) -> list[Theme | None]:
    language, coverage = products.label.language, products.plan.coverage
    found: list[Theme | None] = []
    for service in Service:
        rows = coverage[coverage["service"] == service.value]
        by_year = {
            int(str(year)): of_year.set_index("cercle_pcode")["share"].astype(float)
            for year, of_year in rows.groupby("year", sort=True)
        }
        parts = {
            year: numbers(
                products, f"coverage-{service}", "coverage", shares, sy.RAMPS["coverage"],
                label=text(f"service.{service}", language), about=text("web.about.coverage", language),
            )
            for year, shares in by_year.items()
        }  # fmt: skip
        known = {year: part for year, part in parts.items() if part is not None}
        if known:
            first = next(iter(known.values()))
            of = {str(year): part["of"] for year, part in known.items()}
            found.append({**first, "of": of, "shown": {str(year): part["shown"] for year, part in known.items()}})
    return found


def _states(products: Products) -> list[Theme | None]:
    language = products.label.language
    labels = indicator_labels(products)
    rows = states_by_cercle(products)
    about = text("web.about.state", language, date=day(products.label.tracking_as_of, language))
    return [
        categories(
            products, f"state-{indicator}-{variant}", "follow_up", of_one.set_index("cercle_pcode")["state"], sy.STATES,
            label=f"{indicator} – {labels.get(str(indicator), str(indicator))}", about=about,
        )
        for (indicator, variant), of_one in rows.groupby(["indicator", "variant"], sort=True)
    ]  # fmt: skip


def states_by_cercle(products: Products) -> pd.DataFrame:
    """Return the latest state of each indicator, variant and cercle (one row each)."""
    states = latest(products.tracked.states)
    rows = states[states["cercle_pcode"].fillna("") != ""]
    return rows.drop_duplicates(["indicator", "variant", "cercle_pcode"])


def latest(states: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the latest date, ordered by indicator, variant and cercle."""
    rows = states[states["as_of"] == states["as_of"].max()] if len(states) else states
    return rows.sort_values(["indicator", "variant", "cercle_pcode"], kind="stable", na_position="first")


def indicator_labels(products: Products) -> dict[str, str]:
    """Return the label of each indicator code in the product's language."""
    indicators = products.layers.indicators
    if indicators is None:
        return {}
    rows = indicators.drop_duplicates("code").set_index("code")
    return {str(code): str(label) for code, label in rows[f"label_{products.label.language}"].items()}


def categories(
    products: Products, name: str, group: str, values: pd.Series, looks: Sequence[sy.Category], *,
    label: str = "", about: str = "",
) -> Theme | None:  # fmt: skip
    """Return a theme of named classes; None where no cercle has one."""
    language = products.label.language
    aligned = values.reindex(products.layers.cercles.index)
    if aligned.isna().all():
        return None
    shown = [look for look in looks if look is not sy.NO_DATA]
    order = {look.value: k for k, look in enumerate(shown)}
    labels = [text(look.label, language) for look in shown]
    of = [order.get(value, len(shown)) for value in aligned]
    classes = [_class(labels[k], shown[k].fill, shown[k].mark) for k in range(len(shown))]
    told = [labels[k] if k < len(labels) else text(sy.NO_DATA.label, language) for k in of]
    return _theme(products, name, group, classes, of, told, label=label, about=about)


def numbers(
    products: Products, name: str, group: str, values: pd.Series, ramp: sy.Ramp, *,
    label: str = "", about: str = "", decimals: int | None = None,
) -> Theme | None:  # fmt: skip
    """Return a theme of numbers in classes; None where no cercle has one."""
    language = products.label.language
    aligned = values.astype(float).reindex(products.layers.cercles.index)
    if aligned.isna().all():
        return None
    places = ramp.decimals if decimals is None else decimals
    limits = sy.class_limits(aligned, ramp)
    colours = sy.class_colours(ramp, len(limits) + 1)
    labels = _ranges(limits, ramp, language)
    classes = [_class(shown, sy.Fill(colour)) for shown, colour in zip(labels, colours, strict=True)]
    of = [sy.class_of(value, limits) for value in aligned]
    return _theme(
        products, name, group, classes, [len(classes) if k is None else k for k in of],
        [_shown(value, ramp, places, language) for value in aligned], label=label, about=about,
    )  # fmt: skip


def _theme(
    products: Products, name: str, group: str, classes: list[dict[str, str]], of: list[int], shown: list[str], *,
    label: str = "", about: str = "",
) -> Theme:  # fmt: skip
    """Put a theme together; its texts are those of its name unless given."""
    language = products.label.language
    return {
        "id": name,
        "group": group,
        "label": label or text(f"web.theme.{name}", language),
        "about": about or text(f"web.about.{name}", language),
        "classes": [*classes, _no_data(language)],
        "of": of,
        "shown": shown,
    }


def _shown(value: float, ramp: sy.Ramp, decimals: int, language: Language) -> str:
    if math.isnan(value):
        return MISSING
    if ramp.suffix:
        return percent(value, language, decimals)
    return number(value * ramp.factor, language, decimals)


def _ranges(limits: tuple[float, ...], ramp: sy.Ramp, language: Language) -> list[str]:
    shown = [_limit(limit, ramp, language) for limit in limits]
    if not shown:
        return [text("web.ui.all", language)]
    if ramp.breaks is sy.Breaks.SIGNED:
        return _signed_ranges(shown[0], shown[-1], language)
    middle = [text("web.between", language, low=low, high=high) for low, high in pairwise(shown)]
    return [text("web.below", language, high=shown[0]), *middle, text("web.above", language, low=shown[-1])]


def _signed_ranges(low: str, high: str, language: Language) -> list[str]:
    middle = [text(f"web.signed.{name}", language, low=low, high=high) for name in ("falling", "none", "rising")]
    return [text("web.below", language, high=low), *middle, text("web.above", language, low=high)]


def _limit(limit: float, ramp: sy.Ramp, language: Language) -> str:
    shown = short(limit * ramp.factor, language, 2)
    if not ramp.suffix:
        return shown
    return f"{shown}\u00a0%" if language == "fr" else f"{shown}%"


def _class(label: str, fill: sy.Fill, mark: str = "") -> dict[str, str]:
    paint = f"url(#{fill_id(fill)})" if fill.hatch else fill.colour
    return {"label": label, "fill": paint, "mark": mark}


def _no_data(language: Language) -> dict[str, str]:
    return _class(text(sy.NO_DATA.label, language), sy.NO_DATA.fill, sy.NO_DATA.mark)
