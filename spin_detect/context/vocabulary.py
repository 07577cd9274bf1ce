"""The model's vocabulary: from word keys to 16-bit word ids, with classes for words that were never counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.words import find_sorted, normal, word_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

BOUNDARY = 0
NUMBER = 1
NAME = 2
UNKNOWN = 3
CLASSES = (
    "<s>",
    "<num>",
    "<name>",
    "<unk>",
    "<unk-ing>",
    "<unk-ed>",
    "<unk-ly>",
    "<unk-s>",
    "<unk-er>",
    "<unk-adj>",
    "<unk-nom>",
)
"""Words outside the vocabulary by shape: a boundary between paragraphs, numbers, capitalised words, and endings."""

_ENDINGS = (
    (("ing",), 4),
    (("ed",), 5),
    (("ly",), 6),
    (("ss",), UNKNOWN),
    (("s",), 7),
    (("er", "or"), 8),
    (("ous", "al", "ive", "able", "ic", "ful", "less", "ish"), 9),
    (("tion", "ment", "ness", "ity", "ism", "ance", "ence"), 10),
)
_DIGIT = re.compile(r"\d")


def shape_class(token: str, capitalised: bool) -> int:
    """Return the class id of a word outside the vocabulary."""
    word = normal(token)
    if _DIGIT.search(word):
        return NUMBER
    if capitalised:
        return NAME
    for endings, class_id in _ENDINGS:
        if any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in endings):
            return class_id
    return UNKNOWN


@dataclass(frozen=True)
class Vocabulary:
    """`words[i]` is the word with id i (the first ones are `CLASSES`); `keys` (sorted) and `ids` find ids by key."""

    words: tuple[str, ...]
    keys: NDArray[np.uint64]
    ids: NDArray[np.uint16]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that stand before the words."""
        return CLASSES

    @classmethod
    def of(cls, words: Sequence[str]) -> Vocabulary:
        """Return the vocabulary of `words`, which follow the classes in the order given."""
        everything = (*CLASSES, *words)
        keys = np.fromiter((word_key(word) for word in everything), np.uint64, len(everything))
        order = np.argsort(keys)
        return cls(everything, keys[order], order.astype(np.uint16))

    def look_up(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
        """Return the id of each key and whether it is in the vocabulary; ids of the others are `UNKNOWN`."""
        at, known = find_sorted(self.keys, keys)
        return np.where(known, self.ids[at], np.uint16(UNKNOWN)), known

    def encode(
        self,
        keys: NDArray[np.uint64],
        capitalised: NDArray[np.bool_],
        token: Callable[[int], str],
    ) -> NDArray[np.uint16]:
        """Return the ids of a column of keys. `token(i)` is asked for the text of words outside the vocabulary only."""
        ids, known = self.look_up(keys)
        strangers = np.flatnonzero(~known)
        if len(strangers):
            pairs = keys[strangers] ^ capitalised[strangers].astype(np.uint64)
            _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
            classes = [shape_class(token(int(strangers[i])), bool(capitalised[strangers[i]])) for i in first]
            ids[strangers] = np.array(classes, np.uint16)[inverse]
        return ids

    @cached_property
    def id_of(self) -> dict[str, int]:
        """Word ids by word, for single look-ups and training."""
        return {word: number for number, word in enumerate(self.words)}
