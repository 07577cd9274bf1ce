"""Phrase tables: many token sequences, found all at once in a whole batch of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.words import find_sorted, mix, split_words, tokenizer, word_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.tokens import TokenTable

MAX_TOKENS = 12


@cache
def _special_cases() -> frozenset[str]:
    """Return the words that the tokenizer cuts though they have letters only: *cannot*, *gonna*."""
    cutter: Any = tokenizer().tokenizer
    return frozenset(cutter.rules)


@lru_cache(maxsize=1 << 17)
def _chunk_keys(chunk: str) -> tuple[int, ...]:
    """Return the word keys of what stands between two spaces; the tokenizer never looks beyond it."""
    if chunk.isalpha() and chunk.isascii() and chunk not in _special_cases():
        return (word_key(chunk),)  # What the tokenizer would say, without a lexeme for every word of the lexicon.
    return tuple(word_key(token) for token in split_words(chunk))


def token_keys(text: str) -> tuple[int, ...]:
    """Return the word keys of a phrase, cut into tokens as the pipeline cuts it."""
    chunks = text.split(" ")
    return _chunk_keys(text) if len(chunks) == 1 else tuple(key for chunk in chunks for key in _chunk_keys(chunk))


@dataclass(frozen=True)
class PhraseTable:
    """Rows of token sequences, grouped by width and sorted by key within a width; keys may repeat.

    Rows `width_bounds[w]:width_bounds[w + 1]` are w tokens wide. `first` holds the sorted keys of the words that start
    a row and `first_widths` which widths start so (bit w). Most words of a text start nothing, so that the table costs
    one binary search a word.
    """

    keys: NDArray[np.uint64]
    width_bounds: NDArray[np.int64]
    first: NDArray[np.uint64]
    first_widths: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def build(cls, sequences: Sequence[tuple[int, ...]]) -> tuple[PhraseTable, NDArray[np.int64]]:
        """Return the table of the sequences, and for each of its rows the number of the sequence that it stands for."""
        widths = np.fromiter(map(len, sequences), np.int64, len(sequences))
        if len(widths) and not 1 <= widths.min() <= widths.max() <= MAX_TOKENS:
            raise ValueError(f"a phrase has 1 to {MAX_TOKENS} tokens")
        keys = _sequence_keys(sequences, widths)
        order = np.lexsort((np.arange(len(keys)), keys, widths))
        starts = np.fromiter((s[0] for s in sequences), np.uint64, len(sequences))
        first, group = np.unique(starts, return_inverse=True)
        first_widths = np.zeros(len(first), np.uint16)
        np.bitwise_or.at(first_widths, group, (1 << widths).astype(np.uint16))
        bounds = np.searchsorted(widths[order], np.arange(MAX_TOKENS + 2))
        return cls(keys[order], bounds.astype(np.int64), first, first_widths), order

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> PhraseTable:
        """Return the table that `to_arrays` took apart."""
        return cls(*(arrays[f"{prefix}.{name}"] for name in cls.__dataclass_fields__))  # type: ignore[arg-type]

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the columns by name, for storing."""
        return {f"{prefix}.{name}": getattr(self, name) for name in self.__dataclass_fields__}

    def find(
        self, table: TokenTable, where: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return first token, last token (exclusive) and row of every occurrence, narrow ones first.

        No occurrence runs over from one block to the next. `where` restricts the tokens at which one may start.
        """
        starts, last, rows = [], [], []
        at, widths = self._candidates(table, where)
        rolled, grown = table.key[at], 1
        sieve, shift = self._sieve
        for width in range(1, MAX_TOKENS + 1):
            low, high = int(self.width_bounds[width]), int(self.width_bounds[width + 1])
            if low == high:
                continue
            keep = (widths >> np.uint16(width)) != 0
            keep &= at + width <= len(table)
            at, widths, rolled = at[keep], widths[keep], rolled[keep]
            for offset in range(grown, width):
                rolled = mix(rolled, table.key[at + offset])
            grown = width
            here = np.flatnonzero((widths >> np.uint16(width)) & np.uint16(1))
            here = here[sieve.take(rolled[here] >> shift)]
            here = here[table.block[at[here]] == table.block[at[here] + width - 1]]
            place, row = _equal_rows(self.keys[low:high], rolled[here])
            starts.append(at[here][place])
            last.append(starts[-1] + width)
            rows.append(row + low)
        if not starts:
            return (np.zeros(0, np.int64),) * 3
        return np.concatenate(starts), np.concatenate(last), np.concatenate(rows)

    @cached_property
    def _sieve(self) -> tuple[NDArray[np.bool_], np.uint64]:
        """Marks by the upper bits of the keys, and how many lower bits to leave out.

        Few sequences of a text are in the table, and one look at the marks rules out nine tenths of the others.
        """
        bits = (8 * len(self)).bit_length()
        shift = np.uint64(64 - bits)
        marks = np.zeros(1 << bits, np.bool_)
        marks[self.keys >> shift] = True
        return marks, shift

    def _candidates(
        self, table: TokenTable, where: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Return the tokens whose word starts a row, and which widths start so."""
        at = np.arange(len(table)) if where is None else np.flatnonzero(where)
        if not len(self.first):
            return at[:0], np.zeros(0, np.uint16)
        words = table.key if where is None else table.key[at]
        place, known = find_sorted(self.first, words)
        hit = np.flatnonzero(known)
        return at[hit], self.first_widths[place[hit]]


def _sequence_keys(sequences: Sequence[tuple[int, ...]], widths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the sequence key of every sequence, all of one width at a time."""
    keys = np.zeros(len(sequences), np.uint64)
    for width in np.unique(widths):
        members = np.flatnonzero(widths == width)
        columns = np.array([sequences[i] for i in members.tolist()], np.uint64)
        rolled = columns[:, 0].copy()
        for offset in range(1, int(width)):
            rolled = mix(rolled, columns[:, offset])
        keys[members] = rolled
    return keys


def _equal_rows(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs (place in `wanted`, row of the sorted `keys`) that are equal."""
    low, known = find_sorted(keys, wanted)
    hit = np.flatnonzero(known)
    low = low[hit]
    count = np.searchsorted(keys, wanted[hit], side="right") - low
    place = np.repeat(hit, count)
    within = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    return place, np.repeat(low, count) + within


def reach_of(first: NDArray[np.int64], last: NDArray[np.int64], tokens: int) -> NDArray[np.int64]:
    """Return for each token how far the furthest of the spans `first:last` reaches that begin there or before.

    A token lies in one of them where that is more than its own number; one covers all of `a:b` where `reach[a] >= b`.
    """
    reach = np.zeros(tokens, np.int64)
    np.maximum.at(reach, first, last)
    furthest: NDArray[np.int64] = np.maximum.accumulate(reach)
    return furthest
