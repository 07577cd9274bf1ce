"""Candidates: from kin of lemmas to pairs of word forms; the second may have stood where the first does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.prior import Kin, Kinship

_TAGS = {
    "noun": ("NOUN", ("NN", "NNS")),
    "verb": ("VERB", ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")),
    "adj": ("ADJ", ("JJ", "JJR", "JJS")),
    "adv": ("ADV", ("RB", "RBR", "RBS")),
}
_LEMMA_TAGS = {"NN", "VB", "JJ", "RB"}
PLAIN = re.compile(r"[a-z]+(-[a-z]+)?")
"""What a word looks like that may be swapped."""

_SHORTEST = 3


@dataclass(frozen=True)
class Pairs:
    """Word `spun[i]` may have been word `original[i]`, words by number; `relation` and `prior` as in `Kinship`."""

    spun: NDArray[np.int64]
    original: NDArray[np.int64]
    relation: NDArray[np.int64]
    prior: NDArray[np.float64]

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        """Return the pairs that a mask or an index selects."""
        return Pairs(self.spun[keep], self.original[keep], self.relation[keep], self.prior[keep])


def likeliest(
    spun: NDArray[np.int64], original: NDArray[np.int64], prior: NDArray[np.float64], most: int
) -> NDArray[np.int64]:
    """Return the numbers of the `most` likeliest pairs of each spun word, best first, words in the order of numbers."""
    order = np.lexsort((original, -np.round(prior, 4), spun))
    rank = np.arange(len(order)) - np.searchsorted(spun[order], spun[order])
    return order[rank < most]


def rare_words(lemmas: Mapping[str, Iterable[str]], known: Iterable[str], least_zipf: float) -> list[str]:
    """Return the forms of the lemmas (by part of speech) that are not `known` and not too rare in English, sorted."""
    from wordfreq import zipf_frequency

    known = set(known)
    forms = {
        form
        for part, of_part in lemmas.items()
        for lemma in of_part
        if PLAIN.fullmatch(lemma)
        for form in (lemma, *(form for forms in _inflections(lemma, _TAGS[part][0]).values() for form in forms))
    }
    return sorted(form for form in forms - known if zipf_frequency(form, "en") >= least_zipf)


def find_pairs(kin: Mapping[str, Kin], words: Sequence[tuple[int, str]], known: Mapping[str, int]) -> Pairs:
    """Return the pairs of `words` (number, word) with kin that are `known` (word to number), form by form."""
    found: dict[tuple[int, int], tuple[int, float]] = {}
    for number, word in words:
        if len(word) >= _SHORTEST and PLAIN.fullmatch(word):
            for other, kinship in _forms_of_kin(word, kin):
                original = known.get(other)
                if original is not None and original != number:
                    relation, prior = found.get((number, original), (0, kinship.prior))
                    found[number, original] = relation | kinship.relation, max(prior, kinship.prior)
    pairs = np.array(list(found), np.int64).reshape(-1, 2)
    kinships = np.array(list(found.values()), np.float64).reshape(-1, 2)
    return Pairs(pairs[:, 0], pairs[:, 1], kinships[:, 0].astype(np.int64), kinships[:, 1])


def lemmas_of(word: str, known: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yield the parts of speech and the known lemmas (by part of speech) that a word may be a form of."""
    from lemminflect import getAllLemmas

    lemmas = getAllLemmas(word)
    for part, of_part in known.items():
        own = {*lemmas.get(_TAGS[part][0], ()), word}
        yield from ((part, lemma) for lemma in sorted(own) if lemma in of_part)


def _forms_of_kin(word: str, kin: Mapping[str, Kin]) -> Iterator[tuple[str, Kinship]]:
    """Yield the forms that the kin of its lemmas take where `word` stands."""
    for part, lemma in lemmas_of(word, kin):
        upos, tags = _TAGS[part]
        own = _inflections(lemma, upos)
        fitting = [tag for tag in tags if word in own.get(tag, ())]
        if not fitting and word == lemma:
            fitting = [tags[0]]
        if "VBP" in fitting and "VB" in fitting:
            fitting.remove("VBP")
        for other, kinship in kin[part][lemma].items():
            for tag in fitting:
                form = _form(other, upos, tag)
                if form:
                    yield form, kinship


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
