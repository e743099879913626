"""Customers who are alike, so that they count as one."""

from __future__ import annotations

import numpy as np

EXACT = 2.0**50
"""Whole numbers up to which sums of floats are exact."""


def alike(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the group of each row, and the first row of each group; rows are alike if all their values are equal."""
    if not rows.shape[1]:
        return np.zeros(len(rows), dtype=np.int64), np.zeros(min(1, len(rows)), dtype=np.int64)
    # -0.0 and 0.0 are the same number of different bytes.
    whole = np.ascontiguousarray(rows + 0.0 if rows.dtype.kind == "f" else rows)
    keys = whole.view(np.dtype((np.void, whole.itemsize * whole.shape[1]))).ravel()
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    return group, first
