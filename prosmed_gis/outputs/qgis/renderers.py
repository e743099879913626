"""Renderers: how the rows of a layer get their symbols."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import NO_DATA, Category, Fill, Line, Ramp, class_colours, class_limits
from prosmed_gis.outputs.qgis.markup import element, identifier
from prosmed_gis.outputs.qgis.symbols import fill_symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree import ElementTree as ET

    import pandas as pd

    from prosmed_gis.domain.vocabulary import Language

ABSENT = -9999.0
"""Stand-in of a missing number inside a graduated renderer, which draws no null; below every value we show."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a renderer and of its legend: `key` is a value of the attribute or a filter expression."""

    key: str
    label: str
    symbol: ET.Element


def _renderer(kind: str, attributes: dict[str, object], *children: ET.Element) -> ET.Element:
    common = {"type": kind, "forceraster": 0, "symbollevels": 0, "enableorderby": 0}
    return element("renderer-v2", {**common, **attributes}, *children)


def _named(symbols: Iterable[ET.Element]) -> ET.Element:
    """Return the `<symbols>` of a renderer, numbered in order; the given symbols stay as they are."""
    numbered = [
        element("symbol", {**found.attrib, "name": number}, *list(found)) for number, found in enumerate(symbols)
    ]
    return element("symbols", None, *numbered)


def single(symbol: ET.Element) -> ET.Element:
    """Return a renderer with one symbol for all rows."""
    return _renderer("singleSymbol", {}, _named([symbol]))


def categorised(attribute: str, entries: Sequence[Entry]) -> ET.Element:
    """Return a renderer with a symbol for each value of an attribute or expression."""
    categories = [
        element("category", {"value": entry.key, "label": entry.label, "symbol": k, "render": "true", "type": "string"})
        for k, entry in enumerate(entries)
    ]
    symbols = _named(entry.symbol for entry in entries)
    return _renderer("categorizedSymbol", {"attr": attribute}, element("categories", None, *categories), symbols)


def rules(layer: str, entries: Sequence[Entry], *, levels: bool = False, falling: str = "") -> ET.Element:
    """Return a renderer by rules: a row is drawn by every rule whose filter it meets, in the order given.

    With `levels`, all of a rule's symbols are drawn before the next rule's, so that later rules lie on top. With
    `falling`, rows are drawn from the highest value of that column to the lowest, which lies on top.
    """
    found = [
        element("rule", {"key": identifier(layer, str(k)), "filter": entry.key, "label": entry.label, "symbol": k})
        for k, entry in enumerate(entries)
    ]
    tree = element("rules", {"key": identifier(layer, "rules")}, *found)
    attributes: dict[str, object] = {"symbollevels": int(levels), "enableorderby": int(bool(falling))}
    clause = element("orderByClause", {"asc": 0, "nullsFirst": 0}, text=f'"{falling}"')
    order = [element("orderby", None, clause)] if falling else []
    return _renderer("RuleRenderer", attributes, tree, _named(entry.symbol for entry in entries), *order)


def categories(attribute: str, found: Sequence[Category], line: Line, language: Language) -> ET.Element:
    """Return a renderer of areas by categories of the common specification."""
    entries = [
        Entry(category.value, _marked(category, language), fill_symbol(category.fill, line)) for category in found
    ]
    return categorised(attribute, entries)


def _marked(category: Category, language: Language) -> str:
    return text(category.label, language)


def graduated(column: str, values: pd.Series, ramp: Ramp, line: Line, language: Language) -> ET.Element:
    """Return a renderer of areas by classes of a number, with a class of its own for missing values.

    A value on a limit falls in the class above, as in `domain.symbology.class_of`; QGIS takes the first class whose
    closed interval holds the value, so the classes meet a hair below the limit (`MARGIN`).
    """
    limits = class_limits([float(value) for value in values.dropna()], ramp)
    colours = class_colours(ramp, len(limits) + 1)
    lows, highs = (-math.inf, *limits), (*limits, math.inf)
    rows = [(_end(low), _end(high)) for low, high in zip(lows, highs, strict=True)]
    fills = [Fill(colour) for colour in colours]
    counted = values.dtype.kind == "i" and ramp.factor == 1
    labels = count_labels(values, limits, language) if counted else class_labels(limits, ramp, language)
    if values.isna().any():
        rows.append((ABSENT, ABSENT))
        fills.append(NO_DATA.fill)
        labels.append(text(NO_DATA.label, language))
    ranges = [
        element("range", {"lower": repr(low), "upper": repr(high), "label": label, "symbol": k, "render": "true"})
        for k, ((low, high), label) in enumerate(zip(rows, labels, strict=True))
    ]
    attributes: dict[str, object] = {"attr": f'coalesce("{column}", {ABSENT:g})', "graduatedMethod": "GraduatedColor"}
    symbols = _named(fill_symbol(fill, line) for fill in fills)
    return _renderer("graduatedSymbol", attributes, element("ranges", None, *ranges), symbols)


FARTHEST = 1e12
"""Open ends of the first and last classes: QGIS knows no infinity."""

MARGIN = 1e-9
"""Relative room under a limit. QGIS compares with a tolerance of some 1e-15, so that the last number below a limit
would still take the limit itself into the lower class."""


def _end(limit: float) -> float:
    """Return a limit as the common end of the two classes beside it."""
    if math.isinf(limit):
        return FARTHEST if limit > 0 else ABSENT + 1
    return limit - MARGIN * max(1.0, abs(limit))


def class_labels(limits: tuple[float, ...], ramp: Ramp, language: Language) -> list[str]:
    """Return what the legend says of each class, lowest first: `moins de 20`, `20 à 40`, `80 et plus`."""
    if not limits:
        return [text("qgis.class.all", language)]
    shown = [number(limit * ramp.factor, LIMIT_DECIMALS, language) + ramp.suffix for limit in limits]
    middle = [text("web.between", language, low=low, high=high) for low, high in pairwise(shown)]
    first = text("web.below", language, high=shown[0])
    last = text("web.above", language, low=shown[-1])
    return [first, *middle, last]


def count_labels(values: pd.Series, limits: tuple[float, ...], language: Language) -> list[str]:
    """Return what the legend says of classes of whole numbers: `0`, `1 à 4`, `5 et plus`.

    The first class begins at 0, whatever the least value found, for it is drawn from there; where there are numbers
    below 0, or the first limit leaves no room above it, it is all `moins de` its limit.
    """
    if not limits:
        same = bool((values == values.iloc[0]).all())
        return [number(values.iloc[0], 0, language) if same else text("qgis.class.all", language)]
    ceilings = [math.ceil(limit) for limit in limits]
    open_below = values.min() < 0 or ceilings[0] <= 0
    lows = ceilings if open_below else [0, *ceilings]
    shown = [
        text("web.between", language, low=number(low, 0, language), high=number(high - 1, 0, language))
        if high - 1 > low
        else number(low, 0, language)
        for low, high in pairwise(lows)
    ]
    first = [text("web.below", language, high=number(ceilings[0], 0, language))] if open_below else []
    return [*first, *shown, text("web.above", language, low=number(lows[-1], 0, language))]


LIMIT_DECIMALS = 2
"""Limits of classes are round numbers: more decimals are noise of the arithmetic."""


def number(value: float, decimals: int, language: Language) -> str:
    """Return a number as it is written in the language: `12 345,6` or `12,345.6`; no trailing zeros."""
    written = f"{value:,.{decimals}f}"
    if decimals:
        written = written.rstrip("0").rstrip(".")
    return written if language != "fr" else written.replace(",", "\u202f").replace(".", ",")
