"""Logistic regression by Newton's method, with a penalty on squared weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LAST_NEWTON_STEP = 1e-4
_MAX_NEWTON_STEPS = 60


def regress(matrix: Array, answers: Array, counts: Array, penalties: Array) -> Array:
    """The weight of each column: `answers` are 0 or 1, `counts` say how often a row counts (their mean
    is made 1), `penalties` are one a column."""
    counts = counts / counts.mean()
    found = np.zeros(matrix.shape[1])
    for _ in range(_MAX_NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(matrix @ found, -30, 30)))
        slope = matrix.T @ (counts * (chances - answers)) + penalties * found
        curvature = (matrix * (counts * chances * (1 - chances))[:, None]).T @ matrix
        step = np.linalg.solve(curvature + np.diag(penalties) + 1e-6 * np.eye(len(found)), slope)
        found = found - step
        if np.abs(step).max() < _LAST_NEWTON_STEP:
            break
    return found
