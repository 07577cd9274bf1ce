"""Space around what is removed: a line goes with its line end, a word with one of its spaces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spin_detect.protected import Span, touches
from spin_detect.restoration.joints import Edit

_BLANK = " \t\xa0"
_CLOSING = ".,;:!?)]}”’…"


def tidy_removals(text: str, edits: list[Edit], protected: Sequence[Span]) -> None:
    """Stretch the removals in `edits` (in text order, disjoint) over the space that would be left over.

    Removals with nothing but space between them are tidied as one, then share the space out.
    """
    index = 0
    while index < len(edits):
        last = index
        if not edits[index].new:
            while _goes_on(text, edits, last):
                last += 1
            left = edits[index - 1].end if index else 0
            right = edits[last + 1].start if last + 1 < len(edits) else len(text)
            _tidy(text, edits[index : last + 1], left, right, protected)
        index = last + 1


def _goes_on(text: str, edits: Sequence[Edit], last: int) -> bool:
    """Tell whether the edit after `last` is a removal, too, with only space between."""
    if last + 1 == len(edits) or edits[last + 1].new:
        return False
    return not text[edits[last].end : edits[last + 1].start].strip()


def _tidy(text: str, run: Sequence[Edit], left: int, right: int, protected: Sequence[Span]) -> None:
    """Stretch a run of removals; `left` and `right` are as far as it may reach."""
    start, end = _stretched(text, run[0].start, run[-1].end, left, right)
    if touches(protected, start, run[0].start):
        start = run[0].start
    if touches(protected, run[-1].end, end):
        end = run[-1].end
    bounds = [start, *(edit.start for edit in run[1:]), end]
    for edit, (begin, stop) in zip(run, pairwise(bounds), strict=True):
        edit.start, edit.end = begin, stop


def _stretched(text: str, start: int, end: int, left: int, right: int) -> Span:
    """Return the span that leaves no space over once `text[start:end]` is gone."""
    line_start, line_end = start, end
    while line_start > left and text[line_start - 1] in _BLANK:
        line_start -= 1
    while line_end < right and text[line_end] in _BLANK:
        line_end += 1
    opens = line_start == 0 or text[line_start - 1] == "\n"
    closes = line_end == len(text) or text[line_end] in "\r\n"
    if opens and closes:
        return _line_gone(text, line_start, line_end, left, right)
    if opens:
        return start, line_end
    if text[line_start - 1] == "," and text[line_end : line_end + 1] == "," and line_end < right:
        return line_start, line_end + 1
    if closes or (line_end < len(text) and text[line_end] in _CLOSING):
        return line_start, end if not closes else line_end
    if line_start < start and line_end > end:
        return start, line_end
    return start, end


def _line_gone(text: str, start: int, end: int, left: int, right: int) -> Span:
    """Return the span of whole lines with the line ends that go with them; the larger gap stays."""
    before, after = start, end
    while before > left and text[before - 1] in "\r\n \t":
        before -= 1
    while before < start and text[before] not in "\r\n":
        before += 1
    while after < right and text[after] in "\r\n \t":
        after += 1
    while after > end and text[after - 1] not in "\r\n":
        after -= 1
    if after == len(text) or not text[after:].strip():
        return before, end
    if before == 0 or text[before:start].count("\n") <= text[end:after].count("\n"):
        return (start, after) if before == 0 else (before, end)
    return start, after
