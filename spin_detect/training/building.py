"""Building a model: the steps of training in their order, from corpora to the files that are shipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.context.alarms import Alarms
from spin_detect.context.model import ContextModel, default_model, load_model, read_meta, save_model
from spin_detect.errors import InputError, MissingExtraError
from spin_detect.evaluation.gold import GoldRecord, load_gold, page_folds
from spin_detect.lexicon.load import Lexicon, default_lexicon
from spin_detect.training.alarms import count_alarms
from spin_detect.training.assembling import count, hold_out_documents
from spin_detect.training.bench import Bench
from spin_detect.training.corpus import Corpus, find_corpora, read_genuine, read_held_out
from spin_detect.training.fitting import SIMULATED, fit_edits, fit_weights
from spin_detect.training.labelled import Labelled
from spin_detect.training.passages import Kept, Record, as_record, for_alarms, make_passages
from spin_detect.training.prior import swaps_of
from spin_detect.training.recipe import Recipe
from spin_detect.training.steps import WorkFolder
from spin_detect.training.thesaurus import words_of_rows
from spin_detect.training.wordnet import WORDNET, read_wordnet
from spin_detect.weights import FILE, Weights, default_weights, load_weights, save_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

PASSAGES = "simulated.jsonl"
"""The simulated passages, left in the work folder in the format of gold: others may learn from the same spin."""

_ARRAYS = ("keys", "count", "rate")


@dataclass(frozen=True)
class Sources:
    """What a model is trained from. `gold` are real spun passages, `genuine` is more genuine text; no lexicon: ours."""

    corpora: tuple[Path, ...]
    lexicon: Path | None = None
    gold: tuple[Path, ...] = ()
    genuine: tuple[Path, ...] = ()
    wordnet: Path = WORDNET


@dataclass(frozen=True)
class Material:
    """The sources, read and checked."""

    corpora: list[Corpus]
    lexicon: Lexicon
    gold: list[GoldRecord]
    genuine: list[Kept]
    digests: dict[str, str]

    @classmethod
    def of(cls, sources: Sources) -> Material:
        """Read the sources; corpora are only looked for."""
        lexicon = default_lexicon() if sources.lexicon is None else Lexicon.load(sources.lexicon)
        return cls(
            corpora=find_corpora(sources.corpora),
            lexicon=lexicon,
            gold=load_gold(sources.gold) if sources.gold else [],
            genuine=[passage for path in sources.genuine for passage in read_genuine(path)],
            digests={path.name: sha256(path.read_bytes()).hexdigest() for path in (*sources.gold, *sources.genuine)},
        )

    @property
    def genuine_first(self) -> list[GoldRecord]:
        """The gold in the order in which it is learnt from."""
        return sorted(self.gold, key=lambda record: record.spun)

    @property
    def swaps(self) -> dict[str, dict[str, list[str]]]:
        """What the lexicon says of single words; its overlay was read off the gold and is left out."""
        entries = self.lexicon.without_overlay().entries
        return swaps_of([(entry.pos, entry.spun, entry.originals) for entry in entries])

    @property
    def asked(self) -> dict[str, object]:
        """What alarms and weights depend on beside the counts."""
        return {"lexicon": self.lexicon.fingerprint, "files": self.digests}


def build(
    sources: Sources,
    out: Path,
    recipe: Recipe,
    *,
    work: Path,
    jobs: int = 2,
    say: Callable[[str], None] = print,
    fit: bool = True,
) -> None:
    """Train a model and write it to the folder `out`.

    What is done lies in the folder `work`; the same call goes on from there. Without `fit` the alarms and the
    weights are those of the shipped model.
    """
    need_extra()
    material = Material.of(sources)
    folder = WorkFolder(work, say)
    counted = count(material.corpora, sources.wordnet, material.swaps, recipe, folder, jobs=jobs)
    meta = counted.meta | {"recipe": asdict(recipe)}
    if fit:
        held = read_held_out(counted.held_out)
        bench = Bench.of(counted.model, material.lexicon)
        alarms = _alarms(bench, held, material, counted.thesaurus_words, recipe, folder)
        weights, report = _weights(bench.with_alarms(alarms), held, material, counted.thesaurus_words, recipe, folder)
        meta |= {"weights": report}
    else:
        alarms, weights = _copied(default_model().alarms), default_weights()
    _publish(replace(counted.model, alarms=alarms), weights, out, meta)
    say(f"{out}: written")


def refit(sources: Sources, out: Path, recipe: Recipe, *, work: Path, say: Callable[[str], None] = print) -> None:
    """Fit the weights of the model in `out` again, and leave everything else as it is."""
    need_extra()
    material = Material.of(sources)
    model, meta = load_model(out), read_meta(out)
    folder = WorkFolder(work, say)
    held = read_held_out(hold_out_documents(material.corpora, recipe, folder))
    relations = read_wordnet(sources.wordnet, recipe.thesaurus_sisters)
    words = words_of_rows(model.thesaurus, model.vocabulary.words, relations, recipe)
    bench = Bench.of(model, material.lexicon)
    folder.note("model", {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(out.glob("*.npy"))})
    weights, report = _weights(bench, held, material, words, recipe, folder)
    save_weights(weights, out / FILE)
    _write_meta(out, meta | {"weights": report, "recipe": asdict(recipe)})
    say(f"{out / FILE}: written")


def need_extra() -> None:
    """Raise `MissingExtraError` where what training needs is not installed."""
    for module in ("scipy", "sklearn", "threadpoolctl"):
        if find_spec(module) is None:
            raise MissingExtraError(f"training needs {module}: pip install 'spin-detect[train]'")


def _alarms(
    bench: Bench, held: Sequence[Kept], material: Material, words: Sequence[str], recipe: Recipe, work: WorkFolder
) -> Alarms:
    """Return the alarms in held-out text, as a first fit without alarms raises them."""

    def run(folder: Path) -> None:
        seed = recipe.seed + recipe.alarm_seed
        passages = make_passages(bench, held, material.genuine, words, recipe, seed)
        _some(passages, "held out of the corpora", material)
        labelled = Labelled.of([(passages, bench)])
        weights = fit_edits(labelled, np.ones(len(labelled.rows)), recipe)
        del labelled
        alarms = count_alarms(bench, weights, for_alarms(held, recipe))
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(alarms, name))

    folder = work.step("alarms", material.asked | recipe.part("alarm", "fit", "seed"), run)
    return Alarms(*(np.load(folder / f"{name}.npy") for name in _ARRAYS))


def _weights(
    bench: Bench, held: Sequence[Kept], material: Material, words: Sequence[str], recipe: Recipe, work: WorkFolder
) -> tuple[Weights, dict[str, Any]]:
    """Return the weights, and what `meta.json` tells of the fit."""

    def run(folder: Path) -> None:
        labelled, simulated = label_passages(bench, held, material, words, recipe)
        (folder / PASSAGES).write_text("".join(json.dumps(passage) + "\n" for passage in simulated), "utf-8")
        fit = fit_weights(labelled, _folds(len(simulated), material, recipe), recipe)
        save_weights(fit.weights, folder / FILE)
        report = {
            "simulated passages": len(simulated),
            "lexicon": material.lexicon.version,
            "lexicon fingerprint": material.lexicon.fingerprint,
            "files": material.digests,
            "cross-validated": fit.report,
        }
        (folder / "report.json").write_text(json.dumps(report), "utf-8")
        work.say(f"cross-validated: {fit.report}")

    folder = work.step("weights", material.asked | recipe.part("alarm", "fit", "seed"), run)
    return load_weights(folder / FILE), json.loads((folder / "report.json").read_text("utf-8"))


def label_passages(
    bench: Bench, held: Sequence[Kept], material: Material, words: Sequence[str], recipe: Recipe
) -> tuple[Labelled, list[Record]]:
    """Return what the weights are learnt from, and the passages of it that were simulated or left alone.

    Those come first, the real ones follow as `Material.genuine_first` has them.
    """
    passages = make_passages(bench, held, material.genuine, words, recipe, recipe.seed + recipe.fit_seed)
    _some(passages, "held out of the corpora", material)
    return Labelled.of([(passages, bench), *_real_parts(material, bench)]), passages


def _real_parts(material: Material, bench: Bench) -> list[tuple[list[Record], Bench]]:
    """Return the real passages, genuine ones first, with the bench to read them on.

    They are read without the lexicon's overlay: it was read off such pages, and flatters the fit. Genuine ones too, or
    the overlay itself would tell them apart.
    """
    plain = Bench.of(bench.model, material.lexicon.without_overlay())
    records = [as_record(gold) for gold in material.genuine_first]
    return [(records, plain)] if records else []


def _folds(simulated: int, material: Material, recipe: Recipe) -> NDArray[np.int64]:
    """Return the folds of the simulated passages and of the real ones, genuine ones first."""
    real = page_folds(material.genuine_first, folds=recipe.fit_folds, seed=recipe.seed)
    return np.array([SIMULATED] * simulated + real, np.int64)


def _some(passages: Sequence[object], where: str, material: Material) -> None:
    """Raise `InputError` where there is nothing to learn from."""
    if not passages:
        names = ", ".join(corpus.name for corpus in material.corpora)
        raise InputError(f"no passage to fit the weights on is {where} ({names}); give larger corpora or --genuine")


def _copied(alarms: Alarms) -> Alarms:
    """Return alarms that no longer lie in a file."""
    return Alarms(*(np.array(getattr(alarms, name)) for name in _ARRAYS))


def _publish(model: ContextModel, weights: Weights, out: Path, meta: dict[str, Any]) -> None:
    """Write the files of a model beside their place and move them there, so that who reads the old ones may go on."""
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    save_model(model, part, **meta)
    save_weights(weights, part / FILE)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(part.iterdir()):
        path.replace(out / path.name)
    part.rmdir()


def _write_meta(out: Path, meta: dict[str, Any]) -> None:
    """Write `meta.json` as `save_model` does."""
    (out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", "utf-8")
