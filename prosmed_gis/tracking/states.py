"""The one rule that turns done against expected into a state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prosmed_gis.config.tracking import Tracking

ROUNDING = 1e-9
"""Slack of comparisons of floating-point shares."""


def state_of(done: float, expected: float, final: float, config: Tracking) -> str:
    """Return the state of what was done against what was expected, all three in the same unit.

    `done` NaN (nothing observed) gives `no_data`; the final target reached gives `done`; nothing expected yet (0 or
    NaN) gives `no_target`; else done / expected is held against the configured ratios: `on_time`, `watch` or `late`.
    More done never gives a worse state.

    Examples
    --------
    With `on_time_ratio` 0.9 and `watch_ratio` 0.7, 4 done of 5 expected is `watch`.
    """
    if math.isnan(done):
        return "no_data"
    if final > 0 and done >= final - ROUNDING:
        return "done"
    if math.isnan(expected) or expected <= 0:
        return "no_target"
    ratio = done / expected + ROUNDING
    if ratio >= config.on_time_ratio:
        return "on_time"
    return "watch" if ratio >= config.watch_ratio else "late"
