"""`spin-detect evaluate`, with a double in place of the analyser so that every figure is known."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import spin_detect
from spin_detect.cli.app import app
from spin_detect.records import Analysis, Finding, Kind, Step, Verdict

ROWS = [
    {
        "id": "s-1",
        "label": "spun",
        "spinner": "thesaurus",
        "text": "A feline sat [here].",
        "edits": [{"start": 2, "end": 8, "text": "feline", "originals": ["cat"]}],
    },
    {"id": "g-1", "label": "genuine", "kind": "news", "text": "A cat sat down."},
]


def cat_analyses(texts, settings=None):
    """Find every "feline" and make it a lion."""
    for text in texts:
        at = text.find("feline")
        found = at >= 0
        yield Analysis(
            text,
            0.9 if found else 0.1,
            Verdict.SPUN if found else Verdict.GENUINE,
            len(text.split()),
            findings=(Finding(at, at + 6, "feline", Kind.WORD, 0.8),) if found else (),
            plan=(Step(at, at + 6, "feline", "lion"),) if found else (),
            model="m1",
            lexicon="l1",
        )


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the command on the two rows, with more arguments."""
    monkeypatch.setattr(spin_detect, "analyze_many", cat_analyses, raising=False)
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")

    def invoke(*arguments: str):
        return CliRunner().invoke(app, ["evaluate", str(gold), "--isolated", *arguments])

    return invoke


def test_the_tables_hold_every_measure(run):
    """Documents, places, genuine texts, families and, for a short file, each example with its verdict."""
    result = run("--by-group", "--details")
    assert result.exit_code == 0, result.output
    for words in ("lengths matched", "findings (strong edits)", "restoration", "news", "thesaurus", "s-1", "model m1"):
        assert words in result.stdout
    assert "not restored: 'feline' (cat), now 'lion'" in result.stdout
    assert "step not an original: 'feline' -> 'lion'" in result.stdout


def test_json_holds_the_same(run):
    """The report is one JSON object with measures and documents."""
    values = json.loads(run("--format", "json", "--draws", "2").stdout)
    assert values["detection"][2]["auc"] == 1.0
    assert values["edits"]["restoration"]["rate"]["value"] == 0.0
    assert (values["model"], values["lexicon"], values["draws"]) == ("m1", "l1", 2)
    assert [row["verdict"] for row in values["documents"]] == ["spun", "genuine"]


def test_peers_stand_beside_it(run):
    """A peer that runs has its figures, one that cannot is named with the reason."""
    values = json.loads(run("--format", "json", "--against", "frequency").stdout)
    assert values["peers"]["frequency"]["detection"][2]["auc"] in (0.0, 1.0)
    tables = run("--against", "frequency").stdout
    assert "Side by side" in tables
    assert "frequency" in tables


def test_a_peer_without_its_option_is_an_error_before_anything_runs(run):
    """Asked for by name, it fails at once."""
    result = run("--against", "tfidf")
    assert result.exit_code == 2
    assert "--peer-training FILE" in result.stderr
    assert result.stdout == ""


def test_given_scores_are_used(run, tmp_path):
    """Scores from a file replace the analyser's, and the report says so."""
    path = tmp_path / "scores.jsonl"
    path.write_text('{"id": "s-1", "score": 0.2}\n\n{"id": "g-1", "score": 0.6}\n', "utf-8")
    result = run("--scores", str(path))
    assert "scores were given from outside" in result.stdout
    assert "NOT matched" in result.stdout
    assert json.loads(run("--scores", str(path), "--format", "json").stdout)["detection"][2]["auc"] == 0.0


def test_a_broken_score_is_named_with_its_line(run, tmp_path):
    """File and line, and what was expected."""
    path = tmp_path / "scores.jsonl"
    path.write_text('{"id": "s-1", "score": 0.2}\n{"id": "g-1"}\n', "utf-8")
    result = run("--scores", str(path))
    assert result.exit_code == 2
    assert f"{path}:2: expected" in result.stderr


def test_a_threshold_changes_the_verdicts(run):
    """From 0.95 on nothing is called spun."""
    values = json.loads(run("--format", "json", "--threshold", "0.95").stdout)
    assert [row["verdict"] for row in values["documents"]] == ["genuine", "genuine"]
