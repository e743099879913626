"""Classes of numbers: their limits, their colours, and those of event counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from prosmed_gis.domain.symbology.forms import Breaks, Fill, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prosmed_gis.domain.symbology.forms import Ramp

MAX_CLASSES = 5
"""More classes than five cannot be told apart on a projector."""

EVENT_COUNTS = Line("#993404", 1.2)
EVENT_COUNTS_FILL = Fill("#f08a24", opacity=0.8)
COUNT_LIMITS = (1, 10, 50, 150)
"""Limits of the classes of event counts in twelve months: 0, 1-9, 10-49, 50-149, 150 and more."""
COUNT_RADII = (0.0, 5.0, 9.0, 14.0, 20.0)
"""Radius in px of the circle of each class; no circle for none."""


def class_limits(values: Iterable[float], ramp: Ramp) -> tuple[float, ...]:
    """Return the inner limits of the classes, ascending and distinct, in the values' own unit.

    A value belongs to class k where exactly k limits are <= it (`class_of`), so a value on a limit
    falls in the class above. NaN is left out; fewer limits than colours - 1 come back where the data
    do not fill them, none where there are no data or all are equal.

    >>> from prosmed_gis.domain.symbology.colours import RAMPS
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
    if ramp.breaks is Breaks.SIGNED:
        return _signed(known)
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


def _signed(known: list[float]) -> tuple[float, ...]:
    """Return limits on both sides of 0; the least number above 0 parts what rises from what does not change."""
    sizes = sorted(abs(value) for value in known if value)
    step = _two_digits(sizes[len(sizes) // 2])
    return (-step, 0.0, math.nextafter(0.0, 1.0), step)


def _quantiles(known: list[float], n_classes: int) -> tuple[float, ...]:
    cuts = (known[min(len(known) - 1, len(known) * k // n_classes)] for k in range(1, n_classes))
    rounded = sorted({_two_digits(cut) for cut in cuts})
    return tuple(limit for limit in rounded if known[0] < limit <= known[-1])


def _two_digits(value: float) -> float:
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))
