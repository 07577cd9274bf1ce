from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from spin_detect.artefacts import find_artefacts
from spin_detect.protected import protected_spans
from spin_detect.records import Finding, Kind, Suggestion
from spin_detect.restoration import apply_plan, fit_suggestion, make_plan, plan_from_json, plan_to_json, restore_span

WORDS = [
    "a",
    "an",
    "the",
    "A",
    "The",
    "irruption",
    "Hour",
    "of",
    "U.S.",
    "`x`",
    "https://a.b/c",
    ".",
    ",",
    "\n",
    "\n\n",
    " ",
    "  ",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).map(" ".join) | st.text(max_size=120)
WORDINGS = st.sampled_from(["", "a", "the raid", "an hour of", "of", "Eastern Europe", "invasion"]) | st.text(
    max_size=12
)
SCORES = st.floats(0, 1)
FAR = 40
"""How far an edge is ever mended: an article and its spaces; space around a removal may be longer."""


@st.composite
def judged(draw: st.DrawFn) -> tuple[str, list[Finding], float]:
    """Return any text with any findings in it, and a floor."""
    text = draw(TEXTS)
    findings = []
    for _ in range(draw(st.integers(0, 8)) if text else 0):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 15)))
        suggestions = tuple(Suggestion(draw(WORDINGS), draw(SCORES)) for _ in range(draw(st.integers(0, 2))))
        findings.append(Finding(start, end, text[start:end], Kind.WORD, draw(SCORES), suggestions))
    return text, findings, draw(SCORES)


@given(judged())
def test_every_plan_replays(case):
    """A plan carries out on its own text, also after being written and read, and its steps are ordered and apart."""
    text, findings, floor = case
    plan = make_plan(text, findings, floor)
    assert plan_from_json(plan_to_json(text, plan), text) == plan
    done = 0
    for step in plan:
        assert done <= step.start <= step.end
        assert step.old == text[step.start : step.end] != step.new
        assert step.score >= floor
        done = step.end
    assert apply_plan(text, plan) == apply_plan(text, reversed(plan))


@given(judged())
def test_text_outside_the_steps_is_untouched(case):
    """Steps stay on findings; at most an article or white space beside them goes along."""
    text, findings, floor = case
    plan = make_plan(text, findings, floor)
    places = {place for finding in findings for place in range(finding.start, finding.end)}
    for step in plan:
        extra = [text[place] for place in range(step.start, step.end) if place not in places]
        assert "".join(extra).strip().lower() in ("", "a", "an", ",")
    kept, done = [], 0
    for step in plan:
        kept.append(text[done : step.start])
        done = step.end
    rest = apply_plan(text, plan)
    for piece in [*kept, text[done:]]:
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]


@given(judged())
def test_protected_zones_are_never_edited(case):
    """No step shares a character with a protected zone."""
    text, findings, floor = case
    zones = protected_spans(text)
    for step in make_plan(text, findings, floor):
        assert not any(start < step.end and step.start < end for start, end in zones)


@given(judged(), st.lists(st.integers(0, 200), max_size=6))
def test_restored_pieces_join_to_the_whole(case, cuts):
    """However a text is cut, its restored pieces join to the restored text."""
    text, findings, floor = case
    plan = make_plan(text, findings, floor)
    bounds = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    pieces = [restore_span(text, plan, start, end) for start, end in pairwise(bounds)]
    assert "".join(pieces) == apply_plan(text, plan)


@settings(deadline=None)  # word frequencies load on the first use
@given(TEXTS)
def test_artefacts_make_a_plan_for_any_text(text):
    """Whatever the text, its artefacts make a plan that replays."""
    plan = make_plan(text, find_artefacts(text), 0.0)
    apply_plan(text, plan)


@given(TEXTS, st.integers(0, 150), st.integers(0, 20), WORDINGS)
def test_fitting_changes_capitals_only(text, start, length, wording):
    """A fitted suggestion is the same wording but for its capitals."""
    start = min(start, len(text))
    fitted = fit_suggestion(text, start, min(start + length, len(text)), wording)
    assert (
        fitted == wording
        or fitted.casefold() == wording.casefold()
        or fitted.lower() == wording.lower()
        or fitted.upper() == wording.upper()
    )
