"""`spin-detect score`: a verdict for every document, with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import ColorMode, Talk
from spin_detect.cli.exits import ExitCode
from spin_detect.cli.groups import Judgement, Reading
from spin_detect.reporting.formats import OutputFormat

if TYPE_CHECKING:
    from spin_detect.reporting import Baseline, Reporter
    from spin_detect.running import Work


def score_cli(
    paths: options.Paths,
    output_format: Annotated[OutputFormat, typer.Option("--format", "-f", help="What to write.")] = OutputFormat.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout.")
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar="NAME,...", help="Only these fields, for json, jsonl and csv.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An earlier JSON report; what it holds is known and not told again."),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if something is spun.")] = False,
    jobs: options.Jobs = 1,
    *,
    reading: Reading,
    stdin_filename: options.StdinFilename = None,
    threshold: options.Threshold = None,
    judgement: Judgement,
    color: options.Color = ColorMode.AUTO,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Score PATHS for spin: 0 if nothing reaches the threshold, 1 if something does, 2 if something went wrong."""
    from spin_detect.cli.output import open_output
    from spin_detect.reading import read_documents
    from spin_detect.reporting import fields_of, load_baseline, make_reporter
    from spin_detect.running import analyzed

    settings = judgement.settings(threshold)
    names = fields_of(output_format, fields)
    known = load_baseline(baseline) if baseline else None
    documents = read_documents(paths, reading.options(stdin_filename))
    talk = Talk(quiet=quiet, verbose=verbose)
    with open_output(output) as stream, talk.progress(analyzed(documents, settings, jobs=jobs)) as works:
        look = options.report_options(stream, color, fields=names, verbose=talk.verbose)
        counts = score(works, make_reporter(output_format, stream, look), talk, baseline=known)
    talk.note(summary(counts))
    raise typer.Exit(exit_code(counts, exit_zero=exit_zero))


def score(works: Iterable[Work], reporter: Reporter, talk: Talk, *, baseline: Baseline | None = None) -> Counter[str]:
    """Report every outcome, say on stderr what failed, and return the counts by verdict, `failed` and `flagged`."""
    counts: Counter[str] = Counter()
    reporter.begin()
    for work in works:
        outcome = baseline.apply(work.outcome) if baseline is not None else work.outcome
        tell(work, talk)
        reporter.add(outcome)
        counts["documents"] += 1
        counts["failed" if outcome.failed else outcome.analysis.verdict] += 1
        counts["flagged"] += outcome.flagged
    reporter.end()
    return counts


def tell(work: Work, talk: Talk) -> None:
    """Say what went wrong with a document, or what had to be mended to read it."""
    document, outcome = work
    if outcome.failed:
        talk.error(f"{outcome.where}: {outcome.analysis.error}")
    for warning in getattr(document, "warnings", ()):
        talk.warning(f"{outcome.where}: {warning}")


def exit_code(counts: Counter[str], *, exit_zero: bool = False) -> ExitCode:
    """Return the exit code for `counts`: errors first."""
    if counts["failed"]:
        return ExitCode.ERROR
    return ExitCode.FOUND if counts["flagged"] and not exit_zero else ExitCode.CLEAN


def summary(counts: Counter[str]) -> str:
    """Return how the run went, in one line."""
    from spin_detect.records import Verdict
    from spin_detect.reporting.wording import counted

    parts = [f"{counts[name]:,} {name}" for name in (*Verdict, "failed") if counts[name]]
    return f"{counted(counts['documents'], 'document')}: {', '.join(parts) or 'nothing to score'}"
