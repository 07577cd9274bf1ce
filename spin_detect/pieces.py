"""Long texts in pieces: where a text is cut so that each piece has the tokens and sentences it has in the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECE = 400_000
"""Characters of a piece; shorter texts stay whole."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")


def piece_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of pieces of at most `PIECE` characters, one after another.

    They end with a paragraph, which nothing in the analysis reaches across. Only in a paragraph longer than half a
    piece they end with a line or a word, and words on both sides are not read together there.
    """
    low = 0
    while len(text) - low > PIECE:
        high = _end(text, low + PIECE // 2, low + PIECE)
        yield low, high
        low = high
    yield low, len(text)


def _end(text: str, low: int, high: int) -> int:
    """Return the best place for a cut after `low` and up to `high`."""
    end = low
    for match in _PARAGRAPH_END.finditer(text, low, high):
        end = match.end()
    return end if end > low else max(text.rfind("\n", low, high), text.rfind(" ", low, high)) + 1 or high
