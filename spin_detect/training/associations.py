"""Associations: which words of one part of speech may stand for each other, and in which ways they are linked.

Spinners wander: from a word to a synonym of another of its senses, and on to a synonym of that. So words are linked by
one step through WordNet, by two, by the company that they keep, and by what the lexicon says of others: two words that
stand for the same third word, a word that stands for one that stands for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.training.wordnet import Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.recipe import Recipe
    from spin_detect.training.wordnet import Relations

Swaps = Mapping[str, Sequence[str]]
"""Spun lemma -> what it stands for, of one part of speech."""

_STEPS = (Relation.SYNONYM, Relation.HYPERNYM, Relation.HYPONYM, Relation.SIMILAR, Relation.SISTER)
_RELATIVES = Relation.HYPERNYM | Relation.HYPONYM | Relation.SIMILAR

LINKS = (
    "synonym",
    "hypernym",
    "hyponym",
    "similar",
    "sister",
    "synonym of a synonym",
    "relative of a synonym",
    "of the same parent",
    "two steps up or down",
    "stands for it",
    "stand for the same",
    "stands for what stands for it",
    "the same stands for both",
    "neighbour",
)
"""Ways in which two words are linked: by WordNet, from "stands for it" by the lexicon, the last by vectors."""

_BLOCK = 500


@dataclass(frozen=True)
class Lexis:
    """Words (lemmas) of one part of speech and what is known of each.

    `log_frequency` is a natural logarithm; `vectors` have length 1, or 0 for words without; `open` marks the words that
    may be originals.
    """

    lemmas: Sequence[str]
    log_frequency: NDArray[np.float32]
    vectors: NDArray[np.float32]
    open: NDArray[np.bool_]


@dataclass(frozen=True)
class Associations:
    """m pairs of words (numbers into `lexis.lemmas`), and by how many paths each of the `LINKS` joins them (m, 14)."""

    lexis: Lexis
    spun: NDArray[np.int64]
    original: NDArray[np.int64]
    links: NDArray[np.float32]

    @property
    def relation(self) -> NDArray[np.int64]:
        """The bits of `Relation` of each pair; `NEIGHBOUR` only where WordNet knows no single step."""
        bits = np.zeros(len(self.spun), np.int64)
        for column, relation in enumerate(_STEPS):
            bits |= np.where(self.links[:, column] > 0, int(relation), 0)
        return bits | np.where((bits == 0) & (self.links[:, -1] > 0), int(Relation.NEIGHBOUR), 0)


def associate(lexis: Lexis, relations: Relations, swaps: Swaps, recipe: Recipe) -> Associations:
    """Return all pairs of a word and a possible original that WordNet, the lexicon or the vectors link."""
    number = {lemma: row for row, lemma in enumerate(lexis.lemmas)}
    targets = np.flatnonzero(lexis.open)
    steps = [_matrix(_related(relations, int(relation)), number) for relation in _STEPS]
    synonym, up, down, similar, _ = steps
    relative = _matrix(_related(relations, int(_RELATIVES)), number)
    stands = _matrix(((spun, original) for spun in swaps for original in swaps[spun]), number)
    stood_for = stands.T.tocsr()

    def by_two(*paths: tuple[Any, Any]) -> Any:
        return sum(left @ right[:, targets] for left, right in paths)

    found = [
        *(step[:, targets] for step in steps),
        by_two((synonym, synonym)),
        by_two((synonym, relative), (relative, synonym)),
        by_two((up, down), (similar, similar)),
        by_two((up, up), (down, down)),
        stood_for[:, targets],
        by_two((stands, stood_for)),
        by_two((stands, stands)),
        by_two((stood_for, stands)),
        _neighbours(lexis, targets, recipe),
    ]
    return _joined(lexis, targets, found)


def _related(relations: Relations, bits: int) -> Iterable[tuple[str, str]]:
    """Yield the pairs of words that one of these relations joins."""
    return ((word, other) for word, others in relations.items() for other, kinds in others.items() if kinds & bits)


def _matrix(pairs: Iterable[tuple[str, str]], number: Mapping[str, int]) -> Any:
    """Return the sparse matrix with a one for each pair of known words."""
    from scipy import sparse

    known = {(number[left], number[right]) for left, right in pairs if left in number and right in number}
    rows, columns = np.array(sorted(known), np.int64).reshape(-1, 2).T
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(len(number), len(number)))


def _neighbours(lexis: Lexis, targets: NDArray[np.int64], recipe: Recipe) -> Any:
    """Return a one for each of the nearest possible originals of each word, by their vectors."""
    from scipy import sparse
    from threadpoolctl import threadpool_limits

    among = lexis.vectors[targets].T
    found = [np.zeros((0, 2), np.int64)]
    with threadpool_limits(1):
        for block in _blocks(np.flatnonzero(lexis.vectors.any(axis=1)) if len(targets) else np.zeros(0, np.int64)):
            near = lexis.vectors[block] @ among
            count = min(recipe.thesaurus_neighbour_count + 1, near.shape[1])  # The word itself is the nearest.
            best = np.sort(np.argpartition(-near, count - 1, axis=1)[:, :count], axis=1)
            row, place = np.nonzero(np.take_along_axis(near, best, axis=1) > recipe.thesaurus_neighbour_similarity)
            found.append(np.stack([block[row], best[row, place]], axis=1))
    rows, columns = np.concatenate(found).T
    shape = (len(lexis.lemmas), len(targets))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def _blocks(rows: NDArray[np.int64]) -> Iterable[NDArray[np.int64]]:
    """Cut rows into blocks whose similarities fit into memory."""
    return (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))


def _joined(lexis: Lexis, targets: NDArray[np.int64], found: Sequence[Any]) -> Associations:
    """Return the pairs of all matrices, with a column for each matrix; no word is its own original."""
    width = max(len(targets), 1)
    entries = [matrix.tocoo() for matrix in found]
    coded = [entry.row.astype(np.int64) * width + entry.col for entry in entries]
    codes = np.unique(np.concatenate(coded))
    spun, original = codes // width, targets[codes % width]
    links = np.zeros((len(codes), len(found)), np.float32)
    for column, (code, entry) in enumerate(zip(coded, entries, strict=True)):
        links[np.searchsorted(codes, code), column] = entry.data
    other = spun != original
    return Associations(lexis, spun[other], original[other], links[other])
