"""Draw the value function of each indicator and the ceiling as small SVG pictures, with a page that shows them all.

Same configuration, same bytes. Usage: `python scripts/value_plots.py [--config FILE] [--out FOLDER]`.
"""

from __future__ import annotations

import argparse
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from prosmed_gis.config.loading import Request, load
from prosmed_gis.config.targeting import Ceiling, Indicator, Targeting
from prosmed_gis.targeting.scoring.ceiling import curve as ceiling_curve
from prosmed_gis.targeting.scoring.values import curve, goalposts
from prosmed_gis.wording.numbers import day, short

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "images/valeurs"
"""Folder of the pictures inside the folder of documentation."""
PAGE = "fonctions-de-valeur.md"

WIDTH, HEIGHT = 380, 250
LEFT, TOP, RIGHT, BOTTOM = 46, 44, 366, 178
"""Edges of the drawing area; the title stands above it, numbers, unit and date below."""
INK, SOFT, RULE, ACCENT = "#333333", "#666666", "#dddddd", "#1f5a92"
NARROW = "\u202f"
MOST_TICKS = 6
LETTERS_OF_TITLE, LETTERS_OF_UNIT = 50, 62
"""Letters that fit in a line of the title and of the unit."""


@dataclass(frozen=True)
class Line:
    """Points to be joined: full and in colour for what counts, dashed and grey for what is told beside it."""

    points: Sequence[tuple[float, float]]
    name: str = ""
    main: bool = True


@dataclass(frozen=True)
class Plot:
    """One picture: texts in French, curves with y from 0 to 1, values to be marked on the x axis."""

    title: str
    unit: str
    upright: str
    """What the y axis shows."""
    lines: Sequence[Line]
    posts: Sequence[float]
    dated: date
    percent: bool = False

    def x(self, value: float) -> float:
        """Return the place of a value in the picture."""
        low, high = self.lines[0].points[0][0], self.lines[0].points[-1][0]
        return LEFT + (RIGHT - LEFT) * (value - low) / (high - low)

    def shown(self, value: float) -> str:
        """Return a value as a French reader expects it."""
        return f"{short(100 * value, 'fr', 1)}\u00a0%" if self.percent else short(value, "fr", 2)


def y(worth: float) -> float:
    """Return the place of a worth in the picture."""
    return BOTTOM - (BOTTOM - TOP) * worth


def ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two values, at most `MOST_TICKS`, in steps of 1, 2 or 5 times a power of ten.

    >>> ticks(0, 23)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    power = 10.0 ** math.floor(math.log10((high - low) / MOST_TICKS))
    step = next(power * k for k in (1, 2, 5, 10, 20) if (high - low) / (power * k) < MOST_TICKS)
    return [round(k * step, 10) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def svg(plot: Plot) -> str:
    """Return a plot as a whole SVG picture."""
    parts = [*_frame(plot), *_axes(plot)]
    for line in plot.lines:
        look = f'stroke="{ACCENT}" stroke-width="2.4"' if line.main else f'stroke="{SOFT}" stroke-dasharray="5 4"'
        path = " ".join(f"{plot.x(a):.1f},{y(b):.1f}" for a, b in line.points)
        parts.append(f'<polyline points="{path}" fill="none" {look}/>')
    parts += _names(plot)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    style = 'font-family="\'DejaVu Sans\',Verdana,Arial,sans-serif" font-size="10"'
    return f'{head} role="img" {style}>\n' + "\n".join(parts) + "\n</svg>\n"


def _frame(plot: Plot) -> list[str]:
    lines = textwrap.wrap(plot.title, LETTERS_OF_TITLE)[:2]
    first = 16 if len(lines) > 1 else 24
    return [
        f"<title>{escape(plot.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *(_text(8, first + 14 * k, line, size=12, weight="bold") for k, line in enumerate(lines)),
    ]


def _axes(plot: Plot) -> list[str]:
    low, high = plot.lines[0].points[0][0], plot.lines[0].points[-1][0]
    parts = []
    for worth in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_stroke(LEFT, y(worth), RIGHT, y(worth)))
        parts.append(_text(LEFT - 5, y(worth) + 3.5, short(worth, "fr", 2), anchor="end", colour=SOFT))
    posts = [plot.x(post) for post in plot.posts]
    for tick in ticks(low, high):
        place = plot.x(tick)
        parts.append(_stroke(place, BOTTOM, place, BOTTOM + 4, colour=SOFT))
        if all(abs(place - post) > 24 for post in posts):  # noqa: PLR2004 - half the width of two numbers
            parts.append(_text(place, BOTTOM + 15, plot.shown(tick), anchor="middle", colour=SOFT))
    for post, place in zip(plot.posts, posts, strict=True):
        parts.append(_stroke(place, TOP, place, BOTTOM + 4, colour=SOFT, dash="2 3"))
        parts.append(_text(place, BOTTOM + 15, plot.shown(post), anchor="middle", weight="bold"))
    middle = (TOP + BOTTOM) / 2
    parts.append(_text(10, middle, plot.upright, anchor="middle", turn=f"rotate(-90 10 {middle:g})"))
    unit = textwrap.wrap(plot.unit, LETTERS_OF_UNIT, break_on_hyphens=False)[:2]
    parts += [_text((LEFT + RIGHT) / 2, BOTTOM + 30 + 12 * k, line, anchor="middle") for k, line in enumerate(unit)]
    dated = f"Bornes (en gras) fixées le {day(plot.dated, 'fr')}"
    parts.append(_text((LEFT + RIGHT) / 2, BOTTOM + 58, dated, anchor="middle", colour=SOFT))
    return parts


def _names(plot: Plot) -> list[str]:
    """Name the curves in the free corner at the foot of the drawing, where there is more than one."""
    named = [line for line in plot.lines if line.name]
    parts = [f'<rect x="{LEFT + 3}" y="{BOTTOM - 38}" width="216" height="32" fill="#ffffff"/>'] if named else []
    for k, line in enumerate(named):
        place = BOTTOM - 12 - 14 * (len(named) - 1 - k)
        dash, colour = ("", ACCENT) if line.main else ("5 4", SOFT)
        parts.append(_stroke(LEFT + 8, place - 3.5, LEFT + 30, place - 3.5, colour=colour, dash=dash, width=2))
        parts.append(_text(LEFT + 36, place, line.name, colour=colour))
    return parts


def _stroke(x1: float, y1: float, x2: float, y2: float, *, colour: str = RULE, dash: str = "", width: float = 1) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK, size: int = 0,
          weight: str = "", turn: str = "") -> str:  # fmt: skip
    more = {"text-anchor": anchor, "font-size": size, "font-weight": weight, "transform": turn}
    given = "".join(f' {name}="{value}"' for name, value in more.items() if value and value != "start")
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{given}>{escape(words)}</text>'


def of_indicator(indicator: Indicator) -> Plot:
    """Return the plot of an indicator's value function."""
    return Plot(
        title=indicator.label_fr,
        unit=indicator.unit_fr,
        upright="Valeur (0 à 1)",
        lines=[Line(curve(indicator.value, 1.0 if indicator.shown_as == "percent" else math.inf))],
        posts=goalposts(indicator.value),
        dated=indicator.goalposts_dated,
        percent=indicator.shown_as == "percent",
    )


def of_ceiling(ceiling: Ceiling) -> Plot:
    """Return the plot of the ceiling: the factor on the group's worth, and the share of events that still counts."""
    points = ceiling_curve(ceiling)
    factor = Line([(x, factor) for x, _, factor in points], "note du critère multipliée par")
    counted = Line([(x, counted) for x, counted, _ in points], "part des événements prise en compte", main=False)
    return Plot(
        title="Plafond sécuritaire",
        unit=ceiling.unit_fr,
        upright="Part conservée",
        lines=[factor, counted],
        posts=[ceiling.threshold, ceiling.hi] if ceiling.form == "window" else [ceiling.threshold],
        dated=ceiling.dated,
    )


def page(targeting: Targeting) -> str:
    """Return the Markdown page that shows every picture by criterion."""
    parts = [
        "# Fonctions de valeur",
        "",
        f"Chaque mesure est traduite en une valeur de 0 à 1 sur des bornes fixes et datées{NARROW}: elles ne bougent",
        "pas avec les données, si bien que deux années se comparent. Page et figures sont produites par",
        "`python scripts/value_plots.py` à partir de `config/prosmed.yaml`.",
    ]
    for group in targeting.groups.values():
        parts += ["", f"## {group.label_fr}", ""]
        for name, indicator in group.indicators.items():
            parts.append(f"![{indicator.label_fr}]({FOLDER}/{name}.svg)")
    parts += ["", "## Plafond sécuritaire", "", f"![Plafond sécuritaire]({FOLDER}/plafond.svg)"]
    return "\n".join(parts) + "\n"


def files(targeting: Targeting) -> dict[str, str]:
    """Return every file by its path inside the folder of documentation."""
    plots = {name: of_indicator(item) for group in targeting.groups.values() for name, item in group.indicators.items()}
    plots["plafond"] = of_ceiling(targeting.ceiling)
    return {PAGE: page(targeting), **{f"{FOLDER}/{name}.svg": svg(plot) for name, plot in plots.items()}}


def main() -> None:
    """Write the page and its pictures; a picture whose indicator is gone is removed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=ROOT / "config" / "prosmed.yaml")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder of documentation")
    options = parser.parse_args()
    wanted = files(load(Request(options.config)).config.targeting)
    folder = options.out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.svg")):
        if f"{FOLDER}/{old.name}" not in wanted:
            old.unlink()
    for name, content in wanted.items():
        (options.out / name).write_text(content, encoding="utf-8", newline="\n")
        print(name)


if __name__ == "__main__":
    main()
