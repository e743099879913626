"""Colours and line styles by meaning: ramps, categories, boundaries, roads, partners' themes."""

from __future__ import annotations

from prosmed_gis.domain.symbology.forms import Breaks, Category, Fill, Frame, Hatch, Icon, Line, Ramp
from prosmed_gis.domain.vocabulary import Service, Track

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
_DIVERGING = ("#3182bd", "#bdd7e7", "#f7f4ec", "#fed98e", "#d95f0e")
_VIOLETS = ("#f5f3f8", "#cbc9e2", "#9e9ac8", "#756bb1", "#4a2a86")
_FIFTHS = (0.2, 0.4, 0.6, 0.8)

RAMPS: dict[str, Ramp] = {
    "score": Ramp(_BLUES, Breaks.PRETTY),
    "criterion": Ramp(_BLUES, Breaks.FIXED, _FIFTHS, factor=100),
    "measure": Ramp(_ORANGES, Breaks.QUANTILE, decimals=1),
    "coverage": Ramp(_GREENS, Breaks.FIXED, _FIFTHS, factor=100, suffix=" %"),
    "signed": Ramp(_DIVERGING, Breaks.SIGNED, decimals=1),
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
AGREEMENT: tuple[Category, ...] = (
    Category("both", "agreement.both", Fill("#6d9fd3"), "✓"),
    Category("document_only", "agreement.document_only", Fill("#dbe7f4", Hatch.DIAGONAL, "#6d9fd3"), "D"),
    Category("tool_only", "agreement.tool_only", Fill("#f2c879", Hatch.DOTS, "#b07d1e"), "+"),
    Category("neither", "agreement.neither", Fill("#faf8f2"), ""),
)
"""The programme's list beside the proposal: blue is the document's, whatever the tool proposes."""
DOCUMENT: tuple[Category, ...] = (
    Category("initiation", "agreement.initiation", Fill("#6d9fd3"), "1"),
    Category("later", "agreement.later", Fill("#c3d8ee", Hatch.DOTS, "#6d9fd3"), "2"),
    Category("outside", "agreement.outside", Fill("#faf8f2"), ""),
)
"""What the programme document says of a cercle."""
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

THEMES: dict[str, Category] = {
    "peace": Category("peace", "theme.peace", Fill("#4477aa"), "P"),
    "justice_security": Category("justice_security", "theme.justice_security", Fill("#aa3377"), "J"),
    "corruption": Category("corruption", "theme.corruption", Fill("#997700"), "C"),
    "pve": Category("pve", "theme.pve", Fill("#228833"), "E"),
}
OTHER_THEME = Category("other", "web.theme_other", Fill("#777777"), "A")
"""Partners' themes by letter and colour; a sector of a source that is not among them is `OTHER_THEME`."""


def theme(value: str) -> Category:
    """Return the look of a partners' theme; a theme of no known name is `OTHER_THEME`."""
    return THEMES.get(value, OTHER_THEME)
