"""Labelled edits: which of the edits proposed for a gold text are right, and which stand at spun places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from spin_detect.channel import Edits
    from spin_detect.tokens import TokenTable

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


def label_edits(
    records: Sequence[dict[str, Any]], table: TokenTable, edits: Edits, wording: Callable[[int], str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each edit: is it right, does it overlap a gold edit, is its text annotated at all.

    An edit is right when its wording stands in one of the gold originals of the place, taken with the unchanged words
    around it that the edit also covers, and the words that it replaces do not.
    """
    right = np.zeros(len(edits), np.bool_)
    at_gold = np.zeros(len(edits), np.bool_)
    annotated = np.ones(len(edits), np.bool_)
    start, end = table.start[edits.first], table.end[edits.last - 1]
    bounds = np.searchsorted(edits.first, table.doc_bounds)
    for number, record in enumerate(records):
        low, high = bounds[number], bounds[number + 1]
        if record["label"] == "genuine":
            continue
        if record.get("edits") is None:
            annotated[low:high] = False
            continue
        for gold in record["edits"]:
            over = low + np.flatnonzero((start[low:high] < gold["end"]) & (end[low:high] > gold["start"]))
            at_gold[over] = True
            originals = [_tokens(original) for original in gold["originals"]]
            for edit in over.tolist():
                span = int(start[edit]), int(end[edit])
                right[edit] = _is_right(record["text"], gold, originals, span, _tokens(wording(edit)))
    return right, at_gold, annotated


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower().replace("’", "'"))


def _is_right(
    text: str, gold: dict[str, Any], originals: list[list[str]], span: tuple[int, int], new: list[str]
) -> bool:
    """Tell whether `new` in place of `span` brings back what one of the originals says there."""
    before = _tokens(text[span[0] : gold["start"]]) if span[0] < gold["start"] else []
    after = _tokens(text[gold["end"] : span[1]]) if span[1] > gold["end"] else []
    old = _tokens(text[span[0] : span[1]])
    wholes = [before + original + after for original in originals]
    return any(_holds(whole, new) and not _holds(whole, old) for whole in wholes)


def _holds(whole: list[str], part: list[str]) -> bool:
    """Tell whether `part` stands in `whole` in one piece."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
