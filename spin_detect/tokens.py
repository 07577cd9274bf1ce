"""Tokens of a batch of texts, column by column: what the core sees instead of spaCy's `Doc`.

White space tokens are left out; paragraph ends survive as block numbers. A word is known by its key, spaCy's 64-bit
string hash of the lower-cased token with typewriter apostrophes, so that nothing in the core compares strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Flag(IntFlag):
    """What a token looks like; a bit mask in `TokenTable.flags`."""

    ALPHA = 1
    TITLE = 2
    UPPER = 4
    PUNCT = 8
    NUMBER = 16
    PROTECTED = 32
    SENTENCE_START = 64
    SPACE_AFTER = 128


@dataclass(frozen=True)
class TokenTable:
    """`n` tokens of `d` texts. Offsets are code points into the token's own text.

    `texts` has d strings; `doc_bounds` (d + 1) cuts the columns into texts: text i owns the tokens
    `doc_bounds[i]:doc_bounds[i + 1]`. `sentence` and `block` number sentences and paragraphs through the whole batch
    and never run over from one text to the next.
    """

    texts: Sequence[str]
    doc_bounds: NDArray[np.int64]
    key: NDArray[np.uint64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    flags: NDArray[np.uint8]
    sentence: NDArray[np.int32]
    block: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def doc(self) -> NDArray[np.int32]:
        """Number of the text that each token belongs to."""
        counts = np.diff(self.doc_bounds)
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    @cached_property
    def sentence_bounds(self) -> NDArray[np.int64]:
        """Token bounds of the sentences: sentence s owns `sentence_bounds[s]:sentence_bounds[s + 1]`."""
        if not len(self.key):
            return np.zeros(1, np.int64)
        cuts = np.flatnonzero(np.diff(self.sentence)) + 1
        return np.concatenate(([0], cuts, [len(self.key)])).astype(np.int64)

    @classmethod
    def of_pieces(cls, text: str, pieces: Sequence[tuple[int, TokenTable]]) -> TokenTable:
        """Return the table of one text, from those of its pieces and the offsets where they begin."""
        tables = [table for _, table in pieces]
        counts = [len(table) for table in tables]
        return cls(
            texts=[text],
            doc_bounds=np.array([0, sum(counts)], np.int64),
            key=np.concatenate([table.key for table in tables]),
            start=np.concatenate([table.start + np.int32(offset) for offset, table in pieces]),
            end=np.concatenate([table.end + np.int32(offset) for offset, table in pieces]),
            flags=np.concatenate([table.flags for table in tables]),
            sentence=_numbered_on([table.sentence for table in tables]),
            block=_numbered_on([table.block for table in tables]),
        )

    def part(self, low: int, high: int) -> TokenTable:
        """Return the tokens `low:high` as a table of their own, with the texts that they belong to."""
        docs = slice(int(self.doc[low]), int(self.doc[high - 1]) + 1)
        bounds = np.clip(self.doc_bounds[docs.start : docs.stop + 1], low, high) - low
        return TokenTable(
            texts=self.texts[docs],
            doc_bounds=bounds,
            key=self.key[low:high],
            start=self.start[low:high],
            end=self.end[low:high],
            flags=self.flags[low:high],
            sentence=self.sentence[low:high] - self.sentence[low],
            block=self.block[low:high] - self.block[low],
        )

    def parts(self, size: int) -> list[tuple[int, int]]:
        """Cut the table into runs of about `size` tokens: whole texts together, a long text at its sentence ends.

        Where a long text is cut depends on that text alone, so that its analysis does not depend on its batch.
        """
        cuts: list[int] = [0]
        for low, high in zip(self.doc_bounds[:-1].tolist(), self.doc_bounds[1:].tolist(), strict=True):
            if high - low > size:
                inner = self.sentence_bounds[np.searchsorted(self.sentence_bounds, np.arange(low + size, high, size))]
                cuts += [low, *(int(cut) for cut in inner if low < cut < high), high]
            elif high - cuts[-1] > size:
                cuts += [low]
        bounds = sorted({*cuts, len(self.key)})
        return list(pairwise(bounds))

    def has(self, flag: Flag) -> NDArray[np.bool_]:
        """Tell for each token whether it carries `flag`."""
        marked: NDArray[np.bool_] = (self.flags & np.uint8(flag)) != 0
        return marked

    def text_of(self, start: int, end: int) -> str:
        """Return the caller's text from token `start` up to, not including, token `end` of the same document."""
        text = self.texts[int(self.doc[start])]
        return text[int(self.start[start]) : int(self.end[end - 1])]


def _numbered_on(columns: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Return columns that each count from 0 as one that goes on counting."""
    sizes = [int(column[-1]) + 1 if len(column) else 0 for column in columns]
    starts = np.cumsum([0, *sizes[:-1]])
    return np.concatenate([column + np.int32(start) for column, start in zip(columns, starts, strict=True)])
