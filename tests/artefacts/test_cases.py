from __future__ import annotations

from operator import attrgetter

import pytest

from spin_detect.artefacts import RULES, find_artefacts
from tests.artefacts import cases

FOUND = cases.read("found")
CLEAN = cases.read("clean")
KNOWN_FAILURES = cases.read("known_failures")


def _places(text: str) -> tuple[tuple[int, str, str], ...]:
    return tuple((f.start, f.text, f.suggestions[0].text) for f in find_artefacts(text))


@pytest.mark.parametrize("case", FOUND, ids=attrgetter("where"))
def test_damage_is_found_with_its_exact_repair(case):
    """Exactly the marked places are found, by the rule of the file, with the marked repair."""
    assert _places(case.text) == case.places
    assert {finding.entry for finding in find_artefacts(case.text)} == {f"artefact:{case.rule}"}


@pytest.mark.parametrize("case", CLEAN, ids=attrgetter("where"))
def test_near_misses_stay_clean(case):
    """Nothing at all is found in a near miss."""
    assert _places(case.text) == ()


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=attrgetter("where"))
@pytest.mark.xfail(strict=True, reason="known failure; move the case when it begins to work", raises=AssertionError)
def test_known_failures_are_still_failures(case):
    """What is listed as a known failure fails; once it works it belongs into another file."""
    assert _places(case.text) == case.places


def test_every_rule_has_cases():
    """Each rule is shown by at least one case."""
    assert {case.rule for case in FOUND} == set(RULES)


def test_near_misses_outnumber_the_found():
    """The clean cases are the largest group."""
    assert len(CLEAN) > len(FOUND) > len(KNOWN_FAILURES)
