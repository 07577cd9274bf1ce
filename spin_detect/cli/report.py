"""`spin-detect report`: one HTML page that shows every document, marked and restored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import Talk
from spin_detect.cli.groups import Judgement, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spin_detect.reporting import Outcome
    from spin_detect.running import Work


def report_cli(
    paths: options.Paths,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the page.")],
    jobs: options.Jobs = 1,
    *,
    reading: Reading,
    stdin_filename: options.StdinFilename = None,
    threshold: options.Threshold = None,
    judgement: Judgement,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write one self-contained HTML page about PATHS: verdicts, findings in place, restored text beside them."""
    from spin_detect.cli.output import open_output
    from spin_detect.cli.score import exit_code, summary
    from spin_detect.reading import read_documents
    from spin_detect.reporting.html import write_html
    from spin_detect.running import analyzed

    settings = judgement.settings(threshold)
    documents = read_documents(paths, reading.options(stdin_filename))
    talk = Talk(quiet=quiet, verbose=verbose)
    counts: Counter[str] = Counter()
    with open_output(output) as stream, talk.progress(analyzed(documents, settings, jobs=jobs)) as works:
        write_html(_told(works, talk, counts), stream)
    talk.note(f"{summary(counts)}; written to {output}")
    raise typer.Exit(exit_code(counts, exit_zero=True))


def _told(works: Iterable[Work], talk: Talk, counts: Counter[str]) -> Iterator[Outcome]:
    """Yield the outcomes, count them, and say on stderr what failed."""
    from spin_detect.cli.score import tell
    from spin_detect.reporting.wording import verdict_line

    for work in works:
        tell(work, talk)
        talk.detail(f"{work.outcome.where}: {verdict_line(work.outcome.analysis)}")
        counts["documents"] += 1
        counts["failed" if work.outcome.failed else work.outcome.analysis.verdict] += 1
        yield work.outcome
