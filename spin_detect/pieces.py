"""Long texts in pieces: where a text is cut so that each piece has the tokens and sentences it has in the whole.

Endless runs of marks ("=====…") are cut up too: the tokenizer takes them off a word one by one and looks at all that is
left each time, so that 12,000 took twenty seconds, and ten times as many a hundred times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECE = 400_000
"""Characters of a piece; shorter texts stay whole."""

_RUN = re.compile(r"[^\w\s]{1000,}|_{1000,}")
_RUN_PIECE = 100

_PARAGRAPH_END = re.compile(r"\n\s*\n")


def needs_pieces(text: str) -> bool:
    """Tell whether a text should not be cut into tokens as a whole."""
    return len(text) > PIECE or _RUN.search(text) is not None


def piece_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of pieces of at most `PIECE` characters, one after another.

    They end with a paragraph, which nothing in the analysis reaches across. Only in a paragraph longer than half a
    piece they end with a line or a word, and words on both sides are not read together there; nor are they on both
    sides of a run of a thousand marks.
    """
    low = 0
    for run in _RUN.finditer(text):
        if low < run.start():
            yield from _between(text, low, run.start())
        for low in range(run.start(), run.end(), _RUN_PIECE):
            yield low, min(low + _RUN_PIECE, run.end())
        low = run.end()
    if low < len(text) or not text:
        yield from _between(text, low, len(text))


def _between(text: str, low: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of pieces of `text[low:end]`."""
    while end - low > PIECE:
        high = _end(text, low + PIECE // 2, low + PIECE)
        yield low, high
        low = high
    yield low, end


def _end(text: str, low: int, high: int) -> int:
    """Return the best place for a cut after `low` and up to `high`."""
    end = low
    for match in _PARAGRAPH_END.finditer(text, low, high):
        end = match.end()
    return end if end > low else max(text.rfind("\n", low, high), text.rfind(" ", low, high)) + 1 or high
