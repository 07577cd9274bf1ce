"""Word vectors: which words keep the same company. Used for topical fit and for how near a candidate is in meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 12
"""Words to either side that make up the company of a place."""


@dataclass(frozen=True)
class Vectors:
    """Unit vectors of the first `len(rows)` word ids (127 = 1.0), and how much each word says of a topic.

    `weight` is small for function words; words beyond the table have no vector and count as silent.
    """

    rows: NDArray[np.int8]
    weight: NDArray[np.float32]

    def said(self, ids: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return the vectors of `ids`, each as long as the word says much of a topic."""
        known = ids < len(self.rows)
        at = np.where(known, ids, 0)
        vectors = self.rows[at].astype(np.float32)
        vectors *= (np.where(known, self.weight[at], np.float32(0)) * np.float32(1 / 127))[:, None]
        return vectors

    def company(self, ids: NDArray[np.uint16], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return for each token the weighted mean vector of up to `REACH` words to either side in its own text.

        `bounds` cuts the column into texts. The token itself is left out; rows have length 1, or 0 without company.
        """
        said = self.said(ids)
        total = np.concatenate([np.zeros((1, said.shape[1]), np.float32), np.cumsum(said, axis=0, dtype=np.float64)])
        place = np.arange(len(ids))
        counts = np.diff(bounds)
        low = np.maximum(place - REACH, np.repeat(bounds[:-1], counts))
        high = np.minimum(place + REACH + 1, np.repeat(bounds[1:], counts))
        summed = (total[high] - total[low] - said).astype(np.float32)
        length = np.sqrt(np.einsum("ij,ij->i", summed, summed))
        fitted: NDArray[np.float32] = summed / np.maximum(length, 1e-6)[:, None]
        return fitted
