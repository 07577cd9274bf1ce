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
    from collections.abc import Iterator, Sequence

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
class Fluency:
    """How well each of the n words of a running text follows those before it.

    `score[k]` holds the log-probabilities (nats) given at most k words before, shape (`ORDER`, n). `reach` is how many
    words before it the model has seen together with the word. The first `ORDER` - 1 words are margin.
    """

    score: NDArray[np.float32]
    reach: NDArray[np.int8]


@dataclass(frozen=True)
class NgramModel:
    """`table` holds the n-grams of 2 to `ORDER` tokens, `unigrams` the log-probability of each word id (float32)."""

    table: StaticFunction
    unigrams: NDArray[np.float32]

    def log_probabilities(self, windows: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return log P(word | three words before) for columns 3 on of `windows` (m, k): shape (m, k - 3), in nats."""
        columns = list(np.ascontiguousarray(windows.T))
        scores = np.empty((len(windows), len(columns) - ORDER + 1), np.float32)
        for place in range(scores.shape[1]):
            four = columns[place : place + ORDER]
            scores[:, place] = self._with_longer(self._alone(four[-1]), four, np.arange(len(windows)), 2)
        return scores

    def fluency(self, words: NDArray[np.uint16]) -> Fluency:
        """Return the fluency of a running text that begins with `ORDER` - 1 boundaries."""
        score = np.repeat(self._alone(words)[None], ORDER, axis=0)
        reach = np.zeros(len(words), np.int8)
        margin = ORDER - 1
        columns = [words[offset : len(words) - margin + offset] for offset in range(ORDER)]
        for order, rows, log_p in self._longer(columns, np.arange(len(columns[0])), 2):
            score[order - 1 :, rows + margin] = log_p
            reach[rows + margin] = order - 1
        return Fluency(score, reach)

    def after_changes(
        self, columns: Sequence[NDArray[np.uint16]], fluency: Fluency, at: NDArray[np.int64], kept: int
    ) -> NDArray[np.float32]:
        """Return the log-probability of the words `at` some places of a running text, where words before them changed.

        `columns` are the three words now before each, and the word itself. The last `kept` of those before are the
        text's own: what the word has together with them alone, its fluency tells.
        """
        score, rows = fluency.score[kept, at], np.flatnonzero(fluency.reach[at] >= kept)
        return self._with_longer(score, columns, rows, kept + 2)

    def _with_longer(
        self, score: NDArray[np.float32], columns: Sequence[NDArray[np.uint16]], rows: NDArray[np.int64], least: int
    ) -> NDArray[np.float32]:
        """Return `score` with what the longest stored n-grams say of the last column, in place."""
        for _, found, log_p in self._longer(columns, rows, least):
            score[found] = log_p
        return score

    def _alone(self, words: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return the log-probability of words that nothing before them is known to go with."""
        return self.unigrams[words] + np.float32((ORDER - 1) * np.log(BACKOFF))

    def _longer(
        self, columns: Sequence[NDArray[np.uint16]], rows: NDArray[np.int64], least: int
    ) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float32]]]:
        """Yield for each order from `least` on the rows whose n-grams are stored, and log P of their last column.

        `rows` are those to look at: their shorter n-grams are stored.
        """
        key = columns[-1][rows].astype(np.uint64)
        for order in range(2, ORDER + 1):
            key |= columns[-order][rows].astype(np.uint64) << np.uint64(16 * (order - 1))
            if order < least:
                continue
            values, found = self.table.look_up(salted(key, order))
            rows, key = rows[found], key[found]
            if not len(rows):
                return
            yield order, rows, np.float32((ORDER - order) * np.log(BACKOFF)) - np.float32(STEP) * values[found]


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
