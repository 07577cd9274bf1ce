"""Decoding: from scored edits to the set of edits that explains each text best, and from edits to findings.

Edits overlap and compete: phrases with the words in them, rivals for one word. The chosen set has no overlaps and the
greatest sum of log-odds (weighted interval scheduling, one pass over the text).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.channel import Edits


MOST_RIVALS = 6
HOPELESS = -7.0
"""Log-odds (base e) under which an edit is not worth keeping: one in a thousand."""


def by_place(edits: Edits, odds: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the edits place by place, best first, and where in them each place begins."""
    order = np.lexsort((-odds, edits.first))
    return order, np.flatnonzero(np.diff(edits.first[order], prepend=-1))


def in_the_running(edits: Edits, odds: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the edits that can still be chosen or shown: the best few of a place, hopeless ones only if best."""
    if not len(edits):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(edits.first, prepend=-1))
    best = np.repeat(np.maximum.reduceat(odds, starts), np.diff(starts, append=len(edits)))
    able = np.flatnonzero((odds > HOPELESS) | (odds == best))
    order, starts = by_place(edits.where(able), odds[able])
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    chosen = able[order]
    return np.sort(chosen[(rank == 0) | ((rank < MOST_RIVALS) & (odds[chosen] > HOPELESS))])


def choose(edits: Edits, worth: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the numbers of the edits that together are worth most without overlapping, in the order of the text.

    Only edits worth more than nothing are taken. At equal worth the longer edit wins, then the earlier one.
    """
    useful = np.flatnonzero(worth > 0)
    if not len(useful):
        return useful
    order = useful[np.lexsort((edits.first[useful], -worth[useful], edits.last[useful]))]
    last = edits.last[order].tolist()
    first = edits.first[order].tolist()
    value = worth[order].tolist()
    total = [0.0]
    taken: list[bool] = []
    before = [bisect_right(last, start, 0, number) for number, start in enumerate(first)]
    for number, earlier in enumerate(before):
        with_it = total[earlier] + value[number]
        taken.append(with_it > total[number])
        total.append(max(total[number], with_it))
    chosen = []
    number = len(order)
    while number:
        if taken[number - 1]:
            chosen.append(int(order[number - 1]))
            number = before[number - 1]
        else:
            number -= 1
    return np.array(chosen[::-1], np.int64)


def rivals(edits: Edits, chosen: int, score: NDArray[np.float64], most: int) -> list[int]:
    """Return the edits of the same span as `chosen`, best first, at most `most` of them, `chosen` included."""
    low, high = np.searchsorted(edits.first, [edits.first[chosen], edits.first[chosen] + 1])
    same = [int(i) for i in range(low, high) if edits.last[i] == edits.last[chosen]]
    return sorted(same, key=lambda i: (-score[i], i != chosen))[:most]
