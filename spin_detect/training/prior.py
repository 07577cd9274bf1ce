"""The channel's prior, learnt: how likely a word stands for another on spun pages, whatever the context.

The lexicon says of many words what they stand for. Boosted trees learn from it which links between two words
(`associations.LINKS`) such swaps follow, and what kind of word replaces what kind; they then speak for words that the
lexicon lacks. Entries read off pages that accuracy is measured on must not be among `swaps`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from spin_detect.training.associations import Associations, associate
from spin_detect.training.candidates import likeliest
from spin_detect.training.wordnet import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.associations import Lexis, Swaps
    from spin_detect.training.recipe import Recipe
    from spin_detect.training.wordnet import Relations

UNTAUGHT = -3.0
"""Prior (log-odds, base e) of every pair where the lexicon has nothing to learn from."""

_ENDING = 3


class Kinship(NamedTuple):
    """What joins a word to a possible original: bits of `Relation`, and the log-odds (base e) that it stands for it."""

    relation: int
    prior: float


Kin = dict[str, dict[str, Kinship]]
"""For each lemma its possible originals."""


class Channel(NamedTuple):
    """By part of speech: the kin of each lemma, and how many words are likely to stand for each lemma (its fan-out)."""

    kin: dict[str, Kin]
    fan_out: dict[str, dict[str, float]]


def learn_channel(
    lexes: Mapping[str, Lexis], relations: Mapping[str, Relations], swaps: Mapping[str, Swaps], recipe: Recipe
) -> Channel:
    """Return the likely originals of every word. `swaps` is what the lexicon says, by part of speech."""
    found = {part: associate(lexes[part], relations[part], swaps.get(part, {}), recipe) for part in PARTS}
    rows = {part: _rows(part, associations) for part, associations in found.items()}
    known = {part: _in_lexicon(associations, swaps.get(part, {})) for part, associations in found.items()}
    judge = _taught(rows, known, recipe)
    priors = {part: judge(rows[part]) for part in PARTS}
    kin = {part: _kin(found[part], priors[part], recipe) for part in PARTS}
    return Channel(kin, {part: _fan_out(found[part], priors[part]) for part in PARTS})


def _rows(part: str, found: Associations) -> NDArray[np.float32]:
    """Return what is learnt from: the links of each pair, similarity, frequencies, how widely both words are linked."""
    lexis, spun, original = found.lexis, found.spun, found.original
    endings = np.array([lemma[-_ENDING:] for lemma in lexis.lemmas])
    frequency = lexis.log_frequency
    size = len(lexis.lemmas)
    columns = (
        *np.log1p(found.links).T,
        np.einsum("ij,ij->i", lexis.vectors[spun], lexis.vectors[original]),
        np.asarray(lexis.vectors.any(axis=1))[spun],
        frequency[spun],
        frequency[original],
        frequency[original] - frequency[spun],
        np.log1p(np.bincount(spun, minlength=size))[spun],
        np.log1p(np.bincount(original, minlength=size))[original],
        endings[spun] == endings[original],
        *(np.full(len(spun), part == other) for other in PARTS),
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _in_lexicon(found: Associations, swaps: Swaps) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each pair whether the lexicon has its spun word, and whether it has the pair."""
    lemmas, spun = found.lexis.lemmas, found.spun
    spoken_of = np.array([lemma in swaps for lemma in lemmas], np.bool_)[spun]
    number = {lemma: row for row, lemma in enumerate(lemmas)}
    pairs = ((word, other) for word in swaps if word in number for other in swaps[word] if other in number)
    code = np.array([number[word] * len(lemmas) + number[other] for word, other in pairs], np.int64)
    return spoken_of, np.isin(spun * len(lemmas) + found.original, code)


def _taught(
    rows: Mapping[str, NDArray[np.float32]],
    known: Mapping[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]],
    recipe: Recipe,
) -> Any:
    """Return a function from rows to log-odds, learnt from the words that the lexicon speaks of."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    right = np.concatenate([known[part][1] for part in PARTS])
    drawn = np.random.default_rng(recipe.seed).random(len(right)) < recipe.thesaurus_wrong_share
    kept = np.concatenate([known[part][0] for part in PARTS]) & (right | drawn)
    right = right[kept]
    if not right.any() or right.all():
        return lambda some: np.full(len(some), UNTAUGHT)
    trees = HistGradientBoostingClassifier(
        max_iter=recipe.thesaurus_trees, learning_rate=recipe.thesaurus_rate, random_state=recipe.seed
    )
    seen = np.concatenate([rows[part] for part in PARTS])[kept]
    with threadpool_limits(1):
        trees.fit(seen, right, sample_weight=np.where(right, 1.0, 1 / recipe.thesaurus_wrong_share))

    def judge(some: NDArray[np.float32]) -> NDArray[np.float64]:
        if not len(some):
            return np.zeros(0)
        with threadpool_limits(1):
            odds: NDArray[np.float64] = trees.decision_function(some)
        return odds

    return judge


def _kin(found: Associations, prior: NDArray[np.float64], recipe: Recipe) -> Kin:
    """Return the likeliest originals of each word."""
    able = np.flatnonzero(prior >= recipe.thesaurus_least_prior)
    order = able[likeliest(found.spun[able], found.original[able], prior[able], recipe.thesaurus_originals)]
    lemmas, relation = found.lexis.lemmas, found.relation
    kin: Kin = {}
    for pair in order.tolist():
        kinship = Kinship(int(relation[pair]), float(prior[pair]))
        kin.setdefault(lemmas[found.spun[pair]], {})[lemmas[found.original[pair]]] = kinship
    return kin


def _fan_out(found: Associations, prior: NDArray[np.float64]) -> dict[str, float]:
    """Return for each word how many words are likely to stand for it: the sum of their probabilities."""
    total = np.bincount(found.original, 1 / (1 + np.exp(-prior)), minlength=len(found.lexis.lemmas))
    return {found.lexis.lemmas[number]: float(total[number]) for number in np.flatnonzero(total).tolist()}


def swaps_of(entries: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, dict[str, list[str]]]:
    """Return the swaps of single words by part of speech; `entries` are (part of speech, spun, originals)."""
    swaps: dict[str, dict[str, list[str]]] = {}
    for part, spun, originals in entries:
        if part in PARTS and " " not in spun:
            swaps.setdefault(part, {}).setdefault(spun, []).extend(word for word in originals if " " not in word)
    return swaps
