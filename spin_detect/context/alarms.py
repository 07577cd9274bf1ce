"""What genuine text has taught about each word and phrase: how often it stands there, and how often it looked spun.

Some good words are always in danger of a false alarm, because a commoner synonym fits wherever they stand ("numerous",
"upon"); others never look spun in genuine text, so that an alarm on them means much. Both are counted on genuine text
that no n-gram was counted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.words import find_sorted

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRIOR_COUNT = 3.0
PRIOR_RATE = 0.02
"""A word never met in the genuine text counts as if it had been met three times and looked spun in 2 % of them."""


@dataclass(frozen=True)
class Alarms:
    """By phrase key (sorted): `count`, the log of occurrences plus one, and `rate`, log mean probability (base e)."""

    keys: NDArray[np.uint64]
    count: NDArray[np.float16]
    rate: NDArray[np.float16]

    def look_up(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return log count and log alarm rate of each phrase."""
        if not len(self.keys):
            return np.zeros(len(keys), np.float32), np.full(len(keys), np.log(PRIOR_RATE), np.float32)
        at, known = find_sorted(self.keys, keys)
        count = np.where(known, self.count[at], np.float16(0)).astype(np.float32)
        rate = np.where(known, self.rate[at], np.float16(np.log(PRIOR_RATE))).astype(np.float32)
        return count, rate

    @classmethod
    def of_counts(cls, keys: NDArray[np.uint64], counts: NDArray[np.float64], alarms: NDArray[np.float64]) -> Alarms:
        """Return the table of distinct `keys` with their occurrences and the summed probabilities of looking spun."""
        order = np.argsort(keys)
        rate = np.log((alarms[order] + PRIOR_COUNT * PRIOR_RATE) / (counts[order] + PRIOR_COUNT))
        return cls(keys[order], np.log1p(counts[order]).astype(np.float16), rate.astype(np.float16))

    @classmethod
    def none(cls) -> Alarms:
        """Return a table that knows nothing."""
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.float16), np.zeros(0, np.float16))
