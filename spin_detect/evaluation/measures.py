"""The statistics of the measures: plain functions from numbers to numbers, `None` where nothing could be measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with its Wilson interval (95 %)."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share itself, `None` of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson score interval: honest for few texts and for shares of 0 and 1, where the normal one has no width."""
        if not self.total:
            return None
        share, n, z2 = self.hits / self.total, self.total, _Z95**2
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        low = centre - half if self.hits else 0.0
        high = centre + half if self.hits < n else 1.0
        return low, high


def f_half(precision: float | None, recall: float | None) -> float | None:
    """Return F0.5, which weighs precision twice as much as recall."""
    if precision is None or recall is None:
        return None
    if not precision + recall:
        return 0.0
    return 1.25 * precision * recall / (0.25 * precision + recall)


def auc(spun: Sequence[float], genuine: Sequence[float]) -> float | None:
    """Return the chance that a spun text scores over a genuine one, ties counting half."""
    if not len(spun) or not len(genuine):
        return None
    ordered = np.sort(np.asarray(genuine, float))
    below = np.searchsorted(ordered, spun, side="left")
    not_above = np.searchsorted(ordered, spun, side="right")
    return float((below + not_above).mean() / (2 * len(ordered)))


def auc_interval(
    spun: Sequence[float],
    genuine: Sequence[float],
    *,
    spun_pages: Sequence[str],
    genuine_pages: Sequence[str],
    seed: int = 0,
    resamples: int = 1000,
) -> tuple[float, float] | None:
    """Return the bootstrap interval (95 %) of the AUC, drawing whole pages, since texts of one page go together."""
    if not len(spun) or not len(genuine):
        return None
    order = np.argsort(np.asarray(genuine, float), kind="stable")
    ordered = np.asarray(genuine, float)[order]
    below = np.searchsorted(ordered, spun, side="left")
    not_above = np.searchsorted(ordered, spun, side="right")
    generator = np.random.default_rng(seed)
    spun_page, spun_count = _numbered(spun_pages)
    genuine_page, genuine_count = _numbered(genuine_pages)
    values = []
    for _ in range(resamples):
        spun_weight = _drawn(generator, spun_count)[spun_page]
        genuine_weight = _drawn(generator, genuine_count)[genuine_page][order]
        heap = np.concatenate(([0], np.cumsum(genuine_weight)))
        won = spun_weight @ (heap[below] + heap[not_above])
        values.append(won / (2 * spun_weight.sum() * heap[-1]))
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def _numbered(names: Sequence[str]) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], int]:
    """Return a number for every name, equal for equal names, and how many there are."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], np.intp), len(numbers)


def _drawn(generator: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return how often each of `count` pages comes up when `count` are drawn with replacement."""
    return np.bincount(generator.integers(count, size=count), minlength=count)


def threshold_at(genuine: Sequence[float], rate: float) -> float:
    """Return the score over which at most `rate` of the genuine texts lie: a text is flagged when it scores higher."""
    if not len(genuine):
        return -math.inf
    allowed = math.floor(rate * len(genuine) + 1e-9)
    return float(np.sort(np.asarray(genuine, float))[::-1][allowed]) if allowed < len(genuine) else -math.inf


def share_over(scores: Sequence[float], threshold: float) -> Share:
    """Return the share of scores over a threshold."""
    return Share(int(np.count_nonzero(np.asarray(scores, float) > threshold)), len(scores))


def calibration_error(scores: Sequence[float], spun: Sequence[bool], *, bins: int = 10) -> float | None:
    """Return the expected calibration error: the gap between mean score and share of spun texts, over equal bins."""
    if not len(scores):
        return None
    values, truth = np.asarray(scores, float), np.asarray(spun, float)
    place = np.clip((values * bins).astype(int), 0, bins - 1)
    gaps = np.bincount(place, values - truth, minlength=bins)
    return float(np.abs(gaps).sum() / len(values))
