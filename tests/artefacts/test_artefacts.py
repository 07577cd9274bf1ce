from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spin_detect.artefacts import RULES, evidence_of, find_artefacts
from spin_detect.artefacts.rules import LITTER_LIMIT, PREFIX
from spin_detect.records import Finding, Kind

PIECES = (
    "theex-a |TheU.S. |high- stakes |the the |[ad_1]|Leave a Reply|\n| ,|( a)|“ |”| “\n|e.G.|’S |No. The No. 2"
    "|A Union. Union.|Ladimov said |Latimov said |`|$x$|@|https://a.b/|- "
)
SNIPPETS = st.sampled_from(PIECES.split("|"))


@settings(deadline=None)  # word frequencies load on the first use
@given(st.lists(SNIPPETS | st.text(max_size=8), max_size=30).map("".join))
def test_findings_point_into_the_text(text):
    """Every finding slices to its own text, in order and without overlaps, with one repair that changes something."""
    done = 0
    for finding in find_artefacts(text):
        assert text[finding.start : finding.end] == finding.text
        assert done <= finding.start < finding.end
        assert len(finding.suggestions) == 1
        assert finding.suggestions[0].text != finding.text
        assert finding.kind in (Kind.ARTEFACT, Kind.LITTER, Kind.NAME)
        assert finding.reason.endswith(".")
        assert 0 < finding.score < 1
        done = finding.end


@pytest.mark.parametrize(
    "unit", ["a", "( ", "aB", "- ", "“ ", "Abcde Abcdf ", "theU.S. ", "\\(", "<!--", "`a ", "a.b", "x@"]
)
def test_time_grows_with_length_only(unit):
    """A long single line of awkward characters takes time in proportion to its length."""

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.perf_counter()
        find_artefacts(text)
        return time.perf_counter() - begin

    seconds(1_000)
    assert seconds(200_000) < 20 * max(seconds(40_000), 0.02)


def test_weights_follow_the_rule():
    """A finding weighs what its rule says; what is no artefact weighs nothing."""
    found = find_artefacts("They crossed into theex-Soviet republic.")
    assert evidence_of(found) == RULES["glued-prefix"].weight > 0
    assert evidence_of([Finding(0, 1, "a", Kind.WORD, 0.9, entry="news:irruption")]) == 0
    assert evidence_of([Finding(0, 1, "a", Kind.WORD, 0.9)]) == 0


def of_rule(name):
    """Return a finding of a rule."""
    return Finding(0, 1, "a", RULES[name].kind, 0.9, entry=PREFIX + name)


def test_one_kind_of_damage_proves_less_than_several():
    """A text that breaks one thing everywhere gains little after the first place; other damage counts in full."""
    once, often = evidence_of([of_rule("quote-turned")]), evidence_of([of_rule("quote-turned")] * 40)
    assert once < often < 2 * once
    several = evidence_of([of_rule("quote-turned"), of_rule("stutter-end")])
    assert several == RULES["quote-turned"].weight + RULES["stutter-end"].weight


def test_litter_alone_says_little():
    """However much litter an honest copy carries, it weighs less than one broken caption."""
    litter = [of_rule(name) for name, rule in RULES.items() if rule.kind is Kind.LITTER] * 3
    assert evidence_of(litter) == LITTER_LIMIT < RULES["caption-credit"].weight


def test_rules_are_honest():
    """Ids are their own keys, scores are probabilities, and no weight speaks against spin or proves it alone."""
    for key, rule in RULES.items():
        assert rule.id == key
        assert 0 < rule.score < 1
        assert 0 <= rule.weight <= 3.5


@pytest.mark.parametrize("text", ["", " ", "\n", "word", "\ud800", "\0", "[", "-", "“"])
def test_tiny_texts_have_no_artefacts(text):
    """A text too small to be damaged yields nothing."""
    assert find_artefacts(text) == []


@pytest.mark.shared
def test_genuine_text_is_left_alone(shared):
    """On the hard negatives, places scored 0.5 and more are rarer than one in 10,000 words."""
    lines = (shared / "eval" / "genuine.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    sure = [finding for text in texts for finding in find_artefacts(text) if finding.score >= 0.5]
    assert len(sure) * 10_000 <= sum(len(text.split()) for text in texts)
