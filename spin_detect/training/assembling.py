"""From corpora to a model without weights: the steps of counting, each kept in the work folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.channel import Thesaurus
from spin_detect.context.alarms import Alarms
from spin_detect.context.model import ContextModel
from spin_detect.context.ngrams import NgramModel
from spin_detect.context.static_function import StaticFunction
from spin_detect.context.vectors import Vectors
from spin_detect.context.vocabulary import CLASSES, Vocabulary
from spin_detect.training.corpus import hold_out
from spin_detect.training.counting import count_ngrams, read_counted
from spin_detect.training.ngrams import build_ngrams, log_frequencies
from spin_detect.training.thesaurus import Words, build_thesaurus
from spin_detect.training.tokenising import tokenise
from spin_detect.training.vectors import build_vectors
from spin_detect.training.vocabulary import Numbering, choose_words, count_words
from spin_detect.training.wordnet import digest_wordnet, read_wordnet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from spin_detect.training.associations import Swaps
    from spin_detect.training.corpus import Corpus
    from spin_detect.training.recipe import Recipe
    from spin_detect.training.steps import WorkFolder

HELD_OUT = "held_out.jsonl"
_ZIPF_OF_ALL = 9.0
_THESAURUS = ("keys", "bounds", "originals", "relation", "prior", "fan_out")


@dataclass(frozen=True)
class Counted:
    """What was counted: the model without alarms, the word of each thesaurus row, and what `meta.json` tells of it.

    `held_out` is the file of the documents that were not counted.
    """

    held_out: Path
    model: ContextModel
    thesaurus_words: list[str]
    meta: dict[str, Any]


def hold_out_documents(corpora: Sequence[Corpus], recipe: Recipe, work: WorkFolder) -> Path:
    """Return the file of the documents that are not counted."""
    digests = {corpus.name: corpus.digest() for corpus in corpora}

    def run(folder: Path) -> None:
        documents = hold_out(corpora, folder / HELD_OUT, recipe.held_out)
        records = [
            {"name": name, "file": corpus.path.name, "sha256": digests[name], "documents": documents[name]}
            for name, corpus in ((corpus.name, corpus) for corpus in corpora)
        ]
        _write_json(folder / "corpora.json", records)

    return work.step("documents", {"files": digests} | recipe.part("held_out"), run) / HELD_OUT


def count(
    corpora: Sequence[Corpus],
    wordnet: Path,
    swaps: Mapping[str, Swaps],
    recipe: Recipe,
    work: WorkFolder,
    *,
    jobs: int,
) -> Counted:
    """Count everything in the documents that are not held out, and assemble the model.

    `swaps` is what the lexicon says of single words, by part of speech: the thesaurus learns from it.
    """
    wordnet_digest = digest_wordnet(wordnet)  # Before all else: better no start than a stop after many minutes.
    documents = hold_out_documents(corpora, recipe, work).parent
    names = [corpus.name for corpus in corpora]
    tokens = work.step("tokens", recipe.part("token"), lambda to: tokenise(corpora, to, recipe, jobs, work.say))
    words = work.step("words", recipe.part("genre", "vocabulary"), lambda to: _number_words(names, tokens, to, recipe))
    facts = json.loads((words / "genres.json").read_text("utf-8"))
    least = min(recipe.ngram_thresholds)
    counts = work.step(
        "counts", {"least": least}, lambda to: count_ngrams(facts["weights"], words, to, least, work.say)
    )
    ngrams = work.step("ngrams", recipe.part("ngram"), lambda to: _store_ngrams(words, counts, to, recipe))
    vectors = work.step("vectors", recipe.part("vector", "seed"), lambda to: _store_vectors(names, words, to, recipe))
    asked = recipe.part("thesaurus") | {"wordnet": wordnet_digest, "swaps": swaps}
    thesaurus = work.step("thesaurus", asked, lambda to: _store_thesaurus(words, vectors, wordnet, swaps, to, recipe))
    model = _assembled(words, ngrams, vectors, thesaurus, recipe.version)
    sizes = json.loads((ngrams / "layout.json").read_text("utf-8"))["kept"]
    corpora_read = json.loads((documents / "corpora.json").read_text("utf-8"))
    meta = {
        "corpora": [record | {"tokens": facts["tokens"][record["name"]]} for record in corpora_read],
        "genre_weights": {name: round(weight, 4) for name, weight in facts["weights"].items()},
        "counts": {
            "words": len(model.vocabulary.words),
            **{f"{order}-grams": kept for order, kept in sizes.items()},
            "thesaurus words": len(model.thesaurus.keys),
            "thesaurus pairs": len(model.thesaurus.originals),
        },
    }
    return Counted(documents / HELD_OUT, model, _read_lines(thesaurus / "words.txt"), meta)


def _number_words(names: Sequence[str], tokens: Path, folder: Path, recipe: Recipe) -> None:
    """Choose the vocabulary and write every genre as word ids, with the weighted count of each id."""
    counts = count_words(names, tokens, recipe)
    words = choose_words(counts, recipe)
    numbering = Numbering(words, counts, recipe)
    unigrams = np.zeros(numbering.size)
    for name in names:
        ids = numbering.encode(tokens / name)
        np.save(folder / f"{name}.npy", ids)
        unigrams += counts.weights[name] * np.bincount(ids, minlength=numbering.size)
    np.save(folder / "unigrams.npy", unigrams)
    np.save(
        folder / "names.npy",
        [False] * len(CLASSES) + [counts.is_name(word, recipe.vocabulary_name_share) for word in words],
    )
    _write_lines(folder / "vocabulary.txt", words)
    _write_json(folder / "genres.json", {"tokens": counts.tokens, "weights": counts.weights})


def _store_ngrams(words: Path, counts: Path, folder: Path, recipe: Recipe) -> None:
    """Write the static function of the n-grams that are kept."""
    counted = read_counted(counts)
    model = build_ngrams(counted, np.load(words / "unigrams.npy"), recipe)
    np.save(folder / "cells.npy", model.table.cells)
    kept = {
        order: int((numbers >= np.float32(threshold)).sum())
        for (order, (_, numbers)), threshold in zip(counted.items(), recipe.ngram_thresholds, strict=True)
    }
    layout = {"seed": model.table.seed, "segment_bits": model.table.segment_bits, "segments": model.table.segments}
    _write_json(folder / "layout.json", {"layout": layout, "kept": kept})


def _store_vectors(names: Sequence[str], words: Path, folder: Path, recipe: Recipe) -> None:
    """Write the word vectors, as bytes and in full precision."""
    streams = (np.load(words / f"{name}.npy") for name in names)
    vectors, exact = build_vectors(streams, log_frequencies(np.load(words / "unigrams.npy")), recipe)
    np.save(folder / "rows.npy", vectors.rows)
    np.save(folder / "weight.npy", vectors.weight)
    np.save(folder / "exact.npy", exact)


def _store_thesaurus(
    words: Path, vectors: Path, wordnet: Path, swaps: Mapping[str, Swaps], folder: Path, recipe: Recipe
) -> None:
    """Write the thesaurus and the words of its rows."""
    relations = read_wordnet(wordnet, recipe.thesaurus_sisters)
    known = Words(
        [*CLASSES, *_read_lines(words / "vocabulary.txt")],
        log_frequencies(np.load(words / "unigrams.npy")),
        np.load(vectors / "exact.npy"),
        np.load(words / "names.npy"),
    )
    thesaurus, rows = build_thesaurus(relations, swaps, known, recipe)
    for name in _THESAURUS:
        np.save(folder / f"{name}.npy", getattr(thesaurus, name))
    _write_lines(folder / "words.txt", rows)


def _assembled(words: Path, ngrams: Path, vectors: Path, thesaurus: Path, version: str) -> ContextModel:
    """Return the model that the steps have left in their folders."""
    unigrams = np.load(words / "unigrams.npy")
    vocabulary = Vocabulary.of(_read_lines(words / "vocabulary.txt"))
    layout = json.loads((ngrams / "layout.json").read_text("utf-8"))["layout"]
    table = StaticFunction(np.load(ngrams / "cells.npy"), **layout)
    return ContextModel(
        version=version,
        vocabulary=vocabulary,
        ngrams=NgramModel(table, log_frequencies(unigrams)),
        vectors=Vectors(np.load(vectors / "rows.npy"), np.load(vectors / "weight.npy")),
        thesaurus=Thesaurus(*(np.load(thesaurus / f"{name}.npy") for name in _THESAURUS)),
        alarms=Alarms.none(),
        bookish=bookishness(vocabulary, unigrams),
    )


def bookishness(vocabulary: Vocabulary, unigrams: NDArray[np.float64]) -> NDArray[np.float16]:
    """Return how many powers of ten commoner each word is in English at large than in the corpora; 0 for strangers."""
    from wordfreq import zipf_frequency

    at_large = np.array([0.0 if word in CLASSES else zipf_frequency(word, "en") for word in vocabulary.words])
    here = np.log10(np.maximum(unigrams, 0.5) / unigrams.sum()) + _ZIPF_OF_ALL
    return np.where(at_large > 0, at_large - here, 0).astype(np.float16)


def _read_lines(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return text.split("\n") if text else []


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines), "utf-8")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1), "utf-8")
