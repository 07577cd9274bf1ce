"""Promises of the analysis that hold for any text, tried with the shipped model and lexicon."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import spin_detect
from spin_detect.records import Analysis

EXAMPLES = Path(__file__).parents[2] / "examples"
SPUN = (EXAMPLES / "spun.txt").read_text("utf-8")
WORDS = [
    *dict.fromkeys(SPUN.split()),
    "\n\n",
    "\n",
    "\t",
    "http://a.example/b_c",
    "`code x`",
    "№",
    "😀",
    "e\u0301",
    "\x00",
    "\ud800",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join),
)


def _assert_sound(analysis: Analysis, text: str) -> None:
    """Check offsets, plan, sentences and scores of an analysis against the caller's text."""
    assert analysis.text == text
    assert all(text[found.start : found.end] == found.text for found in analysis.findings)
    spans = [(found.start, found.end) for found in analysis.findings]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert spin_detect.apply_plan(text, analysis.plan) == analysis.restored
    bounds = [(sentence.start, sentence.end) for sentence in analysis.sentences]
    assert all(0 <= start < end <= len(text) for start, end in bounds)
    assert all(end <= start for (_, end), (start, _) in pairwise(bounds))
    for found in analysis.findings:
        scores = [suggestion.score for suggestion in found.suggestions]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in (*scores, found.score))
        assert found.reason
    assert analysis.score is None or 0 <= analysis.score <= 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_has_a_sound_analysis(text):
    """Offsets slice, findings lie apart, the plan replays, sentences follow each other, whatever the text."""
    _assert_sound(spin_detect.analyze(text, spin_detect.Settings(min_words=1)), text)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=6), st.integers(1, 4))
def test_a_batch_gives_what_single_calls_give(texts, batch_size):
    """Neither company nor the size of a batch changes an analysis."""
    together = list(spin_detect.analyze_many(texts, batch_size=batch_size))
    assert together == [spin_detect.analyze(text) for text in texts]


def test_texts_say_nothing_of_their_neighbours():
    """Spun words at the ends of a text count no more when spun words stand at the ends of the texts beside it."""
    words = SPUN.split()
    texts = [" ".join(words[start : start + 30]) for start in range(0, len(words) - 30, 7)]
    settings = spin_detect.Settings(min_words=1)
    together = list(spin_detect.analyze_many(texts, settings))
    assert together == [spin_detect.analyze(text, settings) for text in texts]


def test_a_long_text_is_judged_in_parts_that_fit(tmp_path):
    """A text of many parts is sound, and gives the same alone and among others."""
    text = "\n\n".join(f"{SPUN} {number}" for number in range(40))
    alone = spin_detect.analyze(text)
    _assert_sound(alone, text)
    assert list(spin_detect.analyze_many([SPUN, text, "", SPUN]))[1] == alone


def test_texts_are_taken_as_they_are_needed():
    """A stream is not read ahead of what is asked for by more than a batch."""
    taken = []

    def stream():
        for number in range(100):
            taken.append(number)
            yield f"{number} words are too few"

    analyses = spin_detect.analyze_many(stream(), batch_size=3)
    next(analyses)
    assert len(taken) == 3


@pytest.mark.parametrize("phrase", ["paying the worth", "chief govt", "risen pointedly"])
def test_what_is_allowed_is_no_finding(phrase):
    """An allowed phrase is neither found nor changed, nor is any part of it."""
    analysis = spin_detect.analyze(SPUN, spin_detect.Settings(allowed=(phrase,)))
    start = SPUN.index(phrase)
    touching = [found.text for found in analysis.findings if found.start < start + len(phrase) and start < found.end]
    assert touching == []
    assert phrase in analysis.restored


def test_a_disabled_entry_is_silent():
    """An entry that is switched off fires no more; the others do."""
    plain = spin_detect.analyze(SPUN)
    entry = next(found.entry for found in plain.findings if found.entry and not found.entry.startswith("artefact:"))
    quiet = spin_detect.analyze(SPUN, spin_detect.Settings(disabled_entries=(entry,)))
    assert entry not in {found.entry for found in quiet.findings}
    assert len({found.entry for found in quiet.findings}) > 10


def test_a_higher_floor_applies_fewer_steps():
    """Every step reaches the floor, and raising it only takes steps away."""
    few, many = (spin_detect.analyze(SPUN, spin_detect.Settings(min_confidence=floor)) for floor in (0.8, 0.3))
    assert len(few.plan) < len(many.plan)
    assert all(step.score >= 0.8 for step in few.plan)
    assert replace(few, plan=(), restored="", sentences=()) == replace(many, plan=(), restored="", sentences=())
