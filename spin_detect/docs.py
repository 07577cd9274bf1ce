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
from spacy.strings import get_string_id

from spin_detect.tokens import Flag, TokenTable
from spin_detect.words import word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

_ATTRIBUTES = (
    LOWER,
    IDX,
    LENGTH,
    IS_SPACE,
    SENT_START,
    IS_ALPHA,
    IS_TITLE,
    IS_UPPER,
    IS_PUNCT,
    LIKE_NUM,
    LIKE_URL,
    LIKE_EMAIL,
    SPACY,
)
_FLAGS = (
    (5, Flag.ALPHA),
    (6, Flag.TITLE),
    (7, Flag.UPPER),
    (8, Flag.PUNCT),
    (9, Flag.NUMBER),
    (10, Flag.PROTECTED),
    (11, Flag.PROTECTED),
    (12, Flag.SPACE_AFTER),
)
_CURLY = ("’s", "n’t", "’re", "’ll", "’ve", "’m", "’d", "’", "‘", "“", "”", "–", "—", "o’clock", "ma’am", "y’all")


def tabulate(docs: Sequence[Doc]) -> TokenTable:
    """Return the tokens of a batch of docs as columns.

    A new sentence starts where the doc says so and after every paragraph end. A line end inside running text (the next
    line starts in lower case) does not end a paragraph.
    """
    parts = [_columns(doc) for doc in docs]
    lengths = [len(part[0]) for part in parts]
    bounds = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    key, start, end, flags, opens_block = (np.concatenate(column) for column in zip(*parts, strict=True))
    opens_block[bounds[:-1][np.diff(bounds) > 0]] = True
    opens_sentence = opens_block | ((flags & np.uint8(Flag.SENTENCE_START)) != 0)
    flags[opens_sentence] |= np.uint8(Flag.SENTENCE_START)
    return TokenTable(
        texts=[doc.text for doc in docs],
        doc_bounds=bounds,
        key=key,
        start=start,
        end=end,
        flags=flags,
        sentence=np.cumsum(opens_sentence, dtype=np.int32) - 1,
        block=np.cumsum(opens_block, dtype=np.int32) - 1,
    )


def _columns(
    doc: Doc,
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.bool_]]:
    """Return key, start, end, flags and paragraph starts of one doc's tokens, white space left out."""
    values = doc.to_array(list(_ATTRIBUTES)).reshape(len(doc), len(_ATTRIBUTES))
    space = values[:, 3] != 0
    opens_block = np.zeros(len(doc), bool)
    for place in np.flatnonzero(space):
        if place + 1 < len(doc) and _ends_paragraph(doc[int(place)].text, values[place + 1]):
            opens_block[place + 1] = True
    values, opens_block = values[~space], opens_block[~space]
    key = _straightened(values[:, 0].astype(np.uint64))
    start = values[:, 1].astype(np.int32)
    flags = np.zeros(len(values), np.uint8)
    for column, flag in _FLAGS:
        flags[values[:, column] != 0] |= np.uint8(flag)
    flags[values[:, 4].astype(np.int64) == 1] |= np.uint8(Flag.SENTENCE_START)
    return key, start, start + values[:, 2].astype(np.int32), flags, opens_block


def _ends_paragraph(space: str, following: NDArray[np.uint64]) -> bool:
    """Tell whether a run of white space ends a paragraph: an empty line, or a line end before a capital or a number."""
    lines = space.count("\n")
    if lines != 1:
        return lines > 1
    return bool(following[6] or following[7] or following[9] or not following[5])


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
    at = np.searchsorted(raw, keys)
    at[at == len(raw)] = 0
    return np.where(raw[at] == keys, ours[at], keys)
