"""Candidates: from relations of lemmas to pairs of word forms; the second may have stood where the first does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.wordnet import Relations

_TAGS = {
    "noun": ("NOUN", ("NN", "NNS")),
    "verb": ("VERB", ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")),
    "adj": ("ADJ", ("JJ", "JJR", "JJS")),
    "adv": ("ADV", ("RB", "RBR", "RBS")),
}
_LEMMA_TAGS = {"NN", "VB", "JJ", "RB"}
_PLAIN = re.compile(r"[a-z]+(-[a-z]+)?")
_SHORTEST = 3


@dataclass(frozen=True)
class Pairs:
    """Word `spun[i]` may have been word `original[i]`, by the relations `relation[i]`; words by number."""

    spun: NDArray[np.int64]
    original: NDArray[np.int64]
    relation: NDArray[np.int64]

    def where(self, keep: NDArray[np.bool_]) -> Pairs:
        """Return the pairs that a mask selects."""
        return Pairs(self.spun[keep], self.original[keep], self.relation[keep])


def rare_words(relations: Mapping[str, Relations], known: Iterable[str], least_zipf: float) -> list[str]:
    """Return the forms of WordNet's words that are not `known` and not too rare in English, sorted."""
    from wordfreq import zipf_frequency

    known = set(known)
    forms = {
        form
        for part, related in relations.items()
        for lemma in related
        if _PLAIN.fullmatch(lemma)
        for form in (lemma, *(form for forms in _inflections(lemma, _TAGS[part][0]).values() for form in forms))
    }
    return sorted(form for form in forms - known if zipf_frequency(form, "en") >= least_zipf)


def find_pairs(relations: Mapping[str, Relations], words: Sequence[tuple[int, str]], known: Mapping[str, int]) -> Pairs:
    """Return the pairs of `words` (number, word) with related words that are `known` (word to number), form by form."""
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    for number, word in words:
        if len(word) >= _SHORTEST and _PLAIN.fullmatch(word):
            for other, relation in _related_forms(word, relations):
                original = known.get(other)
                if original is not None and original != number:
                    found[number, original] |= relation
    columns = [np.array([pair[side] for pair in found], np.int64) for side in (0, 1)]
    return Pairs(columns[0], columns[1], np.array(list(found.values()), np.int64))


def _related_forms(word: str, relations: Mapping[str, Relations]) -> Iterator[tuple[str, int]]:
    """Yield the forms that related lemmas take where `word` stands."""
    from lemminflect import getAllLemmas

    lemmas = getAllLemmas(word)
    for part, related in relations.items():
        upos, tags = _TAGS[part]
        for lemma in sorted({*lemmas.get(upos, ()), *([word] if word in related else [])} & related.keys()):
            own = _inflections(lemma, upos)
            fitting = [tag for tag in tags if word in own.get(tag, ())]
            if not fitting and word == lemma:
                fitting = [tags[0]]
            if "VBP" in fitting and "VB" in fitting:
                fitting.remove("VBP")
            for other, relation in related[lemma].items():
                for tag in fitting:
                    form = _form(other, upos, tag)
                    if form:
                        yield form, relation


@lru_cache(None)
def _inflections(lemma: str, upos: str) -> dict[str, tuple[str, ...]]:
    from lemminflect import getAllInflections

    inflections: dict[str, tuple[str, ...]] = getAllInflections(lemma, upos=upos)
    return inflections


@lru_cache(None)
def _form(lemma: str, upos: str, tag: str) -> str | None:
    """Return a lemma in the form of a tag, `None` where it has none."""
    if tag in _LEMMA_TAGS:
        return lemma
    from lemminflect import getInflection

    forms = _inflections(lemma, upos).get(tag) or getInflection(lemma, tag=tag)
    return forms[0] if forms else None
