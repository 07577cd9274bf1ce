"""The evaluation itself: gold and an analyser in, a report out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from spin_detect.errors import InputError
from spin_detect.evaluation.gold import GoldRecord, page_of
from spin_detect.evaluation.judging import Judgement, Tally, judge
from spin_detect.evaluation.lengths import LONG, TextSets, text_sets
from spin_detect.evaluation.measures import (
    Share,
    auc,
    auc_interval,
    calibration_error,
    share_over,
    threshold_at,
)
from spin_detect.evaluation.report import (
    Detection,
    DocumentResult,
    Family,
    GenuineKind,
    Harm,
    Report,
    Sensitivity,
)
from spin_detect.records import Analysis, Verdict

RATES = (0.05, 0.01, 0.001)
"""False-positive rates at which the share of spun texts found is stated."""

LEARNERS = "nonnative"
"""Kinds of genuine text that begin so are learner English."""

Analyse = Callable[[list[str]], list[Analysis]]


def evaluate(
    gold: Sequence[GoldRecord],
    analyse: Analyse,
    *,
    scores: Mapping[str, float] | None = None,
    threshold: float | None = None,
    draws: int = 5,
    seed: int = 0,
) -> Report:
    """Measure an analyser on gold: detection, findings, restoration, harm and calibration, by group.

    `scores` (id to score) override the analyser's, for cross-validated figures; they should name every text of
    `evaluation_texts(gold, draws=draws, seed=seed)`. Where only the whole texts are named, a cut one takes the score
    of its whole, and the report says that lengths are not matched. `threshold` calls a text spun from that score on,
    instead of by the analyser's own verdict.
    """
    sets = text_sets(gold, draws=draws, seed=seed)
    analyses = analyse([record.text for record in sets.all])
    return report_on(sets, analyses, scores=scores, threshold=threshold)


def report_on(
    sets: TextSets,
    analyses: Sequence[Analysis],
    *,
    scores: Mapping[str, float] | None = None,
    threshold: float | None = None,
    held_out: str = "",
) -> Report:
    """Return the measures of analyses that were made of all texts of the sets, in their order.

    `scores` and `threshold` are those of `evaluate`; `held_out` says how the analyses were kept from what they judge.
    """
    gold, texts, seed = sets.gold, sets.all, sets.seed
    if len(analyses) != len(texts):
        raise InputError(f"the analyser gave {len(analyses)} analyses for {len(texts)} texts")
    score = _scores(texts, analyses, scores)
    documents = tuple(
        _document(record, analysis, score[record.id], threshold)
        for record, analysis in zip(gold, analyses, strict=False)
    )
    detection = _detection_rows(sets, score, seed)
    genuine = [row for row in documents if not row.record.spun]
    learners = [row for row in genuine if row.record.group.startswith(LEARNERS)]
    return Report(
        detection=detection,
        edits=_total(documents),
        harm=_harm(genuine),
        calibration_error=_calibration(documents),
        families=_families(documents, [score[record.id] for record in sets.cut], detection[0]),
        kinds=tuple(_kind(name, rows) for name, rows in sorted(_grouped(genuine).items())),
        learners=_kind("learner English", learners) if learners else None,
        documents=documents,
        unscored=sum(row.verdict is Verdict.UNSCORED for row in documents),
        draws=sets.draws,
        seed=seed,
        held_out=held_out,
        given_scores=scores is not None,
        lengths_matched=scores is None or all(record.id in scores for record in texts[len(gold) :]),
        model=next((analysis.model for analysis in analyses if analysis.model), ""),
        lexicon=next((analysis.lexicon for analysis in analyses if analysis.lexicon), ""),
    )


def _scores(
    texts: Sequence[GoldRecord], analyses: Sequence[Analysis], given: Mapping[str, float] | None
) -> dict[str, float]:
    """Return a score for every text, 0 for one that stayed unscored: nobody would act on it."""
    if given is None:
        return {record.id: analysis.score or 0.0 for record, analysis in zip(texts, analyses, strict=True)}
    missing = [record.id for record in texts if record.id not in given and record.cut_of not in given]
    if missing:
        raise InputError(f"no score is given for {missing[0]!r} and {len(missing) - 1} more texts of the gold")
    return {record.id: float(given[record.id if record.id in given else record.cut_of]) for record in texts}


def _document(record: GoldRecord, analysis: Analysis, score: float, threshold: float | None) -> DocumentResult:
    """Return what is said of one text."""
    verdict = analysis.verdict
    if threshold is not None and verdict is not Verdict.UNSCORED:
        verdict = Verdict.SPUN if score >= threshold else Verdict.GENUINE
    return DocumentResult(
        record=record,
        score=score,
        verdict=verdict,
        steps=len(analysis.plan),
        findings=len(analysis.findings),
        judgement=judge(record, analysis) if record.spun else Judgement(),
    )


def _detection_rows(sets: TextSets, score: Mapping[str, float], seed: int) -> tuple[Detection, ...]:
    """Return the detection measures with lengths matched, the same for long texts, and for the texts as they are."""
    spun = [record for record in sets.gold if record.spun]
    long = [record for record in spun if record.words >= LONG]
    return (
        _detection("lengths matched", spun, sets.cut, score, seed),
        _detection(f"{LONG} words and more", long, sets.cut_long, score, seed),
        _detection("as they are", spun, [record for record in sets.gold if not record.spun], score, seed),
    )


def _detection(
    name: str, spun: Sequence[GoldRecord], genuine: Sequence[GoldRecord], score: Mapping[str, float], seed: int
) -> Detection:
    """Return the detection measures of one set of texts."""
    high, low = [score[record.id] for record in spun], [score[record.id] for record in genuine]
    thresholds = [(rate, threshold_at(low, rate)) for rate in RATES]
    return Detection(
        name=name,
        spun=len(spun),
        genuine=len({record.cut_of or record.id for record in genuine}),
        auc=auc(high, low),
        interval=auc_interval(
            high, low, spun_pages=list(map(page_of, spun)), genuine_pages=list(map(page_of, genuine)), seed=seed
        ),
        sensitivity=tuple(Sensitivity(rate, edge, share_over(high, edge)) for rate, edge in thresholds) if low else (),
        length_auc=auc([record.words for record in spun], [record.words for record in genuine]),
    )


def _calibration(documents: Sequence[DocumentResult]) -> float | None:
    """Return the calibration error, `None` when the scores are no probabilities (a peer's rate or perplexity)."""
    scores = [row.score for row in documents]
    if any(not 0 <= score <= 1 for score in scores):
        return None
    return calibration_error(scores, [row.record.spun for row in documents])


def _families(documents: Sequence[DocumentResult], genuine: Sequence[float], overall: Detection) -> tuple[Family, ...]:
    """Return a row for every spinner family, against the scores of the same cut genuine texts and their threshold."""
    edge = next((point.threshold for point in overall.sensitivity if point.rate == 0.01), None)
    rows = []
    for name, members in sorted(_grouped([row for row in documents if row.record.spun]).items()):
        values = [row.score for row in members]
        rows.append(
            Family(
                name=name,
                flagged=_flagged(members),
                over_one_percent=Share(0, 0) if edge is None else share_over(values, edge),
                auc=auc(values, genuine),
                tally=_total(members),
            )
        )
    return tuple(rows)


def _kind(name: str, rows: Sequence[DocumentResult]) -> GenuineKind:
    """Return the row of one kind of genuine text."""
    return GenuineKind(name, _harm(rows), max(row.score for row in rows))


def _harm(rows: Sequence[DocumentResult]) -> Harm:
    """Return the harm done to some genuine texts."""
    return Harm(
        words=sum(row.record.words for row in rows),
        steps=sum(row.steps for row in rows),
        findings=sum(row.findings for row in rows),
        flagged=_flagged(rows),
    )


def _flagged(rows: Sequence[DocumentResult]) -> Share:
    """Return the share of texts whose verdict is spun."""
    return Share(sum(row.verdict is Verdict.SPUN for row in rows), len(rows))


def _total(rows: Sequence[DocumentResult]) -> Tally:
    """Return the counts of some texts together."""
    return sum((row.judgement.tally for row in rows), Tally())


def _grouped(rows: Sequence[DocumentResult]) -> dict[str, list[DocumentResult]]:
    """Return the texts by family or kind."""
    groups: defaultdict[str, list[DocumentResult]] = defaultdict(list)
    for row in rows:
        groups[row.record.group].append(row)
    return dict(groups)
