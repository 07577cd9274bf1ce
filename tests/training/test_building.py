"""The whole of training, on the tiny world."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from spin_detect.analysis import Resources, analyze_table
from spin_detect.channel import BoundLexicon
from spin_detect.config import Settings
from spin_detect.context.model import load_model, read_meta
from spin_detect.errors import InputError
from spin_detect.evaluation import load_gold
from spin_detect.lexicon.compile import compiled
from spin_detect.lexicon.load import Lexicon
from spin_detect.training.bench import Bench
from spin_detect.training.building import build, refit
from spin_detect.weights import load_weights
from tests.training.conftest import documents


def content(folder):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_corpus_and_seed_give_the_same_bytes(trained, sources, recipe, tmp_path):
    """A second training from nothing, with two processes in place of one, writes the same files to the last bit."""
    build(sources, tmp_path / "model", recipe, work=tmp_path / "work", jobs=2, say=lambda line: None)
    assert content(tmp_path / "model") == content(trained)


def test_a_trained_model_loads_and_scores(trained, lexicon):
    """The files that training writes are a model: it loads, proposes edits from its own parts and gives a score."""
    model, weights = load_model(trained), load_weights(trained / "weights.json")
    own = Lexicon.load(lexicon)
    loaded = Resources(Settings(), model, BoundLexicon(compiled(own), model.vocabulary), weights)
    table, _ = Bench.of(model, own).tabulate([documents(1, 77)[0] + " The medicinal practitioner sold the streamlet."])
    (analysis,) = analyze_table(table, loaded)
    assert analysis.score is not None
    assert 0 <= analysis.score <= 1


def test_the_thesaurus_speaks_for_words_that_were_never_counted(trained):
    """A synonym that the corpus lacks has a row, whose original is the word of the corpus."""
    model = load_model(trained)
    table, _ = Bench.of(model, Lexicon.load(next(trained.parent.parent.glob("lexicon*/few.tsv")))).tabulate(["speedy"])
    row = int(np.searchsorted(model.thesaurus.keys, table.key[0]))
    assert model.thesaurus.keys[row] == table.key[0]
    originals = model.thesaurus.originals[model.thesaurus.bounds[row] : model.thesaurus.bounds[row + 1]]
    assert model.vocabulary.id_of["quick"] in originals


def test_meta_tells_where_the_model_comes_from(trained, corpora, recipe):
    """`meta.json` names every corpus with its documents, tokens and hash, the counts, the recipe and the fit."""
    meta = read_meta(trained)
    letters, tales = meta["corpora"]
    assert letters["documents"] == 100
    assert tales["documents"] == 60
    assert letters["sha256"] == sha256((corpora / "letters.jsonl.gz").read_bytes()).hexdigest()
    assert letters["tokens"] > 1000
    assert meta["counts"]["2-grams"] > 100
    assert meta["recipe"]["seed"] == recipe.seed
    assert meta["weights"]["cross-validated"]["spun"] > 0
    assert "training" not in json.dumps(meta["corpora"]), "no paths of this machine"


def test_done_steps_are_not_done_again(trained, sources, recipe, tmp_path):
    """A second call finds every step done; another seed does again what depends on it and nothing else."""
    said = []
    work = trained.parent / "work"
    build(sources, tmp_path / "same", recipe, work=work, jobs=1, say=said.append)
    assert [line for line in said if line.endswith("…")] == []
    assert content(tmp_path / "same") == content(trained)


def test_the_simulated_spin_is_left_as_gold(trained):
    """What the weights were learnt from lies in the work folder, for others to learn from: gold with every edit."""
    records = load_gold([trained.parent / "work" / "weights" / "simulated.jsonl"])
    assert len(records) == read_meta(trained)["weights"]["simulated passages"]
    assert {record.spun for record in records} == {True, False}
    assert all(record.edits for record in records if record.spun)


def test_weights_only_leaves_the_counts_alone(trained, sources, recipe, tmp_path):
    """Fitting again with another seed changes the weights and their note, no other file."""
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = content(tmp_path)
    refit(sources, tmp_path, replace(recipe, seed=5), work=tmp_path.parent / "refit", say=lambda line: None)
    after = content(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"meta.json", "weights.json"}
    load_weights(tmp_path / "weights.json")


def test_weights_only_gives_what_the_whole_gave(trained, sources, recipe, tmp_path):
    """Fitting again with the same recipe gives the same weights."""
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    refit(sources, tmp_path, recipe, work=tmp_path.parent / "again", say=lambda line: None)
    assert (tmp_path / "weights.json").read_bytes() == (trained / "weights.json").read_bytes()


def test_real_passages_join_the_fit(trained, sources, recipe, tmp_path):
    """With gold, the fit is cross-validated on the real passages, and the note says so."""
    rows = []
    for number in range(12):
        text = f"The medicinal practitioner near the river was cold and sold house {number} in the market. " * 3
        edit = {"start": 4, "end": 26, "text": "medicinal practitioner", "originals": ["doctor"]}
        spun = number % 2 == 0
        label = {"label": "spun", "edits": [edit]} if spun else {"label": "genuine"}
        words = text if spun else text.replace("medicinal practitioner", "doctor")
        rows.append({"id": f"page{number}-1", "source": f"site {number}", "text": words, **label})
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    refit(replace(sources, gold=(gold,)), tmp_path, recipe, work=tmp_path / "work", say=lambda line: None)
    assert read_meta(tmp_path)["weights"]["cross-validated"] | {"auc": 0} == {"auc": 0, "spun": 6, "genuine": 6}


def test_an_absent_wordnet_is_missed_before_the_work_begins(sources, recipe, tmp_path):
    """Where WordNet is not installed, the error names the Debian package and nothing was counted yet."""
    absent = replace(sources, wordnet=tmp_path / "nowhere")
    with pytest.raises(InputError, match="wordnet-base"):
        build(absent, tmp_path / "model", recipe, work=tmp_path / "work", say=lambda line: None)
    assert not (tmp_path / "work").exists()
