"""Digits that hold: the last ones of a computed number differ from processor to processor.

Libraries of linear algebra and of elementary functions sum and round in the order that suits a processor, so that what
is 1 on one is 0.9999999999999999 on another. What is counted or is of a kind is held as a whole number or a mask. A
number that something hangs on (which of two is greater, whether two are equal) is settled first; a number that goes
into a file is cut to the digits that a file holds.
"""

from __future__ import annotations

import numpy as np

SETTLED = 12
"""Significant digits by which computed numbers are compared: floats have nearly 16, of which sums over a few thousand
terms leave 13 or so."""
DECIMALS = 12
"""Decimals by which shares, worths and other numbers about 1 are compared, for the same reason."""
FILED = 9
"""Significant digits in files: a millionth of a point in a score of 100 (to which lists are chosen), a gram in a ton.
Six digits of rounding error lie between this and a float, so that two processors write the same."""

POWERS = np.array([float(f"1e{power}") for power in range(-300, 309)])
ZERO = 300
"""Place of 1 among the powers of ten."""


def settled(numbers: np.ndarray | float, digits: int = SETTLED) -> np.ndarray:
    """Return numbers to so many significant digits; NaN, infinities and 0 stay.

    >>> settled(np.array([0.1 + 0.2, 123456.7890123456, -1e-20])).tolist()
    [0.3, 123456.789012, -1e-20]
    """
    values = np.asarray(numbers, dtype=float)
    size = np.abs(values)
    usual = np.isfinite(values) & (size >= POWERS[digits]) & (size < POWERS[-1])
    # Places are looked up and not computed: a logarithm would be another on another processor.
    place = np.searchsorted(POWERS, np.where(usual, size, 1.0), side="right") - 1 - ZERO
    shift = digits - 1 - place
    up, down = POWERS[ZERO + np.maximum(shift, 0)], POWERS[ZERO + np.maximum(-shift, 0)]
    return np.asarray(np.where(usual, np.rint(np.where(usual, values, 0.0) * up / down) / up * down, values))


def even(numbers: np.ndarray | float) -> np.ndarray:
    """Return shares, worths and other numbers about 1 to `DECIMALS` decimals; never -0.

    >>> even(np.array([0.9999999999999999, -1e-17])).tolist()
    [1.0, 0.0]
    """
    return np.asarray(np.round(numbers, DECIMALS) + 0.0)
