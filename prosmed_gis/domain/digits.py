"""Digits that hold: the last ones of a computed number differ from processor to processor.

Libraries of linear algebra and of elementary functions sum and round in the order that suits a processor, so that what
is 1 on one is 0.9999999999999999 on another. What is counted or is of a kind is held as a whole number or a mask. A
number that something hangs on (which of two is greater, whether two are equal) is settled first; a number that goes
into a file is cut to the digits that a file holds.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

SETTLED = 12
"""Significant digits by which computed numbers are compared: floats have nearly 16, of which sums over a few thousand
terms leave 13 or so."""
DECIMALS = 12
"""Decimals by which shares, worths and other numbers about 1 are compared, for the same reason."""
FILED, FILED_DECIMALS = 9, 3
"""Significant digits in files, and the decimals that any number keeps: more than lists are chosen by (a millionth of a
point in 100), metres in the square kilometres of a country. A float has six digits more, so that the rounding of two
processors seldom shows; whole numbers stay as they are."""

DEGREE_DECIMALS = 9
"""Decimals of a degree in the geometry of files: a tenth of a millimetre."""

POWERS = np.array([float(f"1e{power}") for power in range(-300, 309)])
ZERO, EXACT = 300, 22
"""Place of 1 among the powers of ten, and the last power that a float holds exactly: no number has more decimals."""


def settled(numbers: np.ndarray | float, digits: int = SETTLED, decimals: int = -300) -> np.ndarray:
    """Return numbers to so many significant digits, or to so many decimals if that is more; NaN and infinities stay.

    >>> settled(np.array([0.1 + 0.2, 123456.7890123456, -1e-20])).tolist()
    [0.3, 123456.789012, -1e-20]
    """
    values = np.asarray(numbers, dtype=float)
    size = np.abs(values)
    usual = np.isfinite(values) & (size >= POWERS[digits]) & (size < POWERS[-1])
    # Places are looked up and not computed: a logarithm would be another on another processor.
    place = np.searchsorted(POWERS, np.where(usual, size, 1.0), side="right") - 1 - ZERO
    shift = np.clip(digits - 1 - place, decimals, EXACT)
    up, down = POWERS[ZERO + np.maximum(shift, 0)], POWERS[ZERO + np.maximum(-shift, 0)]
    return np.asarray(np.where(usual, np.rint(np.where(usual, values, 0.0) * up / down) / up * down, values))


def even(numbers: np.ndarray | float) -> np.ndarray:
    """Return shares, worths, points and other numbers up to a few hundreds to `DECIMALS` decimals; never -0.

    >>> even(np.array([0.9999999999999999, -1e-17])).tolist()
    [1.0, 0.0]
    """
    return np.asarray(np.round(numbers, DECIMALS) + 0.0)


def filed(value: Any) -> Any:
    """Return what is about to be written with numbers cut to the digits that hold.

    Frames, series, arrays, dictionaries, lists, tuples and dataclasses are gone through; what is no number stays. The
    geometry of a frame (in degrees) is cut to `DEGREE_DECIMALS`.
    """
    cut: Any = value
    if isinstance(value, float):
        cut = float(_cut(np.array([value]))[0])
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        cut = _cut(value)
    elif isinstance(value, pd.DataFrame):
        cut = _frame(value)
    elif isinstance(value, pd.Series):
        cut = _series(value)
    elif isinstance(value, dict):
        cut = {name: filed(part) for name, part in value.items()}
    elif type(value) in (list, tuple):
        cut = type(value)(filed(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        cut = replace(value, **{field.name: filed(getattr(value, field.name)) for field in fields(value)})
    return cut


def _cut(numbers: np.ndarray) -> np.ndarray:
    return np.where(numbers == np.rint(numbers), numbers, settled(numbers, FILED, FILED_DECIMALS))


def _series(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":
        return pd.Series(_cut(column.to_numpy()), index=column.index, name=column.name)
    if column.dtype == object:
        return pd.Series([filed(value) for value in column], index=column.index, name=column.name, dtype=object)
    return column


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        shapes = shapely.transform(frame.geometry.to_numpy(), lambda xy: np.round(xy, DEGREE_DECIMALS))
        frame = frame.set_geometry(
            gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs, name=frame.active_geometry_name)
        )
    changed = {
        name: _series(column)
        for name, column in frame.items()
        if column.dtype == object or (isinstance(column.dtype, np.dtype) and column.dtype.kind == "f")
    }
    return frame.assign(**changed) if changed else frame  # type: ignore[arg-type]
