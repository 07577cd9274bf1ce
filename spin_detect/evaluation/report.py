"""The report of a run: every measure of the contract, as records that turn into JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spin_detect.evaluation.gold import GoldRecord
from spin_detect.evaluation.judging import Judgement, Tally
from spin_detect.evaluation.measures import Share
from spin_detect.records import Verdict

SCHEMA = 1
"""Number of the JSON layout of a report."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The share of spun texts over the threshold that at most `rate` of the genuine texts pass."""

    rate: float
    threshold: float
    spun: Share


@dataclass(frozen=True, slots=True)
class Detection:
    """How well the scores part spun from genuine texts, over one set of texts.

    `length_auc` is what counting words alone would reach: near 0.5 where the lengths are matched.
    """

    name: str
    spun: int
    genuine: int
    auc: float | None
    interval: tuple[float, float] | None
    sensitivity: tuple[Sensitivity, ...]
    length_auc: float | None


@dataclass(frozen=True, slots=True)
class Harm:
    """What happens to genuine texts: applied steps, findings, and how many are called spun."""

    words: int
    steps: int
    findings: int
    flagged: Share

    @property
    def steps_per_1000(self) -> float | None:
        """Applied steps per 1,000 words."""
        return 1000 * self.steps / self.words if self.words else None

    @property
    def findings_per_1000(self) -> float | None:
        """Findings per 1,000 words."""
        return 1000 * self.findings / self.words if self.words else None


@dataclass(frozen=True, slots=True)
class Family:
    """One spinner family: how many of its texts are called spun or pass the 1 % threshold, and what was found there."""

    name: str
    flagged: Share
    over_one_percent: Share
    auc: float | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class GenuineKind:
    """One kind of genuine text."""

    name: str
    harm: Harm
    highest: float


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One whole text of the gold and what was said of it; `score` is 0 for a text that stayed unscored."""

    record: GoldRecord
    score: float
    verdict: Verdict
    steps: int
    findings: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Report:
    """All measures of one run over one gold.

    `held_out` says how it was done where each text was judged by weights that did not learn from it, else it is empty.
    """

    detection: tuple[Detection, ...]
    edits: Tally
    harm: Harm
    calibration_error: float | None
    families: tuple[Family, ...]
    kinds: tuple[GenuineKind, ...]
    learners: GenuineKind | None
    documents: tuple[DocumentResult, ...]
    unscored: int
    draws: int
    seed: int
    held_out: str
    given_scores: bool
    lengths_matched: bool
    model: str
    lexicon: str


def report_to_dict(report: Report, *, details: bool = False) -> dict[str, Any]:
    """Return a report as plain JSON values; `details` adds the places that a reader should look at."""
    return {
        "schema": SCHEMA,
        "model": report.model,
        "lexicon": report.lexicon,
        "draws": report.draws,
        "seed": report.seed,
        "held_out": report.held_out or None,
        "given_scores": report.given_scores,
        "lengths_matched": report.lengths_matched,
        "unscored": report.unscored,
        "detection": [_detection(row) for row in report.detection],
        "edits": _tally(report.edits),
        "harm": _harm(report.harm),
        "calibration_error": report.calibration_error,
        "families": [
            {
                "name": row.name,
                "flagged": _share(row.flagged),
                "over_1_percent": _share(row.over_one_percent),
                "auc": row.auc,
                **_tally(row.tally),
            }
            for row in report.families
        ],
        "learners": report.learners and _kind(report.learners),
        "kinds": [_kind(row) for row in report.kinds],
        "documents": [_document(row, details=details) for row in report.documents],
    }


def _share(share: Share) -> dict[str, Any]:
    """Return a share with its counts and interval."""
    return {"value": share.value, "hits": share.hits, "total": share.total, "interval": share.interval}


def _detection(row: Detection) -> dict[str, Any]:
    """Return one row of the detection table."""
    return {
        "texts": row.name,
        "spun": row.spun,
        "genuine": row.genuine,
        "auc": row.auc,
        "interval": row.interval,
        "length_auc": row.length_auc,
        "tpr": [{"fpr": point.rate, "threshold": point.threshold, **_share(point.spun)} for point in row.sensitivity],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    """Return the measures of findings and restoration."""
    return {
        "findings": {
            "precision": _share(tally.precision),
            "recall": _share(tally.recall),
            "f0.5": tally.finding_f,
        },
        "restoration": {
            "rate": _share(tally.restoration_rate),
            "precision": _share(tally.restoration_precision),
            "f0.5": tally.restoration_f,
        },
    }


def _harm(harm: Harm) -> dict[str, Any]:
    """Return the measures of harm."""
    return {
        "words": harm.words,
        "steps": harm.steps,
        "steps_per_1000_words": harm.steps_per_1000,
        "findings_per_1000_words": harm.findings_per_1000,
        "flagged": _share(harm.flagged),
    }


def _kind(row: GenuineKind) -> dict[str, Any]:
    """Return one kind of genuine text."""
    return {"name": row.name, "highest_score": row.highest, **_harm(row.harm)}


def _document(row: DocumentResult, *, details: bool) -> dict[str, Any]:
    """Return one text of the gold."""
    record = row.record
    values: dict[str, Any] = {
        "id": record.id,
        "file": record.file,
        "label": "spun" if record.spun else "genuine",
        "group": record.group,
        "words": record.words,
        "score": row.score,
        "verdict": str(row.verdict),
        "findings": row.findings,
        "steps": row.steps,
    }
    if record.edits is not None:
        values["measures"] = _tally(row.judgement.tally)
        if details:
            values["details"] = _details(row.judgement)
    return values


def _details(judgement: Judgement) -> dict[str, Any]:
    """Return the places where analysis and gold differ. Gold is not complete: a sound finding may stand outside it."""
    return {
        "findings_outside_gold": [
            {"start": found.start, "end": found.end, "text": found.text, "score": found.score, "kind": str(found.kind)}
            for found in judgement.outside
        ],
        "wrong_steps": [
            {"start": step.start, "end": step.end, "old": step.old, "new": step.new} for step in judgement.wrong_steps
        ],
        "missed_edits": [
            {"start": edit.start, "end": edit.end, "text": edit.text, "originals": edit.originals}
            for edit in judgement.missed
        ],
        "unrestored_edits": [
            {"start": edit.start, "end": edit.end, "text": edit.text, "originals": edit.originals, "restored": restored}
            for edit, restored in judgement.unrestored
        ],
    }
