"""A batch of texts as the n-gram model reads it: word ids with boundaries between paragraphs, cut into windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.ngrams import ORDER, NgramModel
from spin_detect.context.vocabulary import BOUNDARY, Vocabulary
from spin_detect.tokens import Flag, TokenTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = ORDER - 1
"""Tokens of context to either side that an edit can change the probability of."""


@dataclass(frozen=True)
class Stream:
    """`padded` holds the word ids with `MARGIN` boundaries around every paragraph; token i stands at `place[i]`.

    `around` is what neighbours are read as: the same words, or those of a first guess at the original.
    """

    ids: NDArray[np.uint16]
    padded: NDArray[np.uint16]
    place: NDArray[np.int64]
    around: NDArray[np.uint16]

    @classmethod
    def of(cls, table: TokenTable, vocabulary: Vocabulary) -> Stream:
        """Return the stream of a table."""
        capitalised = table.has(Flag.TITLE) | table.has(Flag.UPPER)
        ids = vocabulary.encode(table.key, capitalised, lambda i: table.text_of(i, i + 1))
        place = np.arange(len(table), dtype=np.int64) + MARGIN * (table.block.astype(np.int64) + 1)
        blocks = int(table.block[-1]) + 1 if len(table) else 0
        padded = np.full(len(table) + MARGIN * (blocks + 1), BOUNDARY, np.uint16)
        padded[place] = ids
        return cls(ids, padded, place, padded)

    def among(self, ids: NDArray[np.uint16]) -> Stream:
        """Return the stream whose words are read with `ids` for neighbours."""
        around = self.padded.copy()
        around[self.place] = ids
        return Stream(self.ids, self.padded, self.place, around)

    def read(self, model: NgramModel, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log-probability of the tokens `first:last` as they stand and of the `MARGIN` places after them."""
        total = np.zeros(len(first), np.float32)
        spans = last - first
        for span in np.unique(spans):
            rows = np.flatnonzero(spans == span)
            offsets = np.arange(-MARGIN, int(span) + MARGIN)
            at = self.place[first[rows]][:, None] + offsets
            windows = self.around[at]
            windows[:, MARGIN : MARGIN + int(span)] = self.padded[at[:, MARGIN : MARGIN + int(span)]]
            total[rows] = model.log_probabilities(windows).sum(axis=1)
        return total

    def read_with(
        self,
        model: NgramModel,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        words: NDArray[np.uint16],
        lengths: NDArray[np.int8],
    ) -> NDArray[np.float32]:
        """Return the log-probability with `words[:, :length]` for the tokens `first:last`, margins as in `read`."""
        total = np.zeros(len(first), np.float32)
        margin = np.arange(MARGIN)
        for length in np.unique(lengths):
            rows = np.flatnonzero(lengths == length)
            left = self.around[self.place[first[rows]][:, None] + (margin - MARGIN)]
            right = self.around[self.place[last[rows] - 1][:, None] + (margin + 1)]
            windows = np.concatenate([left, words[rows, : int(length)], right], axis=1)
            total[rows] = model.log_probabilities(windows).sum(axis=1)
        return total
