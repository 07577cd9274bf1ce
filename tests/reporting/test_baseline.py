"""Baselines hide what is known, and nothing else."""

from __future__ import annotations

import json

import pytest

from spin_detect.errors import InputError
from spin_detect.reporting import as_object, load_baseline
from spin_detect.reporting.fingerprints import fingerprints

from .cases import FINDINGS, finding, outcome


def write(path, *outcomes, lines=False):
    objects = [as_object(one.analysis) for one in outcomes]
    text = "\n".join(json.dumps(value) for value in objects) if lines else json.dumps(objects)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("lines", [False, True])
def test_known_findings_are_not_told_again(tmp_path, lines):
    """In a document that was known as spun and holds nothing new, nothing is flagged."""
    baseline = load_baseline(write(tmp_path / "old.json", outcome(), lines=lines))
    applied = baseline.apply(outcome())
    assert applied.analysis.findings == ()
    assert applied.known
    assert not applied.flagged


def test_a_new_finding_is_told(tmp_path):
    """It stands alone, and the document is flagged."""
    baseline = load_baseline(write(tmp_path / "old.json", outcome(findings=FINDINGS[:1])))
    applied = baseline.apply(outcome())
    assert applied.analysis.findings == FINDINGS[1:]
    assert applied.flagged


def test_another_document_is_not_excused(tmp_path):
    """The same words in another document are new."""
    baseline = load_baseline(write(tmp_path / "old.json", outcome()))
    applied = baseline.apply(outcome(id="other.txt"))
    assert applied.analysis.findings == FINDINGS
    assert applied.flagged


def test_fingerprints_ignore_places_and_count_repetitions():
    """Moved text keeps its fingerprint; the second of the same words has another."""
    pairs = [("word", "Irruption"), ("word", "irruption"), ("phrase", "chilly  battle")]
    first, second, third = fingerprints("a", pairs)
    assert first != second
    assert fingerprints("a", [("phrase", "Chilly\nBattle")]) == [third]
    assert fingerprints("b", pairs[:1]) != [first]


@pytest.mark.parametrize(
    "text", ["no json", "[1]", '[{"id": "a"}]', "{", '[{"id": "a", "verdict": "spun", "findings": 3}]']
)
def test_something_else_than_a_report_is_refused(tmp_path, text):
    """With the file in the message."""
    path = tmp_path / "old.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"old\.json"):
        load_baseline(path)
    with pytest.raises(InputError, match="cannot be read"):
        load_baseline(tmp_path / "gone.json")


def test_artefacts_and_words_are_told_apart():
    """The kind is part of the fingerprint."""
    assert fingerprints("a", [("word", "x")]) != fingerprints("a", [("artefact", "x")])
    assert finding("irruption").kind == "word"
