"""What a look is made of: fills, lines, categories, ramps, icons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PX_TO_MM = 25.4 / 96


class Hatch(StrEnum):
    """Pattern laid over a fill."""

    NONE = ""
    DIAGONAL = "diagonal"
    DOTS = "dots"


class Frame(StrEnum):
    """Outer form of an icon."""

    CIRCLE = "circle"
    SQUARE = "square"
    SHIELD = "shield"
    HEXAGON = "hexagon"
    DIAMOND = "diamond"


class Breaks(StrEnum):
    """How the limits of a ramp's classes are found."""

    FIXED = "fixed"
    """The ramp's own limits: comparable between runs."""
    PRETTY = "pretty"
    """Equal steps of a round number that span the data."""
    QUANTILE = "quantile"
    """Equal numbers of units in each class, limits rounded to two digits; for heavy-tailed counts."""
    SIGNED = "signed"
    """The same steps on both sides of 0, which is a class of its own; for changes."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Inside of an area."""

    colour: str
    hatch: Hatch = Hatch.NONE
    hatch_colour: str = "#8a8a8a"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Stroke: width in px; `dash` in px, empty for a full line."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a theme of categories; `mark` is a glyph that repeats the colour's message."""

    value: str
    label: str
    fill: Fill
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Ramp:
    """One theme of numbers: colours from low to high, how limits are found, how numbers are shown."""

    colours: tuple[str, ...]
    breaks: Breaks
    limits: tuple[float, ...] = ()
    """Inner limits of the classes for `Breaks.FIXED`, ascending, one fewer than `colours`."""
    factor: float = 1.0
    """Shown number = value x factor (100 for shares shown in percent)."""
    decimals: int = 0
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Icon:
    """Symbol of a point: glyph path (24 x 24), frame and colour; `size` is the frame's width in px."""

    label: str
    path: str
    frame: Frame
    colour: str
    size: float = 20.0


@dataclass(frozen=True, slots=True)
class WorkFrame:
    """How a work's status changes its icon: filled, or white with a (dashed) border."""

    label: str
    filled: bool
    dash: tuple[float, ...] = ()
