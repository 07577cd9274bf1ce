"""From counts to the stored n-gram model: pruning, levels, and the static function that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.ngrams import NgramModel, build_ngram_model, pack_levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from spin_detect.training.counting import Counted
    from spin_detect.training.recipe import Recipe

_LEAST_COUNT = 0.5


def build_ngrams(counted: Mapping[int, Counted], unigrams: NDArray[np.float64], recipe: Recipe) -> NgramModel:
    """Return the model of the n-grams over their thresholds. `unigrams` are the weighted counts of the word ids."""
    grams: dict[int, NDArray[np.uint64]] = {}
    levels: dict[int, NDArray[np.uint8]] = {}
    for order, threshold in zip(sorted(counted), recipe.ngram_thresholds, strict=True):
        keys, counts = counted[order]
        kept = counts >= np.float32(threshold)
        keys, own = keys[kept], counts[kept].astype(np.float64)
        context = keys >> np.uint64(16)
        if order - 1 in counted:
            before = _counts_of(context, counted[order - 1], own)
        else:
            before = unigrams[context.astype(np.int64)]
        grams[order], levels[order] = keys, pack_levels(own, before)
    return build_ngram_model(grams, levels, log_frequencies(unigrams))


def log_frequencies(unigrams: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the log-probability of each word id; a word that was never counted has half a count."""
    logs: NDArray[np.float32] = np.log(np.maximum(unigrams, _LEAST_COUNT) / unigrams.sum()).astype(np.float32)
    return logs


def _counts_of(contexts: NDArray[np.uint64], counted: Counted, fallback: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the count of each context, or the fallback where it was pruned."""
    keys, counts = counted
    if not len(keys):
        return fallback
    at = np.searchsorted(keys, contexts)
    at[at == len(keys)] = 0
    found: NDArray[np.float64] = np.where(keys[at] == contexts, counts[at].astype(np.float64), fallback)
    return found
