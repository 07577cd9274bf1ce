"""The whole evaluation, on a gold of six texts and an analyser that says what it is told."""

from __future__ import annotations

import json

import pytest

from spin_detect.errors import InputError
from spin_detect.evaluation import GoldEdit, GoldRecord, evaluate, evaluation_texts, report_to_dict
from spin_detect.evaluation.measures import Share
from spin_detect.records import Analysis, Finding, Kind, Step, Verdict


def gold_record(
    name: str, text: str, group: str, *, spun: bool, edits: tuple[GoldEdit, ...] | None = None
) -> GoldRecord:
    return GoldRecord(id=name, text=text, spun=spun, group=group, edits=edits)


GOLD = [
    gold_record("s-1", "A feline sat here now.", "thesaurus", spun=True, edits=(GoldEdit(2, 8, "feline", ("cat",)),)),
    gold_record(
        "s-2", "Two canines ran over there.", "rewriter", spun=True, edits=(GoldEdit(4, 11, "canines", ("dogs",)),)
    ),
    gold_record("s-3", "Nobody has read this yet.", "rewriter", spun=True),
    gold_record("g-1", "The feline sat here.", "news", spun=False),
    gold_record("g-2", "One two three four.", "news", spun=False),
    gold_record("g-3", "I am liking this.", "nonnative_blog", spun=False),
]
SCORES = {
    "A feline sat here now.": 0.9,
    "Two canines ran over there.": 0.3,
    "Nobody has read this yet.": 0.6,
    "The feline sat here.": 0.5,
    "One two three four.": 0.1,
    "I am liking this.": 0.1,
}


def analyse(texts: list[str]) -> list[Analysis]:
    """Find "feline" wherever it stands and make it a cat."""
    analyses = []
    for text in texts:
        start = text.find("feline")
        found = start >= 0
        analyses.append(
            Analysis(
                text=text,
                score=SCORES[text],
                verdict=Verdict.SPUN if SCORES[text] >= 0.5 else Verdict.GENUINE,
                words=len(text.split()),
                findings=(Finding(start, start + 6, "feline", Kind.WORD, 0.9),) if found else (),
                plan=(Step(start, start + 6, "feline", "cat"),) if found else (),
                model="1",
                lexicon="2",
            )
        )
    return analyses


def test_every_measure_by_hand():
    """0.9 and 0.6 win three pairs, 0.3 two: AUC 8/9. One edit of two is found and restored. One step in 12 words."""
    report = evaluate(GOLD, analyse)
    matched, long, whole = report.detection
    assert [matched.auc, whole.auc] == pytest.approx([8 / 9, 8 / 9])
    assert [point.spun for point in whole.sensitivity] == [Share(2, 3)] * 3
    assert (long.auc, long.sensitivity, long.spun, long.genuine) == (None, (), 0, 0)
    assert report.edits.precision == Share(1, 1)
    assert report.edits.recall == report.edits.restoration_rate == Share(1, 2)
    assert report.edits.restoration_precision == Share(1, 1)
    assert (report.harm.words, report.harm.steps, report.harm.flagged) == (12, 1, Share(1, 3))
    assert report.harm.steps_per_1000 == pytest.approx(1000 / 12)
    # Bins: 0.9 spun, 0.6 spun, 0.5 genuine, 0.3 spun, two of 0.1 genuine; gaps 0.1 + 0.4 + 0.5 + 0.7 + 0.2, over 6.
    assert report.calibration_error == pytest.approx(1.9 / 6)
    assert (report.model, report.lexicon, report.unscored) == ("1", "2", 0)


def test_groups_by_hand():
    """Rewriter: 0.6 and 0.3 against 0.5, 0.1, 0.1, so 5 of 6 pairs; learner English is the kind nonnative_blog."""
    report = evaluate(GOLD, analyse)
    rewriter, thesaurus = report.families
    assert (rewriter.name, rewriter.auc, rewriter.flagged) == ("rewriter", pytest.approx(5 / 6), Share(1, 2))
    assert rewriter.over_one_percent == Share(1, 2)
    assert rewriter.tally.restoration_rate == Share(0, 1)
    assert thesaurus.tally.restoration_rate == Share(1, 1)
    assert [(kind.name, kind.harm.words, kind.highest) for kind in report.kinds] == [
        ("news", 8, 0.5),
        ("nonnative_blog", 4, 0.1),
    ]
    assert report.learners is not None
    assert report.learners.harm.flagged == Share(0, 1)


def test_given_scores_override_the_analyser():
    """Cross-validated scores decide the AUC; findings and steps stay the analyser's."""
    scores = {record.id: float(record.spun) for record in evaluation_texts(GOLD)}
    report = evaluate(GOLD, analyse, scores=scores)
    assert report.detection[0].auc == 1.0
    assert report.edits.restoration_rate == Share(1, 2)
    assert (report.given_scores, report.lengths_matched) == (True, True)


def test_scores_of_whole_texts_alone_are_said_to_be_unmatched():
    """A cut text takes the score of its whole one, and the report does not hide it."""
    report = evaluate(GOLD, analyse, scores={record.id: float(record.spun) for record in GOLD})
    assert report.detection[0].auc == 1.0
    assert report.lengths_matched is False


def test_a_missing_score_is_named():
    """A score that is not given is an error, not a zero."""
    with pytest.raises(InputError, match="no score is given for 's-2'"):
        evaluate(GOLD, analyse, scores={"s-1": 0.4})


def test_a_threshold_decides_the_verdicts():
    """At 0.55 the genuine text of score 0.5 is no longer called spun."""
    report = evaluate(GOLD, analyse, threshold=0.55)
    assert report.harm.flagged == Share(0, 3)
    assert [row.verdict for row in report.documents[:3]] == [Verdict.SPUN, Verdict.GENUINE, Verdict.SPUN]


def test_unscored_texts_count_as_not_flagged():
    """A text that cannot be scored has score 0 and is counted apart."""

    def silent(texts: list[str]) -> list[Analysis]:
        return [Analysis(text, None, Verdict.UNSCORED, 0, error="too short") for text in texts]

    report = evaluate(GOLD, silent, threshold=0.0)
    assert report.unscored == 6
    assert report.detection[0].auc == 0.5
    assert report.harm.flagged == Share(0, 3)


def test_scores_that_are_no_probabilities_have_no_calibration():
    """A perplexity is ranked, not calibrated."""
    scores = {record.id: 40.0 for record in GOLD}
    assert evaluate(GOLD, analyse, scores=scores).calibration_error is None


def test_an_analyser_that_loses_texts_is_refused():
    """One analysis for each text, or no figures at all."""
    with pytest.raises(InputError, match="0 analyses for"):
        evaluate(GOLD, lambda texts: [])


def test_the_report_is_json():
    """The report turns into JSON with all groups, documents and, if asked for, the places to look at."""
    report = evaluate(GOLD, analyse)
    values = json.loads(json.dumps(report_to_dict(report, details=True), allow_nan=False))
    assert values["schema"] == 1
    assert [row["texts"] for row in values["detection"]] == ["lengths matched", "100 words and more", "as they are"]
    assert values["documents"][1]["details"]["missed_edits"] == [
        {"start": 4, "end": 11, "text": "canines", "originals": ["dogs"]}
    ]
    assert "details" not in report_to_dict(report)["documents"][1]
