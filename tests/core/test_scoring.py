from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spin_detect
from spin_detect.config import Settings
from spin_detect.errors import ModelError
from spin_detect.records import Finding, Kind, Verdict
from spin_detect.scoring import DOCUMENT_FEATURES, DocumentModel, features_of, sigmoid
from spin_detect.verdicts import reasons_of, score_of, verdict_of
from spin_detect.weights import FILE, default_weights, load_weights, save_weights

EXAMPLES = Path(__file__).parents[2] / "examples"
RATES = 11
COLUMNS = 20
DOCUMENT = DocumentModel(np.zeros(2), np.ones(2), np.ones(2), 0.0, suspect_threshold=0.4, threshold=0.9)


def _tally(words: float, **changes: float) -> np.ndarray:
    """Return what is counted of a text of so many words, at rates that genuine text shows."""
    row = np.full(COLUMNS, 0.01 * words)
    row[11], row[14], row[-1] = 6.0 * words, words / 20, words
    return row[None]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2))
def test_probabilities_rise_with_the_log_odds(odds):
    """More evidence never makes a lower probability, and no amount of it leaves the range."""
    probabilities = sigmoid(np.sort(np.array(odds)))
    assert (np.diff(probabilities) >= 0).all()
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


@given(st.integers(0, RATES - 1), st.integers(1, 2000), st.floats(0.5, 100))
def test_more_odd_words_never_lower_a_rate(column, words, more):
    """One count more raises its own feature and leaves the others alone."""
    before = _tally(words)
    after = before.copy()
    after[0, column] += more
    difference = (features_of(after, np.zeros(1)) - features_of(before, np.zeros(1)))[0]
    assert difference[column] > 0
    assert not np.delete(difference, column).any()


def test_a_short_text_is_taken_for_ordinary():
    """Two odd words in ten weigh less than twenty in a hundred, and nothing at all gives finite features."""
    short, long = _tally(10), _tally(100)
    short[0, 0], long[0, 0] = 2, 20
    assert features_of(short, np.zeros(1))[0, 0] < features_of(long, np.zeros(1))[0, 0]
    empty = features_of(np.zeros((1, COLUMNS)), np.zeros(1))
    assert empty.shape == (1, len(DOCUMENT_FEATURES))
    assert np.isfinite(empty).all()


@given(st.floats(0, 1), st.none() | st.floats(0, 1), st.none() | st.floats(0, 1))
def test_verdicts_follow_the_thresholds(score, threshold, suspect):
    """Spun from the threshold on, suspect below it, and a higher score never has the milder verdict."""
    settings = Settings(threshold=threshold, suspect_threshold=suspect)
    verdict = verdict_of(score, settings, DOCUMENT)
    assert (verdict is Verdict.SPUN) == (score >= (DOCUMENT.threshold if threshold is None else threshold))
    order = [Verdict.GENUINE, Verdict.SUSPECT, Verdict.SPUN]
    assert order.index(verdict_of(min(1.0, score + 0.1), settings, DOCUMENT)) >= order.index(verdict)


def test_a_suspicion_without_findings_has_a_reason():
    """No verdict against a text stands without a word of explanation."""
    assert reasons_of([], 100, Verdict.GENUINE) == ()
    assert len(reasons_of([], 100, Verdict.SUSPECT)) == 1


def test_weights_read_back_as_they_were_written(tmp_path):
    """Saving what was loaded gives the same numbers, and the same file again."""
    weights = default_weights()
    for name in ("one", "other"):
        save_weights(weights, tmp_path / name)
        weights = load_weights(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert np.allclose(weights.edit, default_weights().edit, atol=1e-4)


def test_weights_of_another_version_are_refused(tmp_path):
    """Missing, damaged, or made for other features: the message says so."""
    path = tmp_path / FILE
    with pytest.raises(ModelError, match="missing a part"):
        load_weights(path)
    path.write_text("{}", "utf-8")
    with pytest.raises(ModelError, match="damaged"):
        load_weights(path)
    weights = default_weights()
    save_weights(replace(weights, edit=weights.edit[:, :-1]), path)
    with pytest.raises(ModelError, match="of another version"):
        load_weights(path)


def test_the_score_rises_with_the_share_that_is_spun():
    """One article with none, the first half and all of its paragraphs spun."""
    genuine, spun = ((EXAMPLES / f"{name}.txt").read_text("utf-8").split("\n\n") for name in ("genuine", "spun"))
    spun = spun[1:-1]
    assert len(spun) == len(genuine)
    half = len(spun) // 2
    texts = ["\n\n".join(parts) for parts in (genuine, spun[:half] + genuine[half:], spun)]
    none, some, whole = (analysis.score for analysis in spin_detect.analyze_many(texts))
    assert none < some <= whole
    assert none < 0.5 < whole


def test_what_cannot_be_shown_is_not_called_spun():
    """A long text with next to nothing to show stays under the threshold, whatever its evidence; litter is nothing."""
    found = Finding(0, 1, "a", Kind.WORD, 0.9)
    litter = Finding(0, 1, "a", Kind.LITTER, 0.9)
    plenty = score_of(9.0, [found] * 5, 1_000, DOCUMENT)
    assert plenty > DOCUMENT.threshold
    for few in ([], [found] * 4, [litter] * 50):
        assert score_of(9.0, few, 1_000, DOCUMENT) < DOCUMENT.threshold
    assert score_of(-9.0, [], 1_000, DOCUMENT) == score_of(-9.0, [found] * 5, 1_000, DOCUMENT)
