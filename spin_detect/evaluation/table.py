"""A report as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from spin_detect.evaluation.judging import Tally
from spin_detect.evaluation.measures import Share
from spin_detect.evaluation.report import Detection, DocumentResult, GenuineKind, Report

LISTED = 10
"""Files of at most so many texts are shown text by text."""

_FEW = "–"


def report_table(report: Report, *, by_group: bool = False, details: bool = False) -> RenderableType:
    """Return the report as tables; `by_group` adds every kind of genuine text, `details` the places to look at."""
    parts: list[RenderableType] = [
        Text(_headline(report)),
        _detection_table(report.detection),
        _places_table(report.edits),
        _harm_table(report, by_group=by_group),
        _family_table(report),
    ]
    listed = _listed(report.documents)
    if listed:
        parts.append(_documents_table(listed))
    if details:
        parts += [Text(line) for row in report.documents for line in _details(row)]
    return Group(*parts)


def comparison_table(reports: Sequence[tuple[str, Report | str]]) -> RenderableType:
    """Return one row for each peer measured on the same texts, and below it why others were not."""
    table = _table("Side by side, same texts", "", "AUC", "TPR at 5 %", "1 %", "0.1 %", "long: AUC", "1 %")
    for title in ("finding P", "finding R", "restored", "step P", "steps per 1,000"):
        table.add_column(title, justify="right")
    absent = []
    for name, report in reports:
        if isinstance(report, str):
            absent.append(Text(f"{name}: {report}"))
        else:
            table.add_row(*_comparison_row(name, report))
    return Group(table, *absent)


def _comparison_row(name: str, report: Report) -> list[str]:
    """Return the cells of one analyser; one that finds no places has none to be measured."""
    matched, long = report.detection[:2]
    shares = _four(report.edits) if report.edits.findings or report.edits.steps else [Share(0, 0)] * 4
    return [
        escape(name),
        _number(matched.auc, 3),
        *(_number(share.value) for share in _three(matched)),
        _number(long.auc, 3),
        _number(_three(long)[1].value),
        *(_number(share.value) for share in shares),
        _number(report.harm.steps_per_1000 if report.edits.steps else None),
    ]


def _headline(report: Report) -> str:
    """Return what was measured, with which model and which seed."""
    spun = sum(row.record.spun for row in report.documents)
    lines = [
        f"{len(report.documents)} texts ({spun} spun, {len(report.documents) - spun} genuine), "
        f"model {report.model or '?'}, lexicon {report.lexicon or '?'}",
        f"Genuine texts cut to the lengths of spun ones, {report.draws} times, seed {report.seed}. Intervals are 95 %.",
    ]
    if report.held_out:
        lines.append(f"Held out: {report.held_out}.")
    if report.given_scores:
        lines.append("Document scores were given from outside (cross-validated by page, if so made).")
    if not report.lengths_matched:
        lines.append("No scores were given for the cut texts: the lengths are NOT matched.")
    if report.unscored:
        lines.append(f"{report.unscored} texts stayed unscored and count as score 0.")
    return "\n".join(lines)


def _detection_table(rows: Iterable[Detection]) -> Table:
    """Return AUC and shares found at fixed false-positive rates."""
    table = _table(
        "Documents", "texts", "spun", "genuine", "AUC", "TPR at 5 % FPR", "at 1 %", "at 0.1 %", "length only"
    )
    for row in rows:
        auc = _number(row.auc, 3) + ("" if row.interval is None else f" ({_range(row.interval, 3)})")
        table.add_row(
            row.name, str(row.spun), str(row.genuine), auc, *map(_share, _three(row)), _number(row.length_auc)
        )
    return table


def _places_table(tally: Tally) -> Table:
    """Return the measures of findings and restoration."""
    table = _table("Annotated spun texts", "", "precision", "recall / rate", "F0.5")
    table.add_row("findings (strong edits)", _share(tally.precision), _share(tally.recall), _number(tally.finding_f))
    table.add_row(
        "restoration", _share(tally.restoration_precision), _share(tally.restoration_rate), _number(tally.restoration_f)
    )
    return table


def _harm_table(report: Report, *, by_group: bool) -> Table:
    """Return what happens to genuine texts, and the calibration under it."""
    table = _table("Genuine texts", "kind", "texts", "words", "steps", "per 1,000", "findings per 1,000", "called spun")
    rows = [GenuineKind("all", report.harm, 0.0), *([report.learners] if report.learners else [])]
    for row in [*rows, *(report.kinds if by_group else ())]:
        harm = row.harm
        table.add_row(
            escape(row.name),
            str(harm.flagged.total),
            f"{harm.words:,}",
            str(harm.steps),
            _number(harm.steps_per_1000),
            _number(harm.findings_per_1000),
            _share(harm.flagged),
        )
    table.caption = f"expected calibration error of score, whole texts: {_number(report.calibration_error, 3)}"
    return table


def _family_table(report: Report) -> Table:
    """Return one row for each spinner family."""
    table = _table(
        "Spinner families",
        "family",
        "texts",
        "called spun",
        "AUC",
        "TPR at 1 %",
        "finding P",
        "finding R",
        "restored",
        "step P",
    )
    for row in report.families:
        table.add_row(
            escape(row.name),
            str(row.flagged.total),
            _number(row.flagged.value),
            _number(row.auc, 3),
            _number(row.over_one_percent.value),
            *map(_short, _four(row.tally)),
        )
    return table


def _documents_table(rows: Iterable[DocumentResult]) -> Table:
    """Return the examples one by one."""
    table = _table(
        "Examples", "text", "family", "words", "score", "verdict", "finding P", "finding R", "restored", "step P"
    )
    for row in rows:
        table.add_row(
            escape(row.record.id),
            escape(row.record.group),
            str(row.record.words),
            _number(row.score, 3),
            str(row.verdict),
            *map(_short, _four(row.judgement.tally)),
        )
    return table


def _listed(rows: Sequence[DocumentResult]) -> list[DocumentResult]:
    """Return the texts that come from files short enough to be shown text by text."""
    files = [row.record.file for row in rows]
    return [row for row in rows if files.count(row.record.file) <= LISTED]


def _details(row: DocumentResult) -> list[str]:
    """Return lines naming the places where analysis and gold differ."""
    lines = [f"  outside gold: {found.text!r} ({found.score:.2f})" for found in row.judgement.outside]
    lines += [f"  step not an original: {step.old!r} -> {step.new!r}" for step in row.judgement.wrong_steps]
    lines += [
        f"  not restored: {edit.text!r} ({' | '.join(edit.originals)}), now {now!r}"
        for edit, now in row.judgement.unrestored
    ]
    return [f"\n{row.record.id} ({row.record.group}, {row.verdict}, {row.score:.3f})", *lines] if lines else []


def _four(tally: Tally) -> list[Share]:
    """Return the four shares that stand in every row of a group."""
    return [tally.precision, tally.recall, tally.restoration_rate, tally.restoration_precision]


def _three(row: Detection) -> list[Share]:
    """Return the shares at the three false-positive rates."""
    return [point.spun for point in row.sensitivity] or [Share(0, 0)] * 3


def _table(title: str, first: str, *rest: str) -> Table:
    """Return an empty table whose columns of figures stand to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", caption_justify="left", box=SIMPLE_HEAD)
    table.add_column(first, no_wrap=True)
    for name in rest:
        table.add_column(name, justify="right")
    return table


def _share(share: Share) -> str:
    """Return a share with its interval and counts."""
    if share.interval is None:
        return _FEW
    return f"{_number(share.value)} ({_range(share.interval)}) {share.hits}/{share.total}"


def _short(share: Share) -> str:
    """Return a share with its counts only."""
    return _FEW if share.value is None else f"{share.value:.2f} {share.hits}/{share.total}"


def _number(value: float | None, digits: int = 2) -> str:
    """Return a figure, or a dash where nothing could be measured."""
    return _FEW if value is None else f"{value:.{digits}f}"


def _range(interval: tuple[float, float], digits: int = 2) -> str:
    """Return an interval."""
    return f"{interval[0]:.{digits}f}–{interval[1]:.{digits}f}"
