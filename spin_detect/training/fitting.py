"""Fitting: the weights of edits, documents and places, learnt from simulated and real spun passages.

Whatever is said of real passages, here or by the fits that build on it, is said by a fit that has not seen their page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.scoring import DocumentModel, sigmoid
from spin_detect.training.labelled import Labelled, LabelledPlaces
from spin_detect.training.regression import fit_groups, fit_rows, fit_standardised
from spin_detect.weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.recipe import Recipe

SIMULATED = -1
"""Fold of passages that every fit may see."""

LEFT_OUT = -2
"""Fold of passages that no fit may see: what is measured on them was not learnt from them."""


@dataclass(frozen=True)
class Fit:
    """The weights, and how the cross-validated ones fared: area under the curve, passages of each kind."""

    weights: Weights
    report: dict[str, float | int]


def fit_edits(passages: Labelled, weight: NDArray[np.float64], recipe: Recipe) -> NDArray[np.float32]:
    """Return the weights of the edit evidence. Most wrong edits are left out, the others stand for them."""
    drawn = np.random.default_rng(recipe.seed).random(len(passages.rows)) < recipe.fit_wrong_share
    kept = (passages.right | drawn) & (weight > 0)
    share = np.where(passages.right, 1.0, 1 / recipe.fit_wrong_share)
    return fit_groups(
        passages.rows[kept],
        passages.group[kept],
        passages.right[kept],
        (weight * share)[kept],
        recipe.fit_edit_cost,
    )


def fit_weights(passages: Labelled, fold: NDArray[np.int64], recipe: Recipe) -> Fit:
    """Return the weights that all passages give.

    `fold` numbers the parts that are held out in turn; passages of fold `SIMULATED` are only learnt from, those of fold
    `LEFT_OUT` not at all. Where there are no others, the simulated passages themselves are dealt into folds.
    """
    real, seen = fold != SIMULATED, fold != LEFT_OUT
    if not (real & seen).any():
        fold = np.where(seen, np.arange(len(fold)) % recipe.fit_folds, fold)
    edit, document = _fit_both(passages, seen, real, recipe)
    score = document.log_odds(passages.documents(passages.odds(edit)))
    fits, own = [edit], np.zeros(len(fold), np.int64)
    for number in range(int(fold.max()) + 1):
        held = fold == number
        held_edit, held_document = _fit_both(passages, seen & ~held, real, recipe)
        score[held] = held_document.log_odds(passages.documents(passages.odds(held_edit)))[held]
        own[held] = len(fits)
        fits.append(held_edit)
    spun, right = _fit_places(passages, passages.places(np.stack(fits), own, score), seen, real, recipe)
    judged = fold >= 0
    genuine = np.sort(score[judged & ~passages.spun])
    suspect, sure = (_threshold(genuine, share) for share in recipe.fit_false_positives)
    document = replace(document, suspect_threshold=suspect, threshold=sure)
    return Fit(Weights(edit, document, spun, right), _report(score[judged], passages.spun[judged]))


def _fit_both(
    passages: Labelled, seen: NDArray[np.bool_], real: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float32], DocumentModel]:
    """Return the weights of edits and documents that the passages `seen` give."""
    of_edit = passages.doc
    weight = np.where(passages.annotated & seen[of_edit], 1.0, 0.0)
    elsewhere = passages.spun[of_edit] & ~passages.at_gold
    weight *= np.where(real[of_edit], recipe.fit_real_edit * np.where(elsewhere, recipe.fit_real_elsewhere, 1.0), 1.0)
    edit = fit_edits(passages, weight, recipe)
    rows = passages.documents(passages.odds(edit))[seen]
    counts = np.where(passages.spun, *recipe.fit_real_documents)
    counts = np.where(real, counts, recipe.fit_simulated_document)[seen]
    mean, scale, weights, bias = fit_standardised(rows, passages.spun[seen], counts, recipe.fit_document_cost)
    return edit, DocumentModel(mean, scale, weights, bias, 1.0, 1.0)


def _fit_places(
    passages: Labelled, places: LabelledPlaces, seen: NDArray[np.bool_], real: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the weights of the place evidence: that the place was changed, that its best edit is right.

    Only the places of passages that are `seen` are learnt from.
    """
    elsewhere = passages.spun[places.doc] & ~places.at_gold
    weight = np.where(real[places.doc], np.where(elsewhere, *recipe.fit_real_places), recipe.fit_simulated_place)
    weight = np.where(places.annotated, weight, 0.0)
    kept = seen[places.doc]
    spun, right = (
        fit_rows(places.rows[kept], truth[kept], weight[kept], recipe.fit_place_cost)
        for truth in (places.at_gold, places.right)
    )
    return spun, right


def _threshold(genuine: NDArray[np.float64], share: float) -> float:
    """Return the score that at most `share` of the genuine passages exceed, as a probability."""
    if not len(genuine):
        return 1.0
    above = int(share * len(genuine))
    return float(np.round(sigmoid(genuine[-above - 1 :][:1])[0], 4))


def _report(score: NDArray[np.float64], spun: NDArray[np.bool_]) -> dict[str, float | int]:
    """Return how the scores tell spun from genuine passages."""
    from sklearn.metrics import roc_auc_score

    both = 0 < int(spun.sum()) < len(spun)
    area = float(roc_auc_score(spun, score)) if both else float("nan")
    return {"auc": round(area, 4), "spun": int(spun.sum()), "genuine": int((~spun).sum())}
