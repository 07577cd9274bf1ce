"""`spin-detect restore`: the text as it most likely was, or the edits that lead there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import ColorMode, Talk, wants_color
from spin_detect.cli.exits import ExitCode
from spin_detect.cli.groups import Judgement, Reading
from spin_detect.errors import ConfigError, InputError, PlanError

if TYPE_CHECKING:
    from spin_detect.cli.plans import PlanFile
    from spin_detect.reading import Document, FailedDocument, Input
    from spin_detect.records import Analysis
    from spin_detect.running import Work

    Writer = Callable[[Document, Analysis], None]


def restore_cli(
    paths: options.Paths,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", help="Write here: a file for one input, a folder for several."
        ),
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", "-i", help="Change the files themselves.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write a unified diff, not the text.")] = False,
    plan: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the edits here, as JSON Lines.")] = None,
    apply_plan: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Make the edits of this plan instead of judging anew.")
    ] = None,
    jobs: options.Jobs = 1,
    *,
    reading: Reading,
    stdin_filename: options.StdinFilename = None,
    judgement: Judgement,
    color: options.Color = ColorMode.AUTO,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write PATHS as they most likely read before they were spun; all that is not spun stays byte for byte."""
    from spin_detect.cli.plans import load_plan
    from spin_detect.reading import check_format, find_inputs, read_input
    from spin_detect.reporting.wording import counted
    from spin_detect.running import analyzed

    settings = judgement.settings()
    if in_place and (output is not None or diff):
        raise ConfigError("--in-place changes the files themselves; leave out --output and --diff")
    if apply_plan is not None and plan is not None:
        raise ConfigError("--apply-plan makes edits that are written already; leave out --plan")
    read_options = reading.options(stdin_filename)
    check_format(read_options)
    inputs = find_inputs(paths, read_options)
    documents = (found for source in inputs for found in read_input(source, read_options))
    works = replayed(documents, load_plan(apply_plan)) if apply_plan else analyzed(documents, settings, jobs=jobs)
    talk = Talk(quiet=quiet, verbose=verbose)
    with ExitStack() as stack:
        if diff:
            writers = [stack.enter_context(diffs_into(output, color))]
        else:
            writers = [
                stack.enter_context(texts_into(output, inputs, in_place=in_place, text_field=reading.text_field))
            ]
        if plan is not None:
            writers.append(stack.enter_context(steps_into(plan)))
        counts = restore(stack.enter_context(talk.progress(works)), writers, talk)
    changed = counted(counts["changed"], "document")
    talk.note(f"{counted(counts['documents'], 'document')}: {counted(counts['steps'], 'edit')} in {changed}")
    raise typer.Exit(ExitCode.ERROR if counts["failed"] else ExitCode.CLEAN)


def restore(works: Iterable[Work], writers: Sequence[Writer], talk: Talk) -> Counter[str]:
    """Hand every restored document to the writers, say what failed, and return the counts."""
    from spin_detect.cli.score import tell
    from spin_detect.reading import Document
    from spin_detect.reporting.wording import counted

    counts: Counter[str] = Counter()
    for work in works:
        tell(work, talk)
        counts["documents"] += 1
        analysis = work.outcome.analysis
        if work.outcome.failed or not isinstance(work.document, Document):
            counts["failed"] += 1
            continue
        try:
            for write in writers:
                write(work.document, analysis)
        except InputError as error:
            talk.error(f"{work.outcome.where}: {error}")
            counts["failed"] += 1
            continue
        talk.detail(f"{work.outcome.where}: {counted(len(analysis.plan), 'edit')}")
        counts["steps"] += len(analysis.plan)
        counts["changed"] += bool(analysis.plan)
    return counts


def replayed(documents: Iterable[Document | FailedDocument], plan: PlanFile) -> Iterator[Work]:
    """Yield every document with the steps of `plan` carried out; a text that the plan was not made for fails."""
    from spin_detect.reading import FailedDocument
    from spin_detect.records import Analysis, Verdict
    from spin_detect.reporting import failure, scored
    from spin_detect.restoration import apply_plan
    from spin_detect.running import Work

    for document in documents:
        if isinstance(document, FailedDocument):
            yield Work(document, failure(document, document.error))
            continue
        text = document.text
        try:
            steps = plan.steps_for(text, document.id)
            restored = apply_plan(text, steps)
        except PlanError as error:
            yield Work(document, failure(document, str(error)))
            continue
        analysis = Analysis(text, None, Verdict.UNSCORED, 0, plan=steps, restored=restored, id=document.id)
        yield Work(document, scored(document, analysis))


@contextmanager
def texts_into(output: Path | None, inputs: Sequence[Input], *, in_place: bool, text_field: str) -> Iterator[Writer]:
    """Yield a writer of restored texts: into the files themselves, a folder, a file or stdout."""
    from spin_detect.cli.targets import FolderTarget, InPlaceTarget, StreamTarget, stdout_target
    from spin_detect.files import atomic_file

    if in_place:
        yield InPlaceTarget(inputs).write
    elif output is not None and (len(inputs) > 1 or output.is_dir()):
        with FolderTarget(output, inputs, text_field) as target:
            yield target.write
    elif len(inputs) > 1:
        raise ConfigError(f"{len(inputs)} inputs and one output; give -o DIR, --in-place or --diff")
    elif output is not None:
        with atomic_file(output) as file:
            yield StreamTarget(file, text_field).write
    else:
        yield stdout_target(text_field).write


@contextmanager
def diffs_into(output: Path | None, color: ColorMode) -> Iterator[Writer]:
    """Yield a writer of unified diffs."""
    from spin_detect.cli.diffs import diff_lines
    from spin_detect.cli.output import open_output

    with open_output(output) as stream:
        colored = wants_color(color, stream)

        def write(document: Document, analysis: Analysis) -> None:
            stream.writelines(diff_lines(document.text, analysis.restored, document.id, color=colored))

        yield write


@contextmanager
def steps_into(path: Path) -> Iterator[Writer]:
    """Yield a writer of plans."""
    from spin_detect.cli.output import open_output
    from spin_detect.restoration import plan_to_json

    with open_output(path) as stream:

        def write(document: Document, analysis: Analysis) -> None:
            stream.write(f"{plan_to_json(document.text, analysis.plan, id=document.id)}\n")

        yield write
