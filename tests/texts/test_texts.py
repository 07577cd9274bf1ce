from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import pytest

import spin_detect
from spin_detect.records import Step
from spin_detect.restoration import restore_span
from tests.texts import cases

FOUND = cases.read("found")
CLEAN = cases.read("clean")
MISSED = cases.read("known_failures/found")
FALSE_ALARMS = cases.read("known_failures/clean")

known_failure = pytest.mark.xfail(
    strict=True, reason="known failure; move the case when it begins to work", raises=AssertionError
)


def _restored(text: str, plan: Sequence[Step], start: int, end: int) -> str:
    """Return what `text[start:end]` reads when restored, with the whole of every step that reaches into it."""
    touching = [step for step in plan if step.start < end and start < step.end]
    start = min([start, *(step.start for step in touching)])
    end = max([end, *(step.end for step in touching)])
    return restore_span(text, plan, start, end).strip()


def _assert_found(case: cases.Case) -> None:
    """Check the verdict and the restored wording at the marked places."""
    analysis = spin_detect.analyze(case.text)
    assert analysis.verdict == "spun"
    missing = [
        (case.text[start:end], wording, read)
        for start, end, wording in case.places
        if (read := _restored(case.text, analysis.plan, start, end)) != wording and (not wording or wording not in read)
    ]
    assert missing == []


def _assert_clean(case: cases.Case) -> None:
    """Check that the text is not called spun and that nothing in it would be changed."""
    analysis = spin_detect.analyze(case.text)
    assert [(step.old, step.new) for step in analysis.plan] == []
    assert analysis.verdict not in {"spun", "unscored"}


@pytest.mark.parametrize("case", FOUND, ids=attrgetter("name"))
def test_spun_texts_are_found_and_restored(case):
    """A spun text is called spun, and the marked places read as its writer wrote them."""
    _assert_found(case)


@pytest.mark.parametrize("case", CLEAN, ids=attrgetter("name"))
def test_near_misses_stay_as_they_are(case):
    """A genuine text, however odd, is not called spun and not changed."""
    _assert_clean(case)


@pytest.mark.parametrize("case", MISSED, ids=attrgetter("name"))
@known_failure
def test_known_misses_are_still_missed(case):
    """What is listed as missed is missed; once it is found it belongs into another folder."""
    _assert_found(case)


@pytest.mark.parametrize("case", FALSE_ALARMS, ids=attrgetter("name"))
@known_failure
def test_known_false_alarms_still_go_off(case):
    """What is listed as a false alarm is one; once it stays clean it belongs into another folder."""
    _assert_clean(case)


def test_near_misses_outnumber_the_found():
    """The clean texts are the largest group."""
    assert len(CLEAN) > len(FOUND) > 0
