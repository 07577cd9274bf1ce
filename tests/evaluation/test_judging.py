"""Holding analyses against gold edits, on sentences short enough to judge by eye."""

from __future__ import annotations

import pytest

from spin_detect.evaluation.gold import GoldEdit, GoldRecord
from spin_detect.evaluation.judging import Tally, is_restored, is_right, judge, place
from spin_detect.evaluation.measures import Share
from spin_detect.records import Analysis, Finding, Kind, Step, Verdict


def edit_of(text: str, spun: str, *originals: str, strong: bool = True) -> GoldEdit:
    start = text.index(spun)
    return GoldEdit(start, start + len(spun), spun, originals, strong=strong)


def step_of(text: str, old: str, new: str) -> Step:
    start = text.index(old)
    return Step(start, start + len(old), old, new)


def finding_of(text: str, place: str) -> Finding:
    start = text.index(place)
    return Finding(start, start + len(place), place, Kind.WORD, 0.9)


TEXT = "The felines of the Chilly Battle slept on a moist tangle, whether or not it rained."


@pytest.mark.parametrize(
    ("spun", "originals", "steps", "restored"),
    [
        ("felines", ("cats",), [("felines", "cats")], True),
        ("felines", ("dogs", "Cats"), [("felines", "cats")], True),
        ("felines", ("cat",), [("felines", "cats")], False),
        ("felines", ("cats",), [], False),
        ("Chilly Battle", ("Cold War",), [("Chilly", "Cold"), ("Battle", "War")], True),
        ("Chilly Battle", ("Cold War",), [("Chilly", "Cold")], False),
        ("Battle", ("War",), [("Chilly Battle", "Cold War")], True),
        ("tangle", ("wet mat",), [("moist", "wet"), ("tangle", "mat")], True),
        ("tangle", ("wet mat",), [("moist", "wet")], False),
        ("whether or not", ("whether",), [], False),
        ("whether or not", ("whether",), [("whether or not", "whether")], True),
        ("whether or not", ("whether",), [(" or not", "")], True),
        ("whether or not", ("whether",), [("or not", "and when")], False),
        ("whether or not", ("whether",), [("tangle, whether or not", "mat, whether")], True),
        ("of the", ("",), [("of the ", "")], True),
        ("of the", ("",), [("of", "in")], False),
    ],
)
def test_an_edit_is_restored_when_its_place_holds_an_original(spun, originals, steps, restored):
    """Whole words, any case, at the place grown over the steps; words that stood there before do not count."""
    plan = [step_of(TEXT, old, new) for old, new in steps]
    assert is_restored(TEXT, plan, edit_of(TEXT, spun, *originals)) is restored


@pytest.mark.parametrize(
    ("old", "new", "spun", "originals", "right"),
    [
        ("felines", "cats", "felines", ("cats",), True),
        ("felines", "lions", "felines", ("cats",), False),
        ("felines", "cats", "tangle", ("cats",), False),
        ("Battle", "War", "Chilly Battle", ("Cold War",), True),
        ("the Chilly", "the Cold", "Chilly Battle", ("Cold War",), True),
        ("the Chilly", "a Cold", "Chilly Battle", ("Cold War",), False),
        ("a moist", "an old", "moist tangle", ("old mat",), True),
        ("Chilly", "Battle", "Chilly Battle", ("Battle Cold",), False),
    ],
)
def test_a_step_is_right_when_it_brings_an_original_or_part_of_one(old, new, spun, originals, right):
    """A part counts when its words stand together in the original and one of them is new."""
    step = step_of(TEXT, old, new)
    assert is_right(TEXT, [step], step, [edit_of(TEXT, spun, *originals)]) is right


def test_typewriter_and_typeset_quotes_are_the_same():
    """An original with a curly apostrophe is found when the restored text has a straight one."""
    text = "It shan’t work."
    assert is_restored(text, [step_of(text, "shan’t", "won't")], edit_of(text, "shan’t", "won’t"))


def test_the_place_of_an_edit_grows_over_its_steps_only():
    """Steps that lie apart are not applied to the place, and the words around the edit are counted."""
    plan = [step_of(TEXT, "felines", "cats"), step_of(TEXT, "the Chilly", "the Cold")]
    assert place(TEXT, plan, edit_of(TEXT, "Chilly Battle", "Cold War")) == ("the Cold Battle", 1)


def test_a_step_without_length_counts_at_the_bounds_of_an_edit():
    """An insertion at the start of an edit restores it."""
    text = "He is reliant it."
    at = text.index(" it")
    edit = GoldEdit(6, at, "reliant", ("reliant on",))
    assert is_restored(text, [Step(at, at, "", " on")], edit) is True
    assert is_restored(text, [Step(0, 0, "", "on ")], edit) is False


def test_the_counts_of_one_text():
    """Three findings, two on edits; one of two strong edits found; one of three restored, by one of two steps."""
    record = GoldRecord(
        id="a",
        text=TEXT,
        spun=True,
        edits=(
            edit_of(TEXT, "felines", "cats"),
            edit_of(TEXT, "Chilly Battle", "Cold War"),
            edit_of(TEXT, "moist", "wet", strong=False),
        ),
    )
    analysis = Analysis(
        text=TEXT,
        score=0.9,
        verdict=Verdict.SPUN,
        words=15,
        findings=tuple(finding_of(TEXT, place) for place in ("felines", "moist", "rained")),
        plan=(step_of(TEXT, "felines", "cats"), step_of(TEXT, "moist", "mouldy")),
    )
    judgement = judge(record, analysis)
    assert judgement.tally == Tally(
        findings=3,
        findings_right=2,
        strong_edits=2,
        strong_edits_found=1,
        edits=3,
        edits_restored=1,
        steps=2,
        steps_right=1,
    )
    assert [found.text for found in judgement.outside] == ["rained"]
    assert [step.new for step in judgement.wrong_steps] == ["mouldy"]
    assert [edit.text for edit in judgement.missed] == ["Chilly Battle"]
    assert [(edit.text, now) for edit, now in judgement.unrestored] == [
        ("Chilly Battle", "Chilly Battle"),
        ("moist", "mouldy"),
    ]
    assert judgement.tally.precision == Share(2, 3)
    assert judgement.tally.finding_f == pytest.approx(1.25 * (2 / 3) * 0.5 / (0.25 * 2 / 3 + 0.5))
    assert judgement.tally.restoration_f == pytest.approx(1.25 * 0.5 * (1 / 3) / (0.125 + 1 / 3))


def test_tallies_add_up():
    """Counts of two texts are the sums."""
    assert Tally(1, 2, 3, 4, 5, 6, 7, 8) + Tally(findings=1, steps_right=2) == Tally(2, 2, 3, 4, 5, 6, 7, 10)


def test_texts_without_annotation_give_no_counts():
    """Edits null means nobody looked: nothing is right or wrong."""
    record = GoldRecord(id="a", text=TEXT, spun=True)
    analysis = Analysis(TEXT, 0.9, Verdict.SPUN, 15, findings=(finding_of(TEXT, "moist"),))
    assert judge(record, analysis).tally == Tally()
