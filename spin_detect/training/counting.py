"""Counting n-grams: packed into 64-bit numbers, sorted, and added up over genres by their weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.ngrams import ORDER
from spin_detect.context.vocabulary import BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray


ORDERS = range(2, ORDER + 1)

Counted = tuple["NDArray[np.uint64]", "NDArray[np.float32]"]
"""Packed n-grams (16 bits a word, last word lowest), sorted and distinct, with their counts."""


def count_ngrams(
    genres: Mapping[str, float], ids: Path, folder: Path, least: float, say: Callable[[str], None]
) -> None:
    """Count the n-grams of each genre (ids in `ids`, weight by name); write those of `least` and more to `folder`."""
    for order in ORDERS:
        grams, counts = added([_weighted(ids / f"{genre}.npy", order, weight) for genre, weight in genres.items()])
        kept = counts >= least
        say(f"{order} tokens: {len(grams):,} distinct, {int(kept.sum()):,} counted {least} times and more")
        np.save(folder / f"grams{order}.npy", grams[kept])
        np.save(folder / f"counts{order}.npy", counts[kept])


def _weighted(path: Path, order: int, weight: float) -> Counted:
    """Return the n-grams of one genre with weighted counts."""
    grams, counts = count_order(np.load(path), order)
    return grams, (counts * weight).astype(np.float32)


def read_counted(folder: Path) -> dict[int, Counted]:
    """Return what `count_ngrams` wrote, by order."""
    return {order: (np.load(folder / f"grams{order}.npy"), np.load(folder / f"counts{order}.npy")) for order in ORDERS}


def count_order(ids: NDArray[np.uint16], order: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct n-grams of one order in a stream of ids, sorted, and how often each stands there.

    A boundary may begin or end an n-gram, and does not stand inside one.
    """
    count = max(0, len(ids) - order + 1)
    grams = np.zeros(count, np.uint64)
    whole = np.ones(count, np.bool_)
    for offset in range(order):
        column = ids[offset : offset + count]
        grams = (grams << np.uint64(16)) | column
        if 0 < offset < order - 1:
            whole &= column != BOUNDARY
    grams = grams[whole]
    grams.sort()
    first = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))[: len(grams)])
    return grams[first], np.diff(np.append(first, len(grams)))


def added(parts: Sequence[Counted]) -> Counted:
    """Return the sum of several counts. Always in the same order, so that the sums are the same to the last bit."""
    grams = np.concatenate([part[0] for part in parts])
    counts = np.concatenate([part[1] for part in parts])
    order = np.argsort(grams, kind="stable")  # Merges sorted runs, which takes linear time.
    grams, counts = grams[order], counts[order]
    first = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1]))[: len(grams)])
    sums = np.add.reduceat(counts.astype(np.float64), first) if len(first) else np.zeros(0)
    return grams[first], sums.astype(np.float32)
