"""The distilled thesaurus: for each word, the few that it most likely stands for, and how many stand for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spin_detect.channel import Thesaurus, pack_prior
from spin_detect.context.vocabulary import CLASSES
from spin_detect.errors import InputError
from spin_detect.training.associations import Lexis
from spin_detect.training.candidates import PLAIN, Pairs, find_pairs, lemmas_of, likeliest, rare_words
from spin_detect.training.prior import Channel, learn_channel
from spin_detect.words import word_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from spin_detect.training.associations import Swaps
    from spin_detect.training.recipe import Recipe
    from spin_detect.training.wordnet import Relations

_PER_BILLION = -9


class Words(NamedTuple):
    """The vocabulary by word id, classes included: spelling, log-probability, unit vectors, whether it is a name.

    The first words alone have vectors. Names (mostly capitalised words) have no synonyms, and the company that they
    keep would make "Russia" of "Ukraine".
    """

    spelt: Sequence[str]
    log_frequency: NDArray[np.float32]
    vectors: NDArray[np.float32]
    names: NDArray[np.bool_]

    def originals(self, recipe: Recipe) -> NDArray[np.bool_]:
        """Tell of each word whether it may be an original: neither among the commonest nor rare, and no name."""
        ids = np.arange(len(self.spelt))
        common = self.log_frequency > np.log(recipe.thesaurus_least_original)
        able: NDArray[np.bool_] = (ids >= recipe.thesaurus_least_original_id) & common & ~self.names
        return able


def build_thesaurus(
    relations: Mapping[str, Relations], swaps: Mapping[str, Swaps], words: Words, recipe: Recipe
) -> tuple[Thesaurus, list[str]]:
    """Return the thesaurus and the word of each of its rows. Words outside the vocabulary are numbered after it."""
    rare = rare_words(relations, words.spelt, recipe.thesaurus_rare_zipf)
    everything = [*words.spelt, *rare]
    known = {word: number for number, word in enumerate(words.spelt)}
    lemmas = _lemmas(relations, swaps)
    lexes = {part: _lexis(of_part, {*rare}, known, words, recipe) for part, of_part in lemmas.items()}
    channel = learn_channel(lexes, relations, swaps, recipe)
    plain = [
        (number, word)
        for number, word in list(enumerate(everything))[max(recipe.thesaurus_least_spun_id, len(CLASSES)) :]
        if number >= len(words.spelt) or not words.names[number]
    ]
    pairs = find_pairs(channel.kin, plain, known)
    pairs = pairs.where(words.originals(recipe)[pairs.original])
    pairs = pairs.where(likeliest(pairs.spun, pairs.original, pairs.prior, recipe.thesaurus_originals))
    return _packed(pairs, everything, _fan_out(words.spelt, channel))


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


def _lemmas(relations: Mapping[str, Relations], swaps: Mapping[str, Swaps]) -> dict[str, list[str]]:
    """Return the words that WordNet and the lexicon know, by part of speech, sorted."""
    found = {}
    for part, of_part in relations.items():
        told = {word for spun, originals in swaps.get(part, {}).items() for word in (spun, *originals)}
        found[part] = sorted(word for word in told | of_part.keys() if PLAIN.fullmatch(word))
    return found


def _lexis(lemmas: Sequence[str], rare: set[str], known: Mapping[str, int], words: Words, recipe: Recipe) -> Lexis:
    """Return what is known of the lemmas of one part of speech that are neither unknown nor too rare."""
    lemmas = [lemma for lemma in lemmas if lemma in known or lemma in rare]
    ids = np.array([known.get(lemma, -1) for lemma in lemmas], np.int64)
    counted, told = ids >= 0, (ids >= 0) & (ids < len(words.vectors))
    frequency = np.where(counted, words.log_frequency[ids], _rare_frequencies(lemmas)).astype(np.float32)
    vectors = np.where(told[:, None], words.vectors[np.where(told, ids, 0)], np.float32(0))
    return Lexis(lemmas, frequency, vectors.astype(np.float32), counted & words.originals(recipe)[ids])


def _rare_frequencies(words: Sequence[str]) -> NDArray[np.float64]:
    """Return the log-probabilities that wordfreq gives to words that were not counted."""
    from wordfreq import zipf_frequency

    zipf = np.array([zipf_frequency(word, "en") for word in words], np.float64)
    logs: NDArray[np.float64] = (zipf + _PER_BILLION) * np.log(10)
    return logs


def _fan_out(vocabulary: Sequence[str], channel: Channel) -> NDArray[np.float16]:
    """Return for each word id the logarithm of one more than the words that are likely to stand for it.

    Words of which nothing is known, names among them, have the mean of the others.
    """
    total = np.zeros(len(vocabulary))
    for number, word in enumerate(vocabulary):
        if PLAIN.fullmatch(word):
            total[number] = sum(channel.fan_out[part][lemma] for part, lemma in lemmas_of(word, channel.fan_out))
    logs, known = np.log1p(total), total > 0
    return np.where(known, logs, logs[known].mean() if known.any() else 0.0).astype(np.float16)


def _packed(pairs: Pairs, words: Sequence[str], fan_out: NDArray[np.float16]) -> tuple[Thesaurus, list[str]]:
    """Return the pairs as a thesaurus, rows in the order of their word keys, and the word of each row."""
    numbers, counts = np.unique(pairs.spun, return_counts=True)
    keys = np.array([word_key(words[number]) for number in numbers], np.uint64)
    order = np.argsort(keys)
    starts = np.cumsum(counts) - counts
    bounds = np.concatenate(([0], np.cumsum(counts[order]))).astype(np.int32)
    place = np.repeat(starts[order] - bounds[:-1], counts[order]) + np.arange(bounds[-1])
    thesaurus = Thesaurus(
        keys=keys[order],
        bounds=bounds,
        originals=pairs.original[place].astype(np.uint16),
        relation=pairs.relation[place].astype(np.uint8),
        prior=pack_prior(pairs.prior[place]),
        fan_out=fan_out,
    )
    return thesaurus, [words[number] for number in numbers[order]]
