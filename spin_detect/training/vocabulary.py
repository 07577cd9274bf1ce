"""The vocabulary: which words get an id, what the other words are read as, and how much each genre weighs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.vocabulary import BOUNDARY, CLASSES, shape_class
from spin_detect.errors import InputError
from spin_detect.training.tokenising import read_pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from spin_detect.training.recipe import Recipe

_NO_WORD = re.compile(r"\d|\A\s*\Z|[\n\r]")


@dataclass(frozen=True)
class WordCounts:
    """Tokens of each genre (paragraph ends included), its weight, and the weighted counts of all words.

    `capitals` counts how often a word was capitalised.
    """

    tokens: Mapping[str, int]
    weights: Mapping[str, float]
    counts: Mapping[str, float]
    capitals: Mapping[str, float]

    def is_name(self, word: str, share: float) -> bool:
        """Tell whether a word stands capitalised more often than in `share` of its places."""
        return self.capitals[word] > share * self.counts[word]


def count_words(genres: Sequence[str], tokens: Path, recipe: Recipe) -> WordCounts:
    """Count the words of all genres under `tokens`; raise `InputError` where there are none."""
    sizes: dict[str, int] = {}
    weights: dict[str, float] = {}
    counts: defaultdict[str, float] = defaultdict(float)
    capitals: defaultdict[str, float] = defaultdict(float)
    for genre in genres:
        own: defaultdict[str, int] = defaultdict(int)
        own_capitals: defaultdict[str, int] = defaultdict(int)
        sizes[genre] = 0
        for words, codes in read_pieces(tokens / genre):
            sizes[genre] += len(codes)
            place = (codes >> np.uint32(1)).astype(np.int64)
            seen = np.bincount(place, minlength=len(words) + 1)[1:].tolist()
            upper = np.bincount(place[(codes & np.uint32(1)) == 1], minlength=len(words) + 1)[1:].tolist()
            for word, count, capital in zip(words, seen, upper, strict=False):
                own[word] += count
                own_capitals[word] += capital
        weights[genre] = genre_weight(sizes[genre], recipe)
        for word, count in own.items():
            counts[word] += weights[genre] * count
            capitals[word] += weights[genre] * own_capitals[word]
    if not sum(sizes.values()):
        raise InputError("the corpora hold no text beside what is held out; give more")
    return WordCounts(sizes, weights, counts, capitals)


def genre_weight(tokens: int, recipe: Recipe) -> float:
    """Return how many times a genre of this size is counted."""
    return float(min(recipe.genre_limit, (recipe.genre_tokens / max(tokens, 1)) ** recipe.genre_power))


def choose_words(counts: WordCounts, recipe: Recipe) -> list[str]:
    """Return the words of the vocabulary, commonest first; classes, numbers and white space are none."""
    words = [word for word in counts.counts if word not in CLASSES and not _NO_WORD.search(word)]
    words.sort(key=lambda word: (-counts.counts[word], word))
    return words[: recipe.vocabulary_size - len(CLASSES)]


class Numbering:
    """The id of every word that was met: its own, or that of the class it belongs to."""

    def __init__(self, words: Sequence[str], counts: WordCounts, recipe: Recipe) -> None:
        self._ids = {word: number for number, word in enumerate(words, len(CLASSES))}
        self._counts = counts
        self._share = recipe.vocabulary_name_share
        self.size = len(CLASSES) + len(words)

    def __call__(self, word: str) -> int:
        """Return the id of a word."""
        number = self._ids.get(word)
        if number is None:
            number = shape_class(word, self._counts.is_name(word, self._share))
            self._ids[word] = number
        return number

    def encode(self, folder: Path) -> NDArray[np.uint16]:
        """Return the ids of a genre's tokens, between two boundaries."""
        parts = [np.full(1, BOUNDARY, np.uint16)]
        for words, codes in read_pieces(folder):
            ids = np.array([BOUNDARY, *(self(word) for word in words)], np.uint16)
            parts.append(ids[codes >> np.uint32(1)])
        return np.concatenate(parts)
