"""The n-gram model: log-probabilities of words after up to three words before them, for whole batches of windows.

Smoothing is stupid backoff (Brants et al., "Large Language Models in Machine Translation", 2007): the relative
frequency of the longest n-gram that was kept, times `BACKOFF` for every word of context given up. The model card has
the comparison with interpolated Kneser-Ney and Dirichlet smoothing: on held-out text Kneser-Ney has the lower
perplexity, but telling the original from its spun replacement it is no better, and it needs twice the look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.static_function import StaticFunction, build

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORDER = 4
"""Longest n-gram, in tokens."""

STEP = 0.25
"""Resolution of the stored log-probabilities, in nats; 64 levels reach down to -15.75."""

BACKOFF = 0.3
"""Factor for each word of context given up; 0.2 to 0.4 were alike on the development pairs, 1 and 0.05 worse."""

_LEVELS = 64
_ORDER_SALT = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True)
class NgramModel:
    """`table` holds the n-grams of 2 to `ORDER` tokens, `unigrams` the log-probability of each word id (float32)."""

    table: StaticFunction
    unigrams: NDArray[np.float32]

    def log_probabilities(self, windows: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return log P(word | three words before) for columns 3 on of `windows` (m, k): shape (m, k - 3), in nats."""
        rows, width = windows.shape
        scores = np.empty((rows, width - ORDER + 1), np.float32)
        wide = windows.astype(np.uint64)
        for column in range(ORDER - 1, width):
            scores[:, column - ORDER + 1] = self._score(wide, column)
        return scores

    def _score(self, wide: NDArray[np.uint64], column: int) -> NDArray[np.float32]:
        """Return the log-probability of one column of the windows, given the three columns before it."""
        score = self.unigrams[wide[:, column]] + np.float32((ORDER - 1) * np.log(BACKOFF))
        pending = np.arange(len(wide))
        key = wide[:, column].copy()
        for order in range(2, ORDER + 1):
            key |= wide[pending, column - order + 1] << np.uint64(16 * (order - 1))
            values, found = self.table.look_up(salted(key, order))
            penalty = np.float32((ORDER - order) * np.log(BACKOFF))
            pending, key = pending[found], key[found]
            score[pending] = penalty - np.float32(STEP) * values[found]
            if not len(pending):
                break
        return score


def salted(keys: NDArray[np.uint64], order: int) -> NDArray[np.uint64]:
    """Return packed n-grams made distinct by their order, so that all orders share one table."""
    return keys * _ORDER_SALT + np.uint64(order)


def pack_levels(counts: NDArray[np.float64], context_counts: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the stored level of each n-gram: its negative log relative frequency in steps of `STEP`."""
    ratio = np.log(np.maximum(context_counts, counts)) - np.log(counts)
    return np.clip(np.rint(ratio / STEP), 0, _LEVELS - 1).astype(np.uint8)


def build_ngram_model(
    grams: dict[int, NDArray[np.uint64]], levels: dict[int, NDArray[np.uint8]], unigrams: NDArray[np.float32]
) -> NgramModel:
    """Return the model of packed n-grams (by order; 16 bits a word, last word lowest) with their levels."""
    keys = np.concatenate([salted(grams[order], order) for order in sorted(grams)])
    values = np.concatenate([levels[order] for order in sorted(grams)])
    return NgramModel(build(keys, values), unigrams)
