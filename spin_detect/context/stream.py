"""A batch of texts as the n-gram model reads it: word ids with boundaries between paragraphs, cut into windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.ngrams import ORDER, Fluency, NgramModel
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
    _fluency: list[Fluency] = field(default_factory=list, repr=False, compare=False)

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

    def fluency(self, model: NgramModel) -> Fluency:
        """Return the fluency of the neighbours' words, worked out once; `place` says where a token stands in it."""
        if not self._fluency:
            self._fluency.append(model.fluency(self.around))
        return self._fluency[0]

    def read(self, model: NgramModel, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log-probability of the tokens `first:last` as they stand and of the `MARGIN` places after them."""
        lengths = last - first
        offsets = np.arange(int(lengths.max(initial=1)))
        words = self.ids[np.minimum(first[:, None] + offsets, len(self.ids) - 1)]
        return self.read_with(model, first, last, words, lengths)

    def read_with(
        self,
        model: NgramModel,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        words: NDArray[np.uint16],
        lengths: NDArray[np.int64] | NDArray[np.int8],
    ) -> NDArray[np.float32]:
        """Return the log-probability with `words[:, :length]` for the tokens `first:last`, margins as in `read`."""
        fluency = self.fluency(model)
        before, after = self.place[first][:, None], self.place[last - 1] + 1
        longest = int(lengths.max(initial=1))
        text = np.concatenate([self.around[before + np.arange(-MARGIN, 0)], words[:, :longest]], axis=1)
        total = np.zeros(len(first), np.float32)
        for column in range(longest):
            rows = np.flatnonzero(lengths > column)
            total[rows] += model.log_probabilities(text[rows, column : column + ORDER])[:, 0]
        changed = np.take_along_axis(text, lengths[:, None] + np.arange(MARGIN), axis=1).T
        behind = [self.around[after + offset] for offset in range(MARGIN)]
        for kept in range(MARGIN):
            columns = [*changed[kept:], *behind[: kept + 1]]
            total += model.after_changes(columns, fluency, after + kept, kept)
        return total
