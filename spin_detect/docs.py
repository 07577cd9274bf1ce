"""From spaCy's `Doc` to columns: the only reader of spaCy's token attributes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import (
    IDX,
    IS_ALPHA,
    IS_PUNCT,
    IS_SPACE,
    IS_TITLE,
    IS_UPPER,
    LENGTH,
    LIKE_EMAIL,
    LIKE_NUM,
    LIKE_URL,
    LOWER,
    SENT_START,
    SPACY,
)
from spacy.pipeline import Sentencizer
from spacy.strings import get_string_id

from spin_detect.tokens import Flag, TokenTable
from spin_detect.words import find_sorted, word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

_FLAGS = {
    IS_ALPHA: Flag.ALPHA,
    IS_TITLE: Flag.TITLE,
    IS_UPPER: Flag.UPPER,
    IS_PUNCT: Flag.PUNCT,
    LIKE_NUM: Flag.NUMBER,
    LIKE_URL: Flag.PROTECTED,
    LIKE_EMAIL: Flag.PROTECTED,
    SPACY: Flag.SPACE_AFTER,
}
_OPENING = int(Flag.TITLE | Flag.UPPER | Flag.NUMBER)
_ATTRIBUTES = (LOWER, IDX, LENGTH, SENT_START, IS_SPACE, *_FLAGS)
_CURLY = ("’s", "n’t", "’re", "’ll", "’ve", "’m", "’d", "’", "‘", "“", "”", "–", "—", "o’clock", "ma’am", "y’all")


def tabulate(docs: Sequence[Doc], texts: Sequence[str] | None = None) -> TokenTable:
    """Return the tokens of a batch of docs as columns.

    A new sentence starts where the doc says so and after every paragraph end; a doc that says nothing of sentences is
    cut as spaCy's sentencizer would cut it. A line end inside running text (the next line starts in lower case) does
    not end a paragraph. `texts` are the texts of the docs, for callers that have them: a doc must join its tokens.
    """
    texts = [doc.text for doc in docs] if texts is None else texts
    rows = np.concatenate([doc.to_array(list(_ATTRIBUTES)) for doc in docs])
    values = dict(zip(_ATTRIBUTES, rows.T, strict=True))
    bounds = np.concatenate(([0], np.cumsum([len(doc) for doc in docs]))).astype(np.int64)
    word = values[IS_SPACE] == 0
    start = values[IDX].astype(np.int32)
    end = start + values[LENGTH].astype(np.int32)
    key = _straightened(values[LOWER])
    flags = np.zeros(len(rows), np.uint8)
    for attribute, flag in _FLAGS.items():
        flags |= (values[attribute] != 0) * np.uint8(flag)
    opens_block = np.zeros(len(rows), np.bool_)
    opens_block[_after_paragraphs(texts, bounds, ~word, start, end, flags)] = True
    opens_sentence = _sentence_starts(values[SENT_START], values[LOWER], flags, bounds)
    opens_sentence[1:] |= (opens_sentence & ~word)[:-1]  # Two spaces after a full stop are a token of their own.

    bounds = np.concatenate(([0], np.cumsum(word)))[bounds]
    key, start, end, flags = key[word], start[word], end[word], flags[word]
    opens_block = opens_block[word]
    opens_block[bounds[:-1][np.diff(bounds) > 0]] = True
    opens_sentence = opens_block | opens_sentence[word]
    flags[opens_sentence] |= np.uint8(Flag.SENTENCE_START)
    return TokenTable(
        texts=texts,
        doc_bounds=bounds,
        key=key,
        start=start,
        end=end,
        flags=flags,
        sentence=np.cumsum(opens_sentence, dtype=np.int32) - 1,
        block=np.cumsum(opens_block, dtype=np.int32) - 1,
    )


def _after_paragraphs(
    texts: Sequence[str],
    bounds: NDArray[np.int64],
    space: NDArray[np.bool_],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    flags: NDArray[np.uint8],
) -> list[int]:
    """Return the tokens that follow white space which ends a paragraph."""
    places = np.flatnonzero(space)
    owners = np.searchsorted(bounds, places, side="right") - 1
    inner = places + 1 < bounds[owners + 1]
    return [
        place + 1
        for place, owner in zip(places[inner].tolist(), owners[inner].tolist(), strict=True)
        if _ends_paragraph(texts[owner][start[place] : end[place]], int(flags[place + 1]))
    ]


def _ends_paragraph(space: str, following: int) -> bool:
    """Tell whether a run of white space ends a paragraph: an empty line, or a line end before a capital or a number.

    `following` are the flags of the token after it.
    """
    lines = space.count("\n")
    if lines != 1:
        return lines > 1
    return bool(following & _OPENING) or not following & Flag.ALPHA


def _sentence_starts(
    marks: NDArray[np.uint64], lower: NDArray[np.uint64], flags: NDArray[np.uint8], bounds: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which tokens start a sentence: those that the doc marks (1), or else those that the sentencizer would mark.

    Where nothing is known of sentences, spaCy marks the first token of the doc and leaves the others at 0.
    """
    starts: NDArray[np.bool_] = marks == 1
    marked = np.concatenate(([0], np.cumsum(marks != 0)))[bounds]
    silent = np.repeat(np.diff(marked) < 2, np.diff(bounds))
    if silent.any():
        starts[silent] = _after_full_stops(lower, flags, bounds)[silent]
    return starts


def _after_full_stops(
    lower: NDArray[np.uint64], flags: NDArray[np.uint8], bounds: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which tokens are the first after a full stop, the punctuation that follows it left aside."""
    _, stop = find_sorted(_full_stops(), lower)
    stops_before: NDArray[np.int64] = np.cumsum(stop) - stop
    plain = ~stop & ((flags & np.uint8(Flag.PUNCT)) == 0)
    plain[bounds[:-1][np.diff(bounds) > 0]] = True  # What stands at the end of one text says nothing of the next.
    at = np.flatnonzero(plain)
    starts = np.zeros(len(lower), np.bool_)
    starts[at[1:][np.diff(stops_before[at]) > 0]] = True
    return starts


@cache
def _full_stops() -> NDArray[np.uint64]:
    """Return spaCy's hashes of the marks that end a sentence in any script, sorted."""
    return np.unique(np.array([get_string_id(mark) for mark in Sentencizer.default_punct_chars], np.uint64))


@cache
def _curly_keys() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return spaCy's hashes of common tokens with typographic marks, sorted, and the keys that we count them under."""
    raw = np.array([get_string_id(token) for token in _CURLY], np.uint64)
    ours = np.array([word_key(token) for token in _CURLY], np.uint64)
    order = np.argsort(raw)
    return raw[order], ours[order]


def _straightened(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys with typographic quotes, apostrophes and dashes made plain."""
    raw, ours = _curly_keys()
    at, found = find_sorted(raw, keys)
    return np.where(found, ours[at], keys)
