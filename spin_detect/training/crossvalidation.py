"""Cross-validation of the product: every gold text is analysed with weights that were fitted again without its page.

Simulated and real passages are read once. For each fold the weights of edits, documents and places and the thresholds
of the verdicts are fitted on the simulated passages and the gold of the other folds, and the texts of the fold go the
whole way of scoring with them. The lexicon is without its overlay, which was read off such pages. The counts, the
thesaurus and the alarms stay as they are: no gold went into them, nor entries that were read off it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.analysis import Resources
from spin_detect.channel import BoundLexicon
from spin_detect.context.model import default_model
from spin_detect.evaluation import origin_of, page_folds
from spin_detect.lexicon.compile import compiled
from spin_detect.lexicon.load import lexicon_for
from spin_detect.training.assembling import hold_out_documents
from spin_detect.training.bench import Bench, analysed
from spin_detect.training.building import Material, Sources, label_passages
from spin_detect.training.corpus import read_held_out
from spin_detect.training.fitting import LEFT_OUT, SIMULATED, fit_weights
from spin_detect.training.steps import WorkFolder
from spin_detect.training.thesaurus import words_of_rows
from spin_detect.training.wordnet import read_wordnet

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from spin_detect.config import Settings
    from spin_detect.evaluation import GoldRecord
    from spin_detect.records import Analysis
    from spin_detect.training.recipe import Recipe


@dataclass(frozen=True)
class HeldOut:
    """One fit for each fold, and the fold of every gold text by its id."""

    fits: tuple[Resources, ...]
    fold: dict[str, int]

    def analyse(self, records: Sequence[GoldRecord]) -> list[Analysis]:
        """Return the analysis of each text, gold or cut from gold, by the fit that has not seen it."""
        fold = np.array([self.fold[record.cut_of or record.id] for record in records], np.int64)
        analyses: dict[int, Analysis] = {}
        for number, loaded in enumerate(self.fits):
            own = np.flatnonzero(fold == number).tolist()
            analyses |= zip(own, analysed([records[place].text for place in own], loaded), strict=True)
        return [analyses[place] for place in range(len(records))]


def hold_out(
    gold: Sequence[GoldRecord],
    fold: Sequence[int],
    sources: Sources,
    settings: Settings,
    recipe: Recipe,
    *,
    work: Path,
    say: Callable[[str], None] = print,
) -> HeldOut:
    """Fit the weights of the shipped model again for each fold of `gold`, without it. `fold` has its number by text.

    Of the sources, corpora, genuine text and WordNet are used. `settings` name the lexicon and whatever else verdicts
    depend on. The held-out documents are kept in `work`, which may be the folder that the model was trained in.
    """
    material = replace(
        Material.of(replace(sources, gold=())), lexicon=lexicon_for(settings).without_overlay(), gold=list(gold)
    )
    model = default_model()
    held = read_held_out(hold_out_documents(material.corpora, recipe, WorkFolder(work, say)))
    relations = read_wordnet(sources.wordnet, recipe.thesaurus_sisters)
    words = words_of_rows(model.thesaurus, model.vocabulary.words, relations, recipe)
    passages, simulated = label_passages(Bench.of(model, material.lexicon), held, material, words, recipe)
    fold_of = {record.id: number for record, number in zip(gold, fold, strict=True)}
    lexicon = compiled(material.lexicon).with_options(allowed=settings.allowed, disabled=settings.disabled_entries)
    bound = BoundLexicon(lexicon, model.vocabulary)
    fits = []
    for number in range(max(fold) + 1):
        started = time.monotonic()
        unseen = {origin_of(record) for record in gold if fold_of[record.id] == number}
        fit = fit_weights(passages, _folds_without(unseen, material.genuine_first, len(simulated), recipe), recipe)
        fits.append(Resources(settings, model, bound, fit.weights))
        say(f"fit {number + 1} of {max(fold) + 1}: {time.monotonic() - started:.0f} s")
    return HeldOut(tuple(fits), fold_of)


def _folds_without(
    unseen: Set[str], records: Sequence[GoldRecord], simulated: int, recipe: Recipe
) -> NDArray[np.int64]:
    """Return the folds of the simulated and the real passages for a fit that must not see some origins."""
    seen = [record for record in records if origin_of(record) not in unseen]
    dealt = iter(page_folds(seen, folds=recipe.fit_folds, seed=recipe.seed))
    real = [LEFT_OUT if origin_of(record) in unseen else next(dealt) for record in records]
    return np.array([SIMULATED] * simulated + real, np.int64)
