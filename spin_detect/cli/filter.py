"""`spin-detect filter`: keep genuine documents, set spun ones aside, in bulk or in a pipe."""

from __future__ import annotations

import errno
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import Talk
from spin_detect.cli.exits import ExitCode
from spin_detect.cli.groups import Judgement, Reading
from spin_detect.filtering.options import FilterOptions, Mode
from spin_detect.reading.documents import Format

if TYPE_CHECKING:
    from spin_detect.filtering.tally import Tally

_LOG_PAUSE = 60.0
_NO_ROOM = {getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)}


def filter_cli(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT", help="Files, folders, patterns; or - alone for JSON Lines from stdin to stdout."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Where to write: kept/, dropped/, failed.jsonl, summary.json."
        ),
    ] = None,
    mode: Annotated[
        Mode, typer.Option(help="Drop spun documents, or keep them with their findings or with their text restored.")
    ] = Mode.DROP,
    annotate: Annotated[bool, typer.Option("--annotate", help="Write findings and restored text too.")] = False,
    dedupe_litter: Annotated[
        bool,
        typer.Option("--dedupe-litter", help="Take scraper litter out of kept texts, so that copies become equal."),
    ] = False,
    min_words: Annotated[
        int | None,
        typer.Option(min=1, help="Keep shorter texts without a score.", show_default=str(options.DEFAULTS.min_words)),
    ] = None,
    jobs: options.Jobs = 1,
    *,
    reading: Reading,
    threshold: options.Threshold = None,
    judgement: Judgement,
    quiet: options.Quiet = False,
) -> None:
    """Keep the genuine documents of INPUT in their own format, set the spun ones aside, lose nothing.

    Stopped at any moment and started again, the same command goes on where it was. Ends with 0 when everything was
    worked through, with 2 when an input as a whole could not be read; single bad records are counted and listed.
    """
    from spin_detect.filtering.stream import is_stream

    settings = judgement.settings(threshold)
    if min_words is not None:
        settings = replace(settings, min_words=min_words)
    wanted = FilterOptions(settings, reading.options(), mode, annotate, dedupe_litter)
    talk = Talk(quiet=quiet)
    if is_stream(paths):
        if reading.input_format not in (Format.AUTO, Format.JSONL) or jobs != 1:
            raise typer.BadParameter("a stream is JSON Lines and takes one process (no --input-format, no --jobs)")
        counts = _filter_stream(output, wanted, talk)
    elif output is None:
        raise typer.BadParameter("name a folder for the output with -o DIR")
    else:
        counts = _filter_files(paths, output, wanted, talk, jobs=jobs, quiet=quiet)
    talk.note(told(counts))
    raise typer.Exit(ExitCode.ERROR if counts.broken_inputs else ExitCode.CLEAN)


def _filter_files(
    paths: list[Path], output: Path, wanted: FilterOptions, talk: Talk, *, jobs: int, quiet: bool
) -> Tally:
    from spin_detect.filtering.run import run_filter
    from spin_detect.filtering.watching import Watch

    watch = Watch(quiet=quiet)
    try:
        counts = run_filter(paths, output, wanted, jobs=jobs, watch=watch)
    except KeyboardInterrupt:
        watch.close()
        done = (
            f"{watch.last.shards_done:,} of {watch.last.shards:,} shards are done" if watch.last else "nothing is done"
        )
        talk.error(f"interrupted; {done}. Run the same command again to go on from there")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        watch.close()
        talk.error(f"{output}: no room for the output ({error.strerror}). Make some and run the same command again")
        raise typer.Exit(ExitCode.ERROR) from None
    finally:
        watch.close()
    if counts.failed:
        talk.error(f"{counts.failed:,} could not be read; which and why is in {output / 'failed.jsonl'}")
    return counts


def _filter_stream(folder: Path | None, wanted: FilterOptions, talk: Talk) -> Tally:
    from spin_detect.filtering.stream import filter_stream, standard_input
    from spin_detect.filtering.tally import Tally

    counts, shown = Tally(), time.monotonic()
    try:
        works = filter_stream(standard_input(), sys.stdout.buffer, wanted, folder=folder, counts=counts)
        for document, outcome in works:
            if outcome.failed:
                where = document.source if document.record is None else f"{document.source}, record {document.record}"
                talk.error(f"{where}: {outcome.analysis.error}")
            if time.monotonic() - shown > _LOG_PAUSE:
                shown = time.monotonic()
                talk.note(told(counts))
    except KeyboardInterrupt:
        talk.error(f"interrupted; {told(counts)}")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    if folder is not None:
        from spin_detect.filtering.outputs import write_json

        write_json(folder / "summary.json", {"schema": 1, **counts.told(), "options": wanted.as_json()})
    return counts


def told(counts: Tally) -> str:
    """Return the counts in one line."""
    from spin_detect.reporting.wording import counted

    parts = [f"{counts.kept:,} kept", f"{counts.dropped:,} dropped", f"{counts.failed:,} failed"]
    reasons = ", ".join(f"{number:,} {reason.replace('_', ' ')}" for reason, number in sorted(counts.reasons.items()))
    whole = f"{counted(counts.documents + counts.failed, 'document')}: {', '.join(parts)}"
    return f"{whole} ({reasons})" if reasons else whole
