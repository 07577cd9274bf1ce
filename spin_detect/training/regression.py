"""Logistic regression, fitted so that the same rows give the same numbers."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.evidence import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CONSTANT = 1e-5
_ROUNDS = 1000
_NEVER = -6.0
"""Log-odds of a group in which there is nothing to learn from."""


def fit_standardised(
    rows: NDArray[np.floating], truth: NDArray[np.bool_], weight: NDArray[np.float64], cost: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Return mean and scale of the columns, and weights and bias for rows that are standardised by them."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    rows = rows.astype(np.float64)
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    varied = scale > _CONSTANT
    scale = np.where(varied, scale, 1.0)
    weights, bias = np.zeros(rows.shape[1]), _NEVER
    if varied.any() and len(np.unique(truth[weight > 0])) == 2:
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = LogisticRegression(C=cost, max_iter=_ROUNDS)
            model.fit(((rows - mean) / scale)[:, varied], truth, sample_weight=weight)
        weights[varied] = model.coef_[0]
        bias = float(model.intercept_[0])
    return mean, scale, weights, bias


def fit_rows(
    rows: NDArray[np.floating], truth: NDArray[np.bool_], weight: NDArray[np.float64], cost: float
) -> NDArray[np.float32]:
    """Return weights for plain rows, whose first column is the constant 1."""
    mean, scale, weights, bias = fit_standardised(rows[:, 1:], truth, weight, cost)
    plain = weights / scale
    return np.concatenate([[bias - plain @ mean], plain]).astype(np.float32)


def fit_groups(
    rows: NDArray[np.float32],
    group: NDArray[np.int8],
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
    cost: float,
) -> NDArray[np.float32]:
    """Return weights for each group of edits."""
    weights = np.zeros((len(Group), rows.shape[1]), np.float32)
    weights[:, 0] = _NEVER
    for number in Group:
        own = np.flatnonzero((group == number) & (weight > 0))
        if len(own):
            weights[number] = fit_rows(rows[own], truth[own], weight[own], cost)
    return weights
