"""How things look: classes, colours, symbols and line styles, one specification for QGIS and the web.

Nothing here knows QGIS or Leaflet. Colours are `#rrggbb`; lengths are CSS pixels at 96 per inch
(1 px = 0.2646 mm); icons are SVG path data in a square of 24 units, to be filled with one colour.
Labels are keys of the catalogue (`prosmed_gis.domain.messages`). Ramps are ColorBrewer's sequential
ramps of five classes, categories Paul Tol's colour-blind safe sets; a second channel (hatch, mark,
frame, dash) always repeats what the colour says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from prosmed_gis.domain.vocabulary import EventType, FacilityKind, PlanStatus, Service, Track, WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CLASSES = 5
"""More classes than five cannot be told apart on a projector."""

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


NO_DATA = Category("no_data", "web.no_data", Fill("#e4e4e4", Hatch.DIAGONAL, "#9a9a9a"), "–")
"""Where a value is missing: hatched grey, never the colour of zero."""

INK = "#22303c"
PAPER = "#f4f2ec"

SERVICE_COLOURS: dict[Service, str] = {
    Service.SECURITY: "#1f5a92",
    Service.JUSTICE: "#7b2d5b",
    Service.PRISON: "#6b4a2b",
}

# Ramps by meaning: what is wanted rises in blue or green, harm in orange, trust in violet.
_BLUES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")
_ORANGES = ("#fff5dc", "#fed98e", "#fe9929", "#d95f0e", "#993404")
_GREENS = ("#edf8f1", "#b7e2cf", "#66c2a4", "#2ca25f", "#00602f")
_VIOLETS = ("#f5f3f8", "#cbc9e2", "#9e9ac8", "#756bb1", "#4a2a86")
_FIFTHS = (0.2, 0.4, 0.6, 0.8)

RAMPS: dict[str, Ramp] = {
    "score": Ramp(_BLUES, Breaks.PRETTY),
    "criterion": Ramp(_BLUES, Breaks.FIXED, _FIFTHS, factor=100),
    "measure": Ramp(_ORANGES, Breaks.QUANTILE, decimals=1),
    "coverage": Ramp(_GREENS, Breaks.FIXED, _FIFTHS, factor=100, suffix=" %"),
    "measured_share": Ramp(_ORANGES, Breaks.QUANTILE, factor=100, suffix=" %"),
    "frequency": Ramp(_BLUES, Breaks.FIXED, (0.05, 0.35, 0.65, 0.95), factor=100, suffix=" %"),
    "ceiling": Ramp(_ORANGES[::-1], Breaks.FIXED, (0.6, 0.75, 0.9, 1.0), factor=100, suffix=" %"),
    "data_coverage": Ramp(_VIOLETS, Breaks.FIXED, (0.5, 0.7, 0.8, 0.9), factor=100, suffix=" %"),
    "people": Ramp(_VIOLETS, Breaks.QUANTILE),
}
"""Themes of numbers: `score` 0-100, `criterion` worths 0-1, `measure` raw values, shares 0-1, people."""

SELECTION: tuple[Category, ...] = (
    Category("selected_stabilise", "web.selected_stabilise", Fill("#3b6ea5"), "✓"),
    Category("selected_prevent", "web.selected_prevent", Fill("#2f8f83", Hatch.DOTS, "#ffffff"), "✓"),
    Category("not_selected", "web.not_selected", Fill("#faf8f2"), ""),
)
FIRMNESS: tuple[Category, ...] = (
    Category("core", "firmness.core", Fill("#2b5c8a"), "●"),
    Category("exchange", "firmness.exchange", Fill("#e6b04a", Hatch.DOTS, "#7a5200"), "◐"),
    Category("out", "firmness.out", Fill("#faf8f2"), "○"),
)
CHAIN: tuple[Category, ...] = (
    Category("complete", "access.chain.complete", Fill("#2f8f83"), "✓"),
    Category("incomplete", "access.chain.incomplete", Fill("#f3e3c3"), "◌"),
)
"""Whether police, court and prison all work in a cercle."""
REACHED = Fill("#ffffff", Hatch.DOTS, "#14324a", opacity=0.0)
GAINED = Fill("#e07a1f", Hatch.DIAGONAL, "#9c3d00", opacity=0.45)
LOST = Fill("#b3123f", Hatch.DIAGONAL, "#b3123f", opacity=0.0)
"""Ground within a service's standard before the plan, what the plan adds to it, and what is lost; seen through."""
REACHED_GROUND = Fill("#b4c6d3", Hatch.DOTS, "#14324a")
GAINED_GROUND = Fill("#f2b27c", Hatch.DIAGONAL, "#9c3d00")
"""The same on a map of nothing else, where they need not be seen through."""
CATCHMENT = Line("#5b3f8c", 1.4, (5, 3))
"""Limit of the ground whose nearest facility is the same."""
ALTERNATIVE = Icon("web.ui.alternatives", "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", Frame.CIRCLE, "#5b6772", 13.0)
"""Site of another good plan: a faint dashed ring, never a frame of a work."""
CORE: tuple[Category, ...] = (
    Category("core", "placement.class.core", Fill("#2b5c8a"), "●"),
    Category("some", "placement.class.some", Fill("#e6b04a"), "◐"),
)
"""Whether a placed site is in every plan that is nearly as good as the best."""
TRIAL: tuple[Category, ...] = (
    Category("kept", "web.trial.kept", Fill("#3b6ea5"), "✓"),
    Category("enters", "web.trial.enters", Fill("#66b2a0", Hatch.DOTS, "#ffffff"), "▲"),
    Category("leaves", "web.trial.leaves", Fill("#e6b04a", Hatch.DIAGONAL, "#7a5200"), "▼"),
    Category("out", "web.trial.out", Fill("#faf8f2"), ""),
)
"""What a trial of other weights does to the published list."""
NESTED: tuple[Category, ...] = (
    Category("small", "web.nested.small", Fill("#3b6ea5"), "✓"),
    Category("large", "web.nested.released", Fill("#e6b04a", Hatch.DIAGONAL, "#7a5200"), "▼"),
    Category("out", "web.nested.out", Fill("#faf8f2"), ""),
)
"""The smaller list inside the list."""
HOT_SPOTS: tuple[Category, ...] = (
    Category("cold", "web.gi_star.cold", Fill("#7fa8c9"), "−"),
    Category("between", "web.gi_star.between", Fill("#faf8f2"), ""),
    Category("hot", "web.gi_star.hot", Fill("#c8553d"), "+"),
)
"""Where low or high values lie together (G*)."""
HOT_SPOT_Z = 2.0
"""Standard deviations from which values are said to lie together; about 1 in 20 would by chance."""
STATES: tuple[Category, ...] = (
    Category("done", "state.done", Fill("#225522"), "✔"),
    Category("on_time", "state.on_time", Fill("#66b2a0"), "▲"),
    Category("watch", "state.watch", Fill("#e6c34a", Hatch.DOTS, "#7a5f00"), "◆"),
    Category("late", "state.late", Fill("#cc5544", Hatch.DIAGONAL, "#6f1a10"), "▼"),
    Category("no_target", "state.no_target", Fill("#faf8f2"), "○"),
    NO_DATA,
)

CERCLE = Line("#b9b4a6", 0.8)
COMMUNE = Line("#8d98a3", 0.5)
REGION = Line("#5d5548", 1.6)
OUTLINE = Line("#3a342a", 2.2)
RIVER = Line("#7fb2d0", 1.4)
ROADS: dict[str, Line] = {
    "primary": Line("#a0522d", 1.8),
    "secondary": Line("#b8794f", 1.2),
    "tertiary": Line("#b89a7f", 0.9),
    "track": Line("#b8a58f", 0.8, (3, 3)),
}
SELECTED: dict[Track, Line] = {
    Track.STABILISE: Line("#10202e", 2.6),
    Track.PREVENT: Line("#10202e", 2.6, (7, 4)),
}
"""Outline of a selected cercle: full where the track is to stabilise, dashed where it is to prevent."""

_STAR = "M12 4.2l2.2 4.8 5.2.6-3.9 3.5 1.1 5.1-4.6-2.6-4.6 2.6 1.1-5.1-3.9-3.5 5.2-.6z"
_CHEVRON = "M5.5 15.5v-3.4L12 6.7l6.5 5.4v3.4L12 10.4z"
_CHEVRONS = "M5.5 12.6V9.7L12 4.6l6.5 5.1v2.9L12 7.6zM5.5 18.8v-2.9l6.5-5.1 6.5 5.1v2.9L12 13.8z"
_SCALES = (
    "M11.1 4.5h1.8v1.7H19v1.6h-.8l2.3 5a3.1 3.1 0 0 1-5.9 0l2.3-5h-4V17h3.2v1.9H7.9V17h3.2V7.8h-4l2.3 5a3.1 3.1 0 0 1"
    "-5.9 0l2.3-5H5V6.2h6.1z"
)
_TEMPLE = "M12 4.2l8 4.1V10H4V8.3zM5.4 11.3h2.4v5H5.4zM10.8 11.3h2.4v5h-2.4zM16.2 11.3h2.4v5h-2.4zM4 17.5h16v2.1H4z"
_GAVEL = (
    "M13.2 4l5.9 5.9-1.6 1.6-.8-.3-3.2 3.2.3.8-1.6 1.6-5.9-5.9 1.6-1.6.8.3 3.2-3.2-.3-.8zM9.1 13.1l1.8 1.8-4.9 4.9"
    "-1.8-1.8zM13 17.8h7v2h-7z"
)
_HALL = "M12 4.2l8 4.1V10H4V8.3zM5.8 11.4h12.4v4.8H5.8zM4 17.5h16v2.1H4z"
_BARS = "M4.5 4.5h15v2.1h-15zM4.5 17.4h15v2.1h-15zM6 6.6h2.1v10.8H6zM11 6.6h2.1v10.8H11zM15.9 6.6H18v10.8h-2.1z"
_HOUSE = "M12 4l8.6 7.4h-2.4v7.9h-4.3v-5h-3.8v5H5.8v-7.9H3.4z"
_PERSON = (
    "M12 3.9a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8zM5 9.3L6.4 8l3.5 2.3h4.2L17.6 8 19 9.3l-4.5 4v6.5h-1.8v-4.3h-1.4"
    "v4.3H9.5v-6.5z"
)
_TENT = "M12 5l8 14h-5.6L12 14.2 9.6 19H4z"
_BARRIER = "M4.5 6h3v2.9L20 11.8v2.6L7.5 11.5V19h-3z"
_FLAG = "M6 4h1.9v1H18l-2.6 3.5L18 12H7.9v8H6z"
_DASH = "M5.5 10h13v4h-13z"
_DOT = "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z"
_QUESTION = (
    "M8.1 9.3c0-2.5 1.6-4.2 4-4.2s4 1.5 4 3.6c0 3-3 3.1-3 5.4h-2.2c0-3.3 2.9-3.5 2.9-5.3 0-1-.7-1.6-1.7-1.6-1.1 0-1.9.8"
    "-1.9 2.1zM10.8 15.8h2.5v2.5h-2.5z"
)

_SECURITY, _JUSTICE, _PRISON = (SERVICE_COLOURS[service] for service in Service)
_OTHER = "#6a7480"

FACILITIES: dict[FacilityKind, Icon] = {
    FacilityKind.COMMISSARIAT: Icon("facility.commissariat", _STAR, Frame.SHIELD, _SECURITY),
    FacilityKind.POSTE: Icon("facility.poste", _CHEVRON, Frame.SHIELD, _SECURITY, 17),
    FacilityKind.BRIGADE: Icon("facility.brigade", _CHEVRONS, Frame.SHIELD, _SECURITY),
    FacilityKind.TGI: Icon("facility.tgi", _SCALES, Frame.SQUARE, _JUSTICE),
    FacilityKind.TI: Icon("facility.ti", _TEMPLE, Frame.SQUARE, _JUSTICE),
    FacilityKind.JPCE: Icon("facility.jpce", _GAVEL, Frame.SQUARE, _JUSTICE, 17),
    FacilityKind.COURT: Icon("facility.court", _HALL, Frame.SQUARE, _JUSTICE),
    FacilityKind.EPES: Icon("facility.epes", _BARS, Frame.HEXAGON, _PRISON),
    FacilityKind.ONE_STOP_CENTRE: Icon("facility.one_stop_centre", _HOUSE, Frame.CIRCLE, "#0f766e"),
    FacilityKind.CNDH_OFFICE: Icon("facility.cndh_office", _PERSON, Frame.CIRCLE, "#a04a00"),
    FacilityKind.BARRACKS: Icon("facility.barracks", _TENT, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.CUSTOMS: Icon("facility.customs", _BARRIER, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.BORDER_POST: Icon("facility.border_post", _FLAG, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.CHECKPOINT: Icon("facility.checkpoint", _DASH, Frame.DIAMOND, _OTHER, 15),
    FacilityKind.SECURITY_OTHER: Icon("facility.security_other", _DOT, Frame.DIAMOND, _OTHER, 15),
    FacilityKind.UNCLASSIFIED: Icon("facility.unclassified", _QUESTION, Frame.DIAMOND, "#8a8a8a", 15),
}

WORKS: dict[WorkKind, Icon] = {
    kind: Icon(f"work.{kind}", icon.path, icon.frame, icon.colour, 26.0)
    for kind, icon in ((kind, FACILITIES[FacilityKind(kind.value)]) for kind in WorkKind)
}
"""A work carries the glyph of what it will be; its status shows in the frame (`WORK_FRAMES`)."""

WORK_FRAMES: dict[PlanStatus, WorkFrame] = {
    PlanStatus.GIVEN: WorkFrame("plan.given", filled=True),
    PlanStatus.PLANNED: WorkFrame("plan.planned", filled=False),
    PlanStatus.PARTNER: WorkFrame("plan.partner", filled=False, dash=(2.5, 2)),
}

EVENTS: dict[EventType, Icon] = {
    EventType.BATTLE: Icon("event.battle", "M5 5h14v14H5z", Frame.SQUARE, "#332288", 7),
    EventType.EXPLOSION: Icon("event.explosion", "M12 4l9 15H3z", Frame.DIAMOND, "#cc6677", 8),
    EventType.CIVILIANS: Icon("event.civilians", "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", Frame.CIRCLE, "#882255", 7),
    EventType.RIOT: Icon("event.riot", "M12 3l9 9-9 9-9-9z", Frame.DIAMOND, "#b8860b", 8),
    EventType.PROTEST: Icon("event.protest", "M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6z", Frame.SQUARE, "#117733", 8),
    EventType.STRATEGIC: Icon("event.strategic", "M3 5h18l-9 15z", Frame.DIAMOND, "#44aa99", 8),
}
"""Events are drawn as the bare glyph without a frame, each type with a form of its own."""

EVENT_COUNTS = Line("#993404", 1.2)
EVENT_COUNTS_FILL = Fill("#f08a24", opacity=0.8)
COUNT_LIMITS = (1, 10, 50, 150)
"""Limits of the classes of event counts in twelve months: 0, 1-9, 10-49, 50-149, 150 and more."""
COUNT_RADII = (0.0, 5.0, 9.0, 14.0, 20.0)
"""Radius in px of the circle of each class; no circle for none."""

THEMES: dict[str, Category] = {
    "peace": Category("peace", "theme.peace", Fill("#4477aa"), "P"),
    "justice_security": Category("justice_security", "theme.justice_security", Fill("#aa3377"), "J"),
    "corruption": Category("corruption", "theme.corruption", Fill("#997700"), "C"),
    "pve": Category("pve", "theme.pve", Fill("#228833"), "E"),
}
OTHER_THEME = Category("other", "web.theme_other", Fill("#777777"), "A")
"""Partners' themes by letter and colour; a sector of a source that is not among them is `OTHER_THEME`."""

WORK_RIM = "#f2a71b"
"""Rim of every work, so that none is taken for a facility that stands already."""

_FRAMES: dict[Frame, str] = {
    Frame.CIRCLE: "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22z",
    Frame.SQUARE: "M3.5 1.5h17a2 2 0 0 1 2 2v17a2 2 0 0 1-2 2h-17a2 2 0 0 1-2-2v-17a2 2 0 0 1 2-2z",
    Frame.SHIELD: "M12 .8c3 1.6 6.4 2.2 10 2.2v9.2c0 5.2-4 9-10 11.3C6 21.2 2 17.4 2 12.2V3c3.6 0 7-.6 10-2.2z",
    Frame.HEXAGON: "M6.3 1.5h11.4L23.4 12l-5.7 10.5H6.3L.6 12z",
    Frame.DIAMOND: "M12 .5L23.5 12 12 23.5.5 12z",
}
_INSET = "translate(12 12) scale(.74) translate(-12 -12)"
"""The glyph is drawn at three quarters so that it stays inside every frame."""


def icon_svg(icon: Icon, frame: WorkFrame | None = None) -> str:
    """Return a whole SVG picture of an icon, `icon.size` px wide.

    A facility (no `frame`) has a white glyph on its colour. A work has a rim in `WORK_RIM` and follows
    its status: filled, or white inside with a coloured, possibly dashed, border and glyph.

    >>> icon_svg(FACILITIES[FacilityKind.EPES]).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    filled = frame is None or frame.filled
    inside, glyph = (icon.colour, "#ffffff") if filled else ("#ffffff", icon.colour)
    border = "#ffffff" if filled else icon.colour
    rim = f'<path d="{_FRAMES[icon.frame]}" fill="none" stroke="{WORK_RIM}" stroke-width="6"/>' if frame else ""
    dash = f' stroke-dasharray="{" ".join(_number(step) for step in frame.dash)}"' if frame and frame.dash else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(icon.size)}" height="{_number(icon.size)}" '
        f'viewBox="{"-3 -3 30 30" if frame else "-1 -1 26 26"}">{rim}'
        f'<path d="{_FRAMES[icon.frame]}" fill="{inside}" stroke="{border}" '
        f'stroke-width="{1.4 if filled else 2}"{dash}/>'
        f'<path d="{icon.path}" fill="{glyph}" transform="{_INSET}"/></svg>'
    )


def glyph_svg(icon: Icon) -> str:
    """Return the bare glyph of an icon (events), in its colour with a white rim, `icon.size` px wide."""
    size = _number(icon.size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24">'
        f'<path d="{icon.path}" fill="{icon.colour}" stroke="#ffffff" stroke-width="1.5"/></svg>'
    )


def ring_svg(icon: Icon) -> str:
    """Return the dashed ring of a site that another good plan builds, `icon.size` px wide."""
    size = _number(icon.size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24">'
        f'<circle cx="12" cy="12" r="9" fill="#ffffff" fill-opacity="0.55" stroke="{icon.colour}" stroke-width="3.4" '
        'stroke-dasharray="3.8 3.2"/></svg>'
    )


def class_limits(values: Iterable[float], ramp: Ramp) -> tuple[float, ...]:
    """Return the inner limits of the classes, ascending and distinct, in the values' own unit.

    A value belongs to class k where exactly k limits are <= it (`class_of`), so a value on a limit
    falls in the class above. NaN is left out; fewer limits than colours - 1 come back where the data
    do not fill them, none where there are no data or all are equal.

    >>> class_limits([0, 12, 55, 98], RAMPS["score"])
    (20.0, 40.0, 60.0, 80.0)
    >>> class_limits([7, 7], RAMPS["score"])
    ()
    """
    if ramp.breaks is Breaks.FIXED:
        return ramp.limits
    known = sorted(float(value) for value in values if value == value)  # noqa: PLR0124 - NaN differs from itself
    if not known or known[0] == known[-1]:
        return ()
    if ramp.breaks is Breaks.PRETTY:
        return _pretty(known[0], known[-1], len(ramp.colours))
    return _quantiles(known, len(ramp.colours))


def class_of(value: float, limits: tuple[float, ...]) -> int | None:
    """Return the class (0 = lowest) of a value, or None where it is missing."""
    if math.isnan(value):
        return None
    return sum(limit <= value for limit in limits)


def class_colours(ramp: Ramp, n_classes: int) -> tuple[str, ...]:
    """Return the colours of `n_classes` classes (1 to 5), spread over the whole ramp."""
    if n_classes == 1:
        return (ramp.colours[len(ramp.colours) // 2],)
    last = len(ramp.colours) - 1
    return tuple(ramp.colours[round(k * last / (n_classes - 1))] for k in range(n_classes))


def count_class(events: float) -> int:
    """Return the class of a number of events in twelve months (see `COUNT_LIMITS`)."""
    return sum(limit <= events for limit in COUNT_LIMITS)


def theme(value: str) -> Category:
    """Return the look of a partners' theme; a theme of no known name is `OTHER_THEME`."""
    return THEMES.get(value, OTHER_THEME)


def _pretty(low: float, high: float, n_classes: int) -> tuple[float, ...]:
    raw = (high - low) / n_classes
    power = 10.0 ** math.floor(math.log10(raw))
    for multiple in (1, 2, 2.5, 5, 10, 20):
        step = multiple * power
        first = math.floor(low / step)
        if math.ceil(high / step) - first <= n_classes:
            break
    inner = (round((first + k) * step, 10) for k in range(1, n_classes))
    return tuple(limit for limit in inner if low < limit <= high)


def _quantiles(known: list[float], n_classes: int) -> tuple[float, ...]:
    cuts = (known[min(len(known) - 1, len(known) * k // n_classes)] for k in range(1, n_classes))
    rounded = sorted({_two_digits(cut) for cut in cuts})
    return tuple(limit for limit in rounded if known[0] < limit <= known[-1])


def _two_digits(value: float) -> float:
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))


def _number(value: float) -> str:
    return f"{value:g}"
