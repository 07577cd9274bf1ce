"""Held-out figures: what a fit judges, it has not learnt from."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from spin_detect.cli.app import app
from spin_detect.config import Settings
from spin_detect.context.model import load_model
from spin_detect.evaluation import GoldEdit, GoldRecord, evaluation_texts, family_folds
from spin_detect.lexicon.load import Lexicon
from spin_detect.training import crossvalidation
from spin_detect.training.bench import Bench
from spin_detect.training.crossvalidation import hold_out
from spin_detect.training.fitting import LEFT_OUT, fit_weights
from spin_detect.training.labelled import Labelled
from spin_detect.training.passages import as_record
from tests.training.conftest import documents

_SPUN = "medicinal practitioner"


def page(number, *, spun):
    """Return a passage of a page of its own; the family of a spun one alternates."""
    text = f"The {_SPUN if spun else 'doctor'} near the river was cold and sold house {number} in the market. "
    edits = (GoldEdit(4, 4 + len(_SPUN), _SPUN, ("doctor",)),) if spun else ()
    group = f"family {number % 3}" if spun else "news"
    return GoldRecord(f"page{number}-1", text * 2, spun=spun, group=group, source=f"site {number}", edits=edits)


@pytest.fixture
def gold():
    """Return spun and genuine passages in turn."""
    return [page(number, spun=number % 2 == 0) for number in range(12)]


@pytest.fixture
def overlaid(tmp_path, lexicon):
    """Return a folder with the tiny lexicon and an overlay."""
    folder = tmp_path / "lexicon" / "en"
    folder.mkdir(parents=True)
    header, *_ = entries = lexicon.read_text("utf-8").split("\n")
    (folder / "few.tsv").write_text("\n".join(entries), "utf-8")
    (folder / "observed.tsv").write_text(f"{header}\nmarket\tbazaar\tnoun\tsure\t\tone\n", "utf-8")
    return folder.parent


@pytest.fixture
def fit(trained, sources, recipe, overlaid, monkeypatch):
    """Fit the weights of the tiny model again for each fold of some gold."""
    monkeypatch.setattr(crossvalidation, "default_model", lambda: load_model(trained))
    settings = Settings(lexicon=overlaid, replace_lexicon=True)

    def run(gold, fold):
        work = trained.parent / "work"
        return hold_out(gold, fold, sources, settings, recipe, work=work, say=lambda line: None)

    return run


def same(mine, theirs):
    """Tell whether two sets of weights are the same to the last bit, thresholds included."""
    arrays = [(getattr(mine, name), getattr(theirs, name)) for name in ("edit", "place_spun", "place_right")]
    return all(map(np.array_equal, *zip(*arrays, strict=True))) and (
        mine.document.to_json() == theirs.document.to_json()
    )


def misjudged(record):
    """Return a passage with other edits than it has."""
    start = record.text.index("river")
    return replace(record, edits=(GoldEdit(start, start + 5, "river", ("road",)),))


def test_passages_left_out_teach_nothing(gold, trained, lexicon, recipe):
    """Every label of a passage that is left out can be turned round: the weights stay the same to the last bit."""
    bench = Bench.of(load_model(trained), Lexicon.load(lexicon))
    passages = Labelled.of([([as_record(record) for record in gold], bench)])
    fold = np.array([0, 1, 0, 1, 2, 2, 0, 1, 2, 2, LEFT_OUT, LEFT_OUT])
    out = (fold == LEFT_OUT)[passages.doc]
    turned = replace(
        passages,
        spun=passages.spun ^ (fold == LEFT_OUT),
        right=passages.right ^ out,
        at_gold=passages.at_gold ^ out,
    )
    first, second = fit_weights(passages, fold, recipe), fit_weights(turned, fold, recipe)
    assert same(first.weights, second.weights)
    assert first.report == second.report
    assert not same(first.weights, fit_weights(turned, np.maximum(fold, 0), recipe).weights)


def test_a_fit_knows_nothing_of_its_own_fold(fit, gold):
    """Whatever is said of the passages of a fold, the fit that judges them stays the same; the others change."""
    fold = [number // 4 for number in range(12)]
    first = fit(gold, fold)
    second = fit([misjudged(record) if own == 0 else record for record, own in zip(gold, fold, strict=True)], fold)
    assert same(first.fits[0].weights, second.fits[0].weights)
    assert not same(first.fits[1].weights, second.fits[1].weights)


def test_a_fit_knows_nothing_of_the_sources_in_its_fold(fit, gold):
    """A passage of another fold is not learnt from either, where it comes from the same source."""
    gold[10] = replace(gold[10], source=gold[0].source)
    fold = [number // 4 for number in range(12)]
    first, second = fit(gold, fold), fit([*gold[:10], misjudged(gold[10]), gold[11]], fold)
    assert same(first.fits[0].weights, second.fits[0].weights)
    assert not same(first.fits[1].weights, second.fits[1].weights)


def test_each_text_and_its_cuts_go_to_the_fit_of_their_fold(fit, gold):
    """There is an analysis for every text, in order, and none of them knows the entries of the overlay."""
    held = fit(gold, family_folds(gold))
    assert len(held.fits) == 3
    texts = evaluation_texts(gold, draws=1)
    analyses = held.analyse(texts)
    assert [analysis.text for analysis in analyses] == [record.text for record in texts]
    assert {analysis.lexicon.partition("-")[2] for analysis in analyses} == {"without-observed"}
    assert "bazaar" not in "".join(analysis.restored for analysis in analyses)
    only = replace(held, fits=held.fits[:1], fold={record.id: 0 for record in gold})
    own = [number for number, record in enumerate(texts) if held.fold[record.cut_of or record.id] == 0]
    assert [only.analyse(texts)[number] for number in own] == [analyses[number] for number in own]


def test_the_command_prints_the_measures_held_out(gold, corpora, wordnet, overlaid, trained, tmp_path, monkeypatch):
    """`evaluate --refit` prints the tables of `evaluate` and says what was held out; --scores excludes it."""
    monkeypatch.setattr(crossvalidation, "default_model", lambda: load_model(trained))
    rows = [
        {"id": record.id, "source": record.source, "text": record.text, "label": "spun" if record.spun else "genuine"}
        | {
            "spinner": record.group,
            "edits": [{"start": e.start, "end": e.end, "originals": e.originals} for e in edits],
        }
        for record in gold
        for edits in [record.edits]
    ]
    path, more = tmp_path / "gold.jsonl", tmp_path / "more.txt"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    more.write_text("\n\n".join(documents(60, 5)), "utf-8")

    def run(*arguments):
        own = ["--lexicon", overlaid, "--replace-lexicon", "--isolated", "--wordnet", wordnet, "--refit", corpora]
        return CliRunner().invoke(app, ["evaluate", *map(str, [path, *own, *arguments])])

    result = run("--genuine", more, "--by", "family", "--draws", 1)
    assert result.exit_code == 0, result.output
    for words in ("Held out: by family", "lengths matched", "restoration", "family 2", "without-observed"):
        assert words in result.stdout
    assert "fit 3 of 3" in result.stderr
    alone = run("--genuine", more, "--by", "all", "--draws", 1)
    assert alone.exit_code == 0, alone.output
    assert "Held out: by all" in alone.stdout
    assert "fit 1 of 1" in alone.stderr
    assert run("--scores", path).exit_code == 2
