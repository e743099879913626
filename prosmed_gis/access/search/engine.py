"""Which of the two searches runs."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.access.search.result import NONE

if TYPE_CHECKING:
    from prosmed_gis.access.search.ground import Ground


class Engine(StrEnum):
    """How a search is done; the answers are the same."""

    COMPILED = "compiled"
    """By numba (extra `fast`): least memory and time, after a first call that compiles."""
    LIBRARY = "library"
    """By scikit-image and scipy."""


def has_numba() -> bool:
    """Return True where the compiled search can be had."""
    return find_spec("numba") is not None


def chosen(engine: Engine | None) -> Engine:
    """Return the engine asked for; without a wish the compiled one where it is installed."""
    if engine is not None:
        return engine
    return Engine.COMPILED if has_numba() else Engine.LIBRARY


def nearest(
    ground: Ground,
    start: np.ndarray,
    *,
    limit: float = np.inf,
    single: bool = False,
    goal: int = NONE,
    engine: Engine | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of every cell, flat."""
    if chosen(engine) is Engine.COMPILED:
        from prosmed_gis.access.search import compiled

        return compiled.nearest(ground, start, limit=limit, single=single, goal=goal)
    from prosmed_gis.access.search import library

    return library.nearest(ground, start, limit=limit, single=single, goal=goal)


def k_nearest(
    ground: Ground, start: np.ndarray, *, k: int, limit: float = np.inf, engine: Engine | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of the k nearest sources of every cell, (cells, k)."""
    if chosen(engine) is Engine.COMPILED:
        from prosmed_gis.access.search import compiled

        return compiled.k_nearest(ground, start, k=k, limit=limit)
    from prosmed_gis.access.search import library

    return library.k_nearest(ground, start, k=k, limit=limit)
