"""What each indicator measures: one function for each measure that the configuration may name.

A measure returns one number for each cercle in the indicator's unit. Where its layer is missing every number is NaN
and a note says why; absent data never count as zero. Numbers are settled to the digits that every processor gives:
value functions have steps, and the ceiling has a threshold.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from prosmed_gis.domain.digits import settled
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.measures.events import EVENTS
from prosmed_gis.targeting.measures.presence import PRESENCE
from prosmed_gis.targeting.measures.question import LACKING, Context, Measure, Measured, Spec, missing
from prosmed_gis.targeting.measures.spread import SPREAD
from prosmed_gis.targeting.measures.statements import STATEMENTS

__all__ = ["MEASURES", "Context", "Measure", "Measured", "Spec", "beside", "measure_of", "measured"]

MEASURES: dict[str, Measure] = {**STATEMENTS, **EVENTS, **SPREAD, **PRESENCE}
"""Every measure that an indicator may name."""


def measured(context: Context, spec: Spec) -> Measured:
    """Return the numbers that a question asks for.

    A measure that is the same for every cercle says so: it parts nobody.

    Raises
    ------
    ConfigError
        The measure is unknown, a setting that it needs is missing, or one is given that it does not heed.
    """
    measure = measure_of(spec)
    absent = [layer for layer in measure.layers if getattr(context.inputs, layer) is None]
    if absent:
        return missing(context, LACKING[absent[0]])
    found = measure.function(context, spec)
    found = replace(found, numbers=settled(found.numbers))
    known = found.numbers[~np.isnan(found.numbers)]
    same = len(known) > 1 and np.ptp(known) == 0
    return replace(found, note="measure.all_same") if same and not found.note else found


@lru_cache(maxsize=256)
def measure_of(spec: Spec) -> Measure:
    """Return the measure that a question names.

    Raises
    ------
    ConfigError
        There is none of that name, a setting that it needs is missing, or one is given that it does not heed.
    """
    # Every redrawn world asks the same questions; the answer is kept, for it hangs on the question alone.
    measure = MEASURES.get(spec.measure)
    if measure is None:
        raise ConfigError(
            f"indicator {spec.name}: no measure '{spec.measure}'; there are {', '.join(MEASURES)}", spec.key
        )
    lacking = [need for need in measure.needs if need not in spec.given]
    if lacking:
        raise ConfigError(f"indicator {spec.name}: measure '{spec.measure}' needs {', '.join(lacking)}", spec.key)
    idle = sorted(spec.given.difference(measure.needs, measure.takes))
    if idle:
        heeded = ", ".join((*measure.needs, *measure.takes)) or "no setting"
        raise ConfigError(
            f"indicator {spec.name}: measure '{spec.measure}' does not heed {', '.join(idle)} (it heeds {heeded}); "
            "take it out, or choose another measure",
            spec.key,
        )
    return measure


def beside(context: Context, spec: Spec) -> dict[str, np.ndarray]:
    """Return what must be seen beside an indicator, as `<word>_<indicator>`: raw rates and slopes, p-values."""
    return {
        f"{word}_{spec.name}": measured(context, replace(spec, measure=measure)).numbers
        for word, measure in measure_of(spec).beside
    }
