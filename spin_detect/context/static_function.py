"""A compressed static map from 64-bit keys to small numbers, looked up for whole arrays at once.

The keys themselves are not stored. A cell holds 16 bits, and the exclusive or of a key's three cells gives a
fingerprint of the key and its value; a key that was never stored passes the fingerprint test once in
2**`FINGERPRINT_BITS`. The layout is the binary fuse filter of Graf and Lemire, "Binary Fuse Filters: Fast and Smaller
Than Xor Filters" (2022), with values as in Bloomier filters. It costs about 2.26 bytes an entry, where sorted 64-bit
keys with a value byte cost 9, and its three look-ups are plain array gathers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

VALUE_BITS = 6
FINGERPRINT_BITS = 10
_MIX_A = np.uint64(0xFF51AFD7ED558CCD)
_MIX_B = np.uint64(0xC4CEB9FE1A85EC53)
_SEED_STEP = 0x9E3779B97F4A7C15
_MAX_SEEDS = 16


@dataclass(frozen=True)
class StaticFunction:
    """Cells and layout of one map. `look_up` gives value and presence for an array of keys."""

    cells: NDArray[np.uint16]
    seed: int
    segment_bits: int
    segments: int

    def look_up(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return the value of each key (anything for absent ones) and whether it is (almost surely) in the map."""
        hashes = _hash(keys, self.seed)
        word = _fingerprint(hashes) << VALUE_BITS
        for cell in _cells_of(hashes, self.segment_bits, self.segments):
            word ^= self.cells.take(cell)
        return word.astype(np.uint8), word < 1 << VALUE_BITS


def build(keys: NDArray[np.uint64], values: NDArray[np.uint8]) -> StaticFunction:
    """Return the map that takes each of the (distinct) `keys` to its value, 0 to 63.

    Deterministic: the first seed whose graph can be peeled is taken. Raises `ModelError` when none of the seeds works,
    which for distinct keys is practically impossible.
    """
    if len(keys) and int(values.max()) >= 1 << VALUE_BITS:
        raise ModelError(f"values need {VALUE_BITS} bits; the largest is {int(values.max())}")
    segment_bits, least = _layout(len(keys))
    for seed in range(_MAX_SEEDS):
        # The paper's layout is tight for some thousands of keys: after every few seeds that failed, make more room.
        segments = least + (seed // 4) * (1 + least // 20)
        size = (segments + 2) << segment_bits
        hashes = _hash(keys, seed)
        places = np.stack(_cells_of(hashes, segment_bits, segments))
        order = _peel(places, size)
        if order is None:
            continue
        cells = np.zeros(size, np.uint16)
        words = (_fingerprint(hashes) << VALUE_BITS) | values.astype(np.uint16)
        for chosen, cell in reversed(order):
            others = cells[places[0, chosen]] ^ cells[places[1, chosen]] ^ cells[places[2, chosen]] ^ cells[cell]
            cells[cell] = words[chosen] ^ others
        return StaticFunction(cells, seed, segment_bits, segments)
    raise ModelError("the keys of the static function are not distinct")


def _layout(count: int) -> tuple[int, int]:
    """Return the bits of a segment's length and the number of segments, by the formulas of the paper (arity 3)."""
    if count < 2:
        return 2, 1
    segment_bits = min(18, max(2, int(np.floor(np.log(count) / np.log(3.33) + 2.25))))
    factor = max(1.125, 0.875 + 0.25 * np.log(1e6) / np.log(count))
    capacity = int(np.ceil(count * factor))
    segments = max(1, -(-capacity // (1 << segment_bits)) - 2)
    return segment_bits, segments + 1 if segments == 1 else segments


def _hash(keys: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Return well mixed 64-bit hashes (the finaliser of MurmurHash3)."""
    h = keys + np.uint64(_SEED_STEP * (seed + 1) % 2**64)
    h ^= h >> np.uint64(33)
    h *= _MIX_A
    h ^= h >> np.uint64(33)
    h *= _MIX_B
    h ^= h >> np.uint64(33)
    return h


def _fingerprint(hashes: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Return the fingerprints, from hash bits that also pick the segment's offsets least."""
    return ((hashes ^ (hashes >> np.uint64(32))) & np.uint64((1 << FINGERPRINT_BITS) - 1)).astype(np.uint16)


def _cells_of(
    hashes: NDArray[np.uint64], segment_bits: int, segments: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the three cells of each hash, in three neighbouring segments."""
    mask = np.uint64((1 << segment_bits) - 1)
    step = np.uint64(1 << segment_bits)
    base = ((hashes >> np.uint64(32)) * np.uint64(segments)) >> np.uint64(32)
    base <<= np.uint64(segment_bits)
    first = (hashes & mask) + base
    base += step
    second = ((hashes >> np.uint64(18)) & mask) + base
    base += step
    third = (((hashes * _MIX_A) >> np.uint64(40)) & mask) + base
    return first.view(np.int64), second.view(np.int64), third.view(np.int64)


def _peel(places: NDArray[np.int64], size: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None:
    """Return rounds of (keys, cells) such that each key's cell is free once the later rounds are filled.

    `None` when the graph has a core that cannot be peeled.
    """
    count = np.bincount(places.ravel(), minlength=size).astype(np.int32)
    sums = np.zeros(size, np.int64)
    numbers = np.arange(places.shape[1], dtype=np.int64)
    for row in places:
        np.bitwise_xor.at(sums, row, numbers)
    frontier = np.flatnonzero(count == 1)
    rounds = []
    left = places.shape[1]
    while len(frontier):
        chosen, at = np.unique(sums[frontier], return_index=True)
        cell = frontier[at]
        rounds.append((chosen, cell))
        left -= len(chosen)
        touched = places[:, chosen]
        np.subtract.at(count, touched.ravel(), 1)
        np.bitwise_xor.at(sums, touched.ravel(), np.tile(chosen, 3))
        frontier = np.unique(touched)
        frontier = frontier[count[frontier] == 1]
    return rounds if left == 0 else None
