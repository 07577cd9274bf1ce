"""Word keys: the one place that says how a token becomes a number, shared by training, lexicon and scoring."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

_TYPEWRITER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_COUNTED_AT_ONCE = 1_000_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


def normal(token: str) -> str:
    """Return a token as the model counts it: lower case, typewriter quotes and dashes."""
    return token.lower().translate(_TYPEWRITER)


def word_key(token: str) -> int:
    """Return the key of a token: spaCy's string hash of its normal form."""
    from spacy.strings import get_string_id

    return int(get_string_id(normal(token)))


@cache
def tokenizer() -> Language:
    """Return the blank English pipeline whose tokenizer defines what a token is."""
    import spacy

    return spacy.blank("en")


def split_words(text: str) -> list[str]:
    """Return the tokens of a short text as spaCy's English tokenizer cuts them, white space left out."""
    return [token.text for token in tokenizer().make_doc(text) if not token.is_space]


def sequence_key(keys: Sequence[int] | NDArray[np.uint64]) -> int:
    """Return one key for a sequence of word keys; `rolling_keys` computes the same for every window of a column."""
    column = np.asarray(keys, dtype=np.uint64)
    return int(rolling_keys(column, len(column))[0])


def rolling_keys(keys: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """Return the keys of all windows of `width` tokens: `len(keys) - width + 1` values (none if that is negative)."""
    count = len(keys) - width + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = keys[:count].copy()
    for offset in range(1, width):
        mixed = mix(mixed, keys[offset : offset + count])
    return mixed


def mix(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the hash of a pair of keys, element by element (multiply and rotate, as in FxHash)."""
    rotated = (left << np.uint64(5)) | (left >> np.uint64(59))
    mixed: NDArray[np.uint64] = (rotated ^ right) * _MIX
    return mixed


def phrase_key(text: str) -> int:
    """Return the key of a phrase, cut into tokens as the pipeline would cut it."""
    return sequence_key([word_key(token) for token in split_words(text)])


def find_sorted(known: NDArray[Any], wanted: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each number where it stands among the sorted `known` ones, and whether it does; else its place is 0.

    Of equal ones the first counts. Unlike `numpy.isin` this does not sort what is looked up.
    """
    at = np.searchsorted(known, wanted)
    at[at == len(known)] = 0
    return at, known[at] == wanted if len(known) else np.zeros(len(at), np.bool_)


def count_words(text: str) -> int:
    """Return how many words stand between white space, as `len(text.split())` does without holding them all."""
    if len(text) <= _COUNTED_AT_ONCE:
        return len(text.split())
    pieces = [text[at : at + _COUNTED_AT_ONCE] for at in range(0, len(text), _COUNTED_AT_ONCE)]
    cut = sum(not (one[-1].isspace() or other[0].isspace()) for one, other in pairwise(pieces))
    return sum(len(piece.split()) for piece in pieces) - cut
