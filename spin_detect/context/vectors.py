"""Word vectors: which words keep the same company. Used for topical fit and for how near a candidate is in meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 12
"""Words to either side that make up the company of a place."""

_SILENT = 0.3
"""Length under which the sum of words says too little of a topic to count as a full direction."""


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of the first `len(rows)` word ids (127 = 1.0), and how much each word says of a topic.

    `weight` is small for function words; words beyond the table have no vector and count as silent.
    """

    rows: NDArray[np.int8]
    weight: NDArray[np.float32]

    def said(self, ids: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return the vectors of `ids`, each as long as the word says much of a topic."""
        return self._scaled(ids, self.weight * np.float32(1 / 127))

    def meant(self, ids: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return the directions of single words, as `direction` of what they say gives them."""
        return self._scaled(ids, self._meant_scale)

    def company(
        self, ids: NDArray[np.uint16], bounds: NDArray[np.int64], places: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return for some tokens the weighted mean vector of up to `REACH` words to either side in their own texts.

        `ids` is the column of all tokens, `bounds` cuts it into texts. The token itself is left out; rows have length
        1, or 0 without company.
        """
        said = self.said(ids)
        # Texts are kept apart by silence, so that the window around a word is the same sum for all.
        apart = np.arange(len(ids)) + REACH * np.repeat(np.arange(1, len(bounds)), np.diff(bounds))
        padded = np.zeros((len(ids) + REACH * len(bounds), said.shape[1]), np.float32)
        padded[apart] = said
        around = _window_sums(padded, 2 * REACH + 1).take(apart[places] - REACH, axis=0)
        around -= said.take(places, axis=0)
        return _unit(around, 1e-6)

    @cached_property
    def _meant_scale(self) -> NDArray[np.float32]:
        """What the rows are multiplied with for the directions of single words."""
        per_row = self.weight * np.float32(1 / 127)
        lengths: NDArray[np.float32] = _lengths(self.rows.astype(np.float32)) * per_row
        scale: NDArray[np.float32] = np.divide(per_row, np.maximum(lengths, np.float32(_SILENT)))
        return scale

    def _scaled(self, ids: NDArray[np.uint16], scale: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the rows of `ids`, each times the scale of its id; zeros for ids beyond the table."""
        at = np.minimum(ids, len(self.rows) - 1)
        vectors = self.rows.take(at, axis=0).astype(np.float32)
        vectors *= np.where(ids < len(self.rows), scale.take(at), np.float32(0))[:, None]
        return vectors


def direction(said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return sums of what words say as vectors of length 1, shorter where the words say next to nothing."""
    return _unit(said, _SILENT)


def _unit(vectors: NDArray[np.float32], least: float) -> NDArray[np.float32]:
    """Return the vectors by their lengths, or by `least` where that is more."""
    scaled: NDArray[np.float32] = np.divide(vectors, np.maximum(_lengths(vectors), np.float32(least))[:, None])
    return scaled


def _lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the length of each row."""
    lengths: NDArray[np.float32] = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


def _window_sums(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Return the sums of every `width` rows in a row, put together from sums of 1, 2, 4, 8 … rows."""
    count = len(rows) - width + 1
    total = np.zeros((count, rows.shape[1]), np.float32)
    done, size = 0, 1
    while done < width:
        if width & size:
            total += rows[done : done + count]
            done += size
        rows = rows[:-size] + rows[size:]
        size *= 2
    return total
