"""Alignment: which words of a spun text stand where which words of its original stood."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING

from spin_detect.words import normal

if TYPE_CHECKING:
    from spacy.language import Language

SIMILAR = 0.34
"""Share of words, in order, that two sentences must have in common. Strangers of one topic have about 0.2."""
_CANDIDATES = 8
_COMMON = 50
_MERGE_GAIN = 0.03
_NEXT_BONUS = 0.04


@dataclass(frozen=True)
class Sentence:
    """A run of tokens of a text: their offsets in it, white space left out."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens as they are compared: lower case, typewriter quotes."""
        return tuple(normal(self.text[start:end]) for start, end in self.spans)

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.spans[-1][1]

    def __str__(self) -> str:
        return self.text[self.start : self.end]

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence(self.text, self.spans + other.spans)

    def part(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the tokens `first:last`; an empty run lies before token `first`."""
        if first == last:
            at = self.spans[first][0] if first < len(self.spans) else self.end
            return at, at
        return self.spans[first][0], self.spans[last - 1][1]


@dataclass(frozen=True, slots=True)
class Substitution:
    """One place where the texts differ: `spun[start:end]` against `original[original_start:original_end]`."""

    spun: str
    original: str
    start: int
    end: int
    original_start: int
    original_end: int
    spun_sentence: str
    original_sentence: str


@cache
def _pipeline() -> Language:
    from spin_detect.lexicon.counting import sentence_pipeline

    return sentence_pipeline()


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text, cut as the pipeline cuts them."""
    from spin_detect.docs import tabulate

    nlp = _pipeline()
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    table = tabulate([nlp(text)])
    bounds = table.sentence_bounds.tolist()
    spans = list(zip(table.start.tolist(), table.end.tolist(), strict=True))
    return [Sentence(text, tuple(spans[low:high])) for low, high in pairwise(bounds)]


def substitutions(spun: str, original: str) -> list[Substitution]:
    """Return the places where the spun text differs from the original, in the order of the spun text."""
    found: list[Substitution] = []
    for ours, theirs in align_sentences(sentences(spun), sentences(original)):
        found += align_words(ours, theirs)
    return found


def align_sentences(spun: Sequence[Sentence], original: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Return pairs of sentences that say the same, in the order of the spun text.

    Sentences may be reordered, joined and split: each spun sentence takes the original that it has most in common with,
    and neighbours join it where that explains more. Sentences without a counterpart are left out.
    """
    index = _Index(original)
    best: list[tuple[int, ...]] = []
    for sentence in spun:
        best.append(index.best(sentence, best[-1][-1] + 1 if best and best[-1] else 0))
    pairs: list[tuple[Sentence, Sentence]] = []
    number = 0
    while number < len(spun):
        choice, ours = best[number], spun[number]
        number += 1
        if not choice:
            continue
        theirs = index.joined(choice)
        # One original may have been cut in two: then both halves found it.
        while number < len(spun) and best[number] == choice:
            if _similarity(ours + spun[number], theirs) <= _similarity(ours, theirs):
                break
            ours += spun[number]
            number += 1
        pairs.append((ours, theirs))
    return pairs


class _Index:
    """Original sentences by their words, so that each spun sentence is compared with few of them."""

    def __init__(self, originals: Sequence[Sentence]) -> None:
        self.originals = originals
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(originals):
            for word in set(sentence.words):
                self.places[word].append(number)

    def best(self, sentence: Sentence, expected: int) -> tuple[int, ...]:
        """Return the originals, one or two, that fit best together; none where none does.

        Of equals the one at the `expected` place wins.
        """
        candidates = self._candidates(sentence) | ({expected} if expected < len(self.originals) else set())
        scored = [
            (_similarity(sentence, self.originals[n]) + (_NEXT_BONUS if n == expected else 0.0), (n,))
            for n in sorted(candidates, reverse=True)
        ]
        if not scored:
            return ()
        score, choice = max(scored, key=lambda pair: pair[0])
        wider = self._with_another(sentence, choice[0], candidates)
        wider_score, wider_choice = max(wider, key=lambda pair: pair[0], default=(0.0, choice))
        if wider_score > score + _MERGE_GAIN:
            return wider_choice
        return choice if score >= SIMILAR else ()

    def joined(self, choice: Sequence[int]) -> Sentence:
        """Return some originals as one sentence."""
        whole = self.originals[choice[0]]
        for number in choice[1:]:
            whole += self.originals[number]
        return whole

    def _candidates(self, sentence: Sentence) -> set[int]:
        """Return the originals that share the rarest words with a sentence."""
        votes: dict[int, float] = defaultdict(float)
        for word in set(sentence.words):
            numbers = self.places.get(word, ())
            if len(numbers) <= _COMMON:
                weight = math.log(1 + len(self.originals) / (1 + len(numbers)))
                for number in numbers:
                    votes[number] += weight
        return set(nlargest(_CANDIDATES, votes, key=lambda number: (votes[number], -number)))

    def _with_another(
        self, sentence: Sentence, number: int, candidates: set[int]
    ) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Yield how well an original fits with another one before it or behind it."""
        near = {other for other in (number - 1, number + 1) if 0 <= other < len(self.originals)}
        for other in sorted((candidates | near) - {number}):
            for choice in ((other, number), (number, other)):
                yield _similarity(sentence, self.joined(choice)), choice


def align_words(spun: Sentence, original: Sentence) -> list[Substitution]:
    """Return the places where two sentences differ, each as long as the words between two that agree."""
    found = []
    for first, last, low, high in _blocks(spun, original):
        start, end = spun.part(first, last)
        original_start, original_end = original.part(low, high)
        found.append(
            Substitution(
                spun.text[start:end],
                original.text[original_start:original_end],
                start,
                end,
                original_start,
                original_end,
                str(spun),
                str(original),
            )
        )
    return found


def _blocks(spun: Sentence, original: Sentence) -> Iterator[tuple[int, int, int, int]]:
    """Yield the token bounds of the stretches between equal ones, on either side."""
    from rapidfuzz.distance import Indel

    first = low = 0
    for code in (*Indel.opcodes(spun.words, original.words), None):
        if code is not None and code.tag != "equal":
            continue
        last, high = (len(spun.words), len(original.words)) if code is None else (code.src_start, code.dest_start)
        if first < last or low < high:
            yield first, last, low, high
        if code is not None:
            first, low = code.src_end, code.dest_end


def _similarity(one: Sentence, other: Sentence) -> float:
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one.words, other.words))
