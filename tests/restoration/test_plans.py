from __future__ import annotations

import json

import pytest

from spin_detect.errors import PlanError
from spin_detect.records import Finding, Kind, Step, Suggestion
from spin_detect.restoration import apply_plan, make_plan, plan_from_json, plan_to_json, restore_span


def findings_of(text: str, *swaps: tuple[str, str] | tuple[str, str, float]) -> list[Finding]:
    found = []
    for old, new, *score in swaps:
        start = text.index(old)
        value = score[0] if score else 0.9
        found.append(Finding(start, start + len(old), old, Kind.WORD, value, (Suggestion(new, value),)))
    return found


def restored(text: str, *swaps: tuple[str, str] | tuple[str, str, float], floor: float = 0.5) -> str:
    return apply_plan(text, make_plan(text, findings_of(text, *swaps), floor))


@pytest.mark.parametrize(
    ("text", "swaps", "expected"),
    [
        ("They fear an irruption of it.", [("irruption", "raid")], "They fear a raid of it."),
        ("A bosom malignancy grew.", [("bosom malignancy", "illness")], "An illness grew."),
        ("It was a helpful hour.", [("helpful", "honest")], "It was an honest hour."),
        ("It was an easy task.", [("easy", "useful")], "It was a useful task."),
        ("Vitamin A bullet helps.", [("bullet", "ounce")], "Vitamin A ounce helps."),
        ("This is an absolutely simple idea.", [("absolutely", "")], "This is a simple idea."),
        ("Write a.m. irruption times.", [("irruption", "arrival")], "Write a.m. arrival times."),
    ],
)
def test_articles_are_mended(text, swaps, expected):
    """`a` and `an` follow the sound of what comes after them."""
    assert restored(text, *swaps) == expected


@pytest.mark.parametrize(
    ("text", "swaps", "expected"),
    [
        ("in the Chilly Battle they", [("Chilly Battle", "the Cold War")], "in the Cold War they"),
        ("a plethora of men", [("plethora", "number of")], "a number of men"),
        ("we met a plenty today", [("plenty", "a lot")], "we met a lot today"),
        ("they had done it", [("done", "had")], "they had had it"),
        ("fear of a irruption big", [("of a", "of the"), ("irruption", "the attack")], "fear of the attack big"),
        ("to the the end", [("end", "close")], "to the the close"),
    ],
)
def test_words_do_not_double_at_the_joints(text, swaps, expected):
    """A replacement does not repeat the word beside it, and what was doubled before is none of its business."""
    assert restored(text, *swaps) == expected


@pytest.mark.parametrize(
    ("text", "gone", "expected"),
    [
        ("It is basically done.", ["basically"], "It is done."),
        ("It is done basically.", ["basically"], "It is done."),
        ("Basically it is done.", ["Basically"], "it is done."),
        ("We are, basically, done.", ["basically"], "We are, done."),
        ("One.\n\nBy admin\n\nTwo.", ["By admin"], "One.\n\nTwo."),
        ("One.\nBy admin\nTwo.", ["By admin"], "One.\nTwo."),
        ("One.\n\nBy admin\nTwo.", ["By admin"], "One.\n\nTwo."),
        ("One.\r\n\r\nBy admin\r\n\r\nTwo.", ["By admin"], "One.\r\n\r\nTwo."),
        ("One.\n\nBy admin", ["By admin"], "One."),
        ("One.\n\nBy admin\n", ["By admin"], "One.\n"),
        ("By admin\n\nOne.", ["By admin"], "One."),
        ("By admin", ["By admin"], ""),
        ("One.\n\n  [x] \n\nBy admin\n\nReply", ["[x]", "By admin", "Reply"], "One."),
        ("One [x]\nTwo", ["[x]"], "One\nTwo"),
        ("[x] One", ["[x]"], "One"),
    ],
)
def test_removals_leave_no_gap(text, gone, expected):
    """What is removed takes its space or its line end along, and no more."""
    assert restored(text, *[(word, "") for word in gone]) == expected


def test_the_more_probable_of_two_wins():
    """Of overlapping findings the one with the higher suggestion score is applied."""
    text = "the Chilly Battle years"
    assert restored(text, ("Chilly", "Cold", 0.6), ("Chilly Battle", "Cold War", 0.9)) == "the Cold War years"
    assert restored(text, ("Chilly", "Cold", 0.9), ("Chilly Battle", "Cold War", 0.6)) == "the Cold Battle years"


def test_the_floor_is_kept():
    """Only first suggestions at or over the floor are applied."""
    text = "a grand irruption"
    assert restored(text, ("irruption", "invasion", 0.79), floor=0.8) == text
    assert restored(text, ("irruption", "invasion", 0.8), floor=0.8) == "a grand invasion"


def test_protected_zones_stay():
    """Nothing inside a URL, code or mark-up is edited."""
    text = "See https://irruption.org or `irruption` or irruption."
    places = [place for place in range(len(text)) if text.startswith("irruption", place)]
    found = [Finding(p, p + 9, "irruption", Kind.WORD, 0.9, (Suggestion("raid", 0.9),)) for p in places]
    assert apply_plan(text, make_plan(text, found, 0.5)) == "See https://irruption.org or `irruption` or raid."


def test_no_step_without_effect():
    """A suggestion that changes nothing makes no step."""
    text = "an invasion"
    assert make_plan(text, findings_of(text, ("invasion", "invasion")), 0.5) == ()


def test_findings_without_suggestion_are_passed_over():
    """A place whose original is unknown is not edited."""
    assert make_plan("odd", [Finding(0, 3, "odd", Kind.WORD, 1.0)], 0.0) == ()


def test_foreign_findings_are_refused():
    """Findings of another text raise an error that names the place."""
    with pytest.raises(PlanError, match="offset 2"):
        make_plan("another text", [Finding(2, 5, "xyz", Kind.WORD, 1.0, (Suggestion("a", 1.0),))], 0.5)


def test_a_plan_is_refused_on_another_text():
    """`apply_plan` names the offset where the text differs."""
    with pytest.raises(PlanError, match="offset 3: expected 'irruption'"):
        apply_plan("an invasion", [Step(3, 12, "irruption", "invasion")])
    with pytest.raises(PlanError, match="overlaps"):
        apply_plan("abcdef", [Step(0, 3, "abc", "x"), Step(2, 4, "cd", "y")])
    with pytest.raises(PlanError):
        apply_plan("abc", [Step(-1, 2, "b", "x")])


def test_a_written_plan_is_read_back():
    """A plan goes through one line of JSON unchanged, and only for its own text."""
    text = "They fear an irruption."
    plan = make_plan(text, findings_of(text, ("irruption", "raid", 0.75)), 0.5)
    line = plan_to_json(text, plan, id="a/1")
    assert "\n" not in line
    assert plan_from_json(line, text) == plan
    with pytest.raises(PlanError, match="a/1: this plan was made for another text"):
        plan_from_json(line, text + " ")


@pytest.mark.parametrize(
    "change",
    [
        {"plan": 2},
        {"steps": {}},
        {"steps": [1]},
        {"steps": [{"start": "0", "end": 1, "old": "a", "new": "b"}]},
        {"steps": [{"start": True, "end": 1, "old": "a", "new": "b"}]},
        {"steps": [{"start": 0, "end": 1, "old": "x", "new": "b"}]},
        {"steps": [{"start": 0, "end": 1, "old": "a", "new": "b", "score": 2}]},
        {"steps": [{"start": 0, "end": 1, "old": "a"}]},
    ],
)
def test_malformed_plans_are_refused(change):
    """A plan with a broken field raises a plan error, never anything else."""
    record = json.loads(plan_to_json("abc", [])) | change
    with pytest.raises(PlanError):
        plan_from_json(json.dumps(record), "abc")


@pytest.mark.parametrize("line", ["", "nonsense", "[]", "{}", "null", "[" * 100_000])
def test_what_is_no_plan_is_refused(line):
    """Any other line raises a plan error."""
    with pytest.raises(PlanError):
        plan_from_json(line, "abc")


def test_a_span_is_restored_by_itself():
    """A sentence is restored with its own steps; one across the border goes to the first sentence."""
    text = "They fear an irruption. It rains."
    plan = make_plan(text, findings_of(text, ("irruption", "raid"), ("rains", "pours")), 0.5)
    assert restore_span(text, plan, 0, 23) == "They fear a raid."
    assert restore_span(text, plan, 24, len(text)) == "It pours."
    crossing = (Step(5, 12, text[5:12], "x"),)
    assert restore_span(text, crossing, 0, 8) == "They x"
    assert restore_span(text, crossing, 8, 17) == text[12:17]
