"""The distilled thesaurus: for each word, the few that it most likely stands for, by WordNet and the vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Thesaurus
from spin_detect.context.vocabulary import CLASSES
from spin_detect.errors import InputError
from spin_detect.training.candidates import Pairs, find_pairs, rare_words
from spin_detect.training.wordnet import Relation
from spin_detect.words import word_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from spin_detect.training.recipe import Recipe
    from spin_detect.training.wordnet import Relations

_PAIR = 1 << 20
_BLOCK = 500
_PER_BILLION = -9


def build_thesaurus(
    relations: Mapping[str, Relations],
    vocabulary: Sequence[str],
    log_frequency: NDArray[np.float32],
    vectors: NDArray[np.float32],
    names: NDArray[np.bool_],
    recipe: Recipe,
) -> tuple[Thesaurus, list[str]]:
    """Return the thesaurus and the word of each of its rows.

    `vocabulary` are the words by id, classes included, `log_frequency` their log-probabilities, `vectors` the unit
    vectors of the first of them, `names` whether each is mostly capitalised: names have no synonyms, and the company
    that they keep would make "Russia" of "Ukraine". Words outside the vocabulary are numbered after it.
    """
    rare = rare_words(relations, vocabulary, recipe.thesaurus_rare_zipf)
    words = [*vocabulary, *rare]
    known = {word: number for number, word in enumerate(vocabulary)}
    pairs = find_pairs(relations, list(enumerate(words))[len(CLASSES) :], known)
    pairs = _with_neighbours(pairs, vectors, recipe)
    plain = ~np.concatenate([names, np.zeros(len(rare), np.bool_)])
    pairs = pairs.where(plain[pairs.spun] & plain[pairs.original])
    frequency = np.concatenate([log_frequency.astype(np.float64), _rare_frequencies(rare)])
    pairs = _likeliest(pairs, frequency, vectors, recipe)
    return _packed(pairs, words)


def words_of_rows(
    thesaurus: Thesaurus, vocabulary: Sequence[str], relations: Mapping[str, Relations], recipe: Recipe
) -> list[str]:
    """Return the word of each row of a thesaurus that was built from this vocabulary and WordNet."""
    words = [*vocabulary, *rare_words(relations, vocabulary, recipe.thesaurus_rare_zipf)]
    by_key = {word_key(word): word for word in words}
    try:
        return [by_key[key] for key in thesaurus.keys.tolist()]
    except KeyError as error:
        raise InputError("the model has words that this WordNet lacks; give the one it was built from") from error


def _rare_frequencies(words: Sequence[str]) -> NDArray[np.float64]:
    """Return the log-probabilities that wordfreq gives to words that were not counted."""
    from wordfreq import zipf_frequency

    zipf = np.array([zipf_frequency(word, "en") for word in words], np.float64)
    logs: NDArray[np.float64] = (zipf + _PER_BILLION) * np.log(10)
    return logs


def _with_neighbours(pairs: Pairs, vectors: NDArray[np.float32], recipe: Recipe) -> Pairs:
    """Add pairs of words that keep the same company, where WordNet knows of no relation."""
    spun, original = _neighbours(vectors, recipe)
    new = ~np.isin(original * _PAIR + spun, pairs.original * _PAIR + pairs.spun)
    return Pairs(
        np.concatenate([pairs.spun, spun[new]]),
        np.concatenate([pairs.original, original[new]]),
        np.concatenate([pairs.relation, np.full(int(new.sum()), Relation.NEIGHBOUR, np.int64)]),
    )


def _neighbours(vectors: NDArray[np.float32], recipe: Recipe) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of words whose vectors are near, as two columns of ids."""
    from threadpoolctl import threadpool_limits

    first, last, among = recipe.thesaurus_neighbour_words
    found = [np.zeros((0, 2), np.int64)]
    with threadpool_limits(1):
        for start in range(first, min(last, len(vectors)), _BLOCK):
            block = np.arange(start, min(start + _BLOCK, len(vectors)))
            similarity = vectors[block] @ vectors[:among].T
            inside = block < similarity.shape[1]
            similarity[np.flatnonzero(inside), block[inside]] = -1
            count = min(recipe.thesaurus_neighbour_count, similarity.shape[1])
            nearest = np.sort(np.argpartition(-similarity, count - 1, axis=1)[:, :count], axis=1)
            near = np.take_along_axis(similarity, nearest, axis=1) > recipe.thesaurus_neighbour_similarity
            near &= nearest >= recipe.thesaurus_least_neighbour_id
            row, column = np.nonzero(near)
            found.append(np.stack([block[row], nearest[row, column]], axis=1))
    table = np.concatenate(found)
    return table[:, 0], table[:, 1]


def _likeliest(pairs: Pairs, frequency: NDArray[np.float64], vectors: NDArray[np.float32], recipe: Recipe) -> Pairs:
    """Return the likeliest originals of each word, best first, words in the order of their numbers."""
    usable = (pairs.spun >= recipe.thesaurus_least_spun_id) & (pairs.original >= recipe.thesaurus_least_original_id)
    usable &= frequency[pairs.original] > np.log(recipe.thesaurus_least_original)
    spun, original, relation = pairs.spun[usable], pairs.original[usable], pairs.relation[usable]
    prior = recipe.thesaurus_similarity_weight * _similarity(spun, original, vectors)
    prior += recipe.thesaurus_commoner_weight * np.clip(frequency[original] - frequency[spun], -3, 5)
    kinds = (
        Relation.SYNONYM,
        Relation.SIMILAR,
        Relation.HYPERNYM | Relation.HYPONYM,
        Relation.SISTER,
        Relation.NEIGHBOUR,
    )
    for kind, weight in zip(kinds, recipe.thesaurus_relation_weights, strict=True):
        prior += weight * ((relation & int(kind)) > 0)
    order = np.lexsort((original, -np.round(prior, 4), spun))
    spun, original, relation = spun[order], original[order], relation[order]
    rank = np.arange(len(spun)) - np.searchsorted(spun, spun)
    best = rank < recipe.thesaurus_originals
    return Pairs(spun[best], original[best], relation[best])


def _similarity(left: NDArray[np.int64], right: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the cosine of each pair, 0 where one has no vector."""
    similarity = np.zeros(len(left))
    known = np.flatnonzero((left < len(vectors)) & (right < len(vectors)))
    similarity[known] = np.einsum("ij,ij->i", vectors[left[known]], vectors[right[known]])
    return similarity


def _packed(pairs: Pairs, words: Sequence[str]) -> tuple[Thesaurus, list[str]]:
    """Return the pairs as a thesaurus, rows in the order of their word keys, and the word of each row."""
    numbers, counts = np.unique(pairs.spun, return_counts=True)
    keys = np.array([word_key(words[number]) for number in numbers], np.uint64)
    order = np.argsort(keys)
    starts = np.cumsum(counts) - counts
    bounds = np.concatenate(([0], np.cumsum(counts[order]))).astype(np.int32)
    place = np.repeat(starts[order] - bounds[:-1], counts[order]) + np.arange(bounds[-1])
    thesaurus = Thesaurus(
        keys[order], bounds, pairs.original[place].astype(np.uint16), pairs.relation[place].astype(np.uint8)
    )
    return thesaurus, [words[number] for number in numbers[order]]
