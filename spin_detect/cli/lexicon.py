"""`spin-detect lexicon`: look at the lexicon, keep it in order, and find new entries."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spin_detect.cli.compare import PairFormat, print_table, read_pairs, read_texts, write_proposals
from spin_detect.cli.exits import ExitCode
from spin_detect.cli.output import open_output

if TYPE_CHECKING:
    from spin_detect.lexicon import Lexicon
    from spin_detect.lexicon.audit import Audit
    from spin_detect.lexicon.stats import Statistics

app = typer.Typer(no_args_is_help=True, help="Look at the lexicon, keep it in order, and find new entries.")


class TableFormat(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"


class ListFormat(StrEnum):
    """The published lists that can be imported."""

    PPS = "pps"


LexiconOption = Annotated[
    Path | None, typer.Option("--lexicon", metavar="PATH", help="A lexicon folder or file instead of the shipped one.")
]
LexiconPaths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Lexicon folders or files; the shipped lexicon if none.")
]
Format = Annotated[TableFormat, typer.Option("--format", help="How to print the result.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")]


@app.command("stats")
def stats_cli(lexicon: LexiconOption = None, output_format: Format = TableFormat.TABLE) -> None:
    """Count the entries by file, tier, part of speech, spinner family and source."""
    from spin_detect.lexicon.stats import statistics

    counts = statistics(_load(lexicon))
    if output_format is TableFormat.JSON:
        typer.echo(json.dumps(counts.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print_stats(counts)


@app.command("show")
def show_cli(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="A spun form, in any inflection, or an original.")],
    lexicon: LexiconOption = None,
    output_format: Format = TableFormat.TABLE,
) -> None:
    """Show the entries of WORD: forms, originals, tier, guard, source, and how often they fire in genuine text.

    Exits with 1 where there is no entry.
    """
    from spin_detect.lexicon.showing import as_json, as_text, look_up

    path = _path(lexicon)
    loaded = _load(lexicon)
    audit = _audit_beside(path)
    shown = [found for word in words for found in look_up(loaded, word)]
    if output_format is TableFormat.JSON:
        typer.echo(json.dumps([as_json(found, audit) for found in shown], ensure_ascii=False, indent=2))
    elif shown:
        typer.echo("\n\n".join(as_text(found, audit) for found in shown))
    else:
        _say(f"no entry for {', '.join(words)}")
    raise typer.Exit(ExitCode.CLEAN if shown else ExitCode.FOUND)


@app.command("fmt")
def fmt_cli(
    paths: LexiconPaths = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if anything would change.")] = False,
) -> None:
    """Write lexicon files in canonical form: sorted, trimmed, one way to write everything."""
    from spin_detect.lexicon.formatting import unformatted, write_whole

    changed = unformatted(_paths(paths))
    for path, text in changed.items():
        if check:
            typer.echo(f"would rewrite {path}")
        else:
            write_whole(path, text)
            typer.echo(f"rewrote {path}")
    raise typer.Exit(ExitCode.FOUND if check and changed else ExitCode.CLEAN)


@app.command("lint")
def lint_cli(paths: LexiconPaths = None, output_format: Format = TableFormat.TABLE) -> None:
    """Find what is wrong with lexicon files; exit with 1 if anything is.

    Checks: duplicate, source (unknown), same (spun and original are alike), cycle (an original that is spun itself),
    shadowed (says nothing that another entry does not), guard (can never hold), allowed (an allowed phrase hides the
    entry), inside (found inside longer words).
    """
    from spin_detect.lexicon.lint import lint

    complaints = lint(_paths(paths))
    if output_format is TableFormat.JSON:
        values = [{"path": str(c.path), "line": c.line, "code": c.code, "message": c.message} for c in complaints]
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        for complaint in complaints:
            typer.echo(str(complaint))
    raise typer.Exit(ExitCode.FOUND if complaints else ExitCode.CLEAN)


@app.command("audit")
def audit_cli(
    corpora: Annotated[list[Path], typer.Argument(metavar="CORPUS", help="Genuine text: JSON lines or plain text.")],
    lexicon: LexiconOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the table goes.", show_default="beside the lexicon"),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Rewrite the tiers that the counts do not bear out.")] = False,
    entry: Annotated[str | None, typer.Option(metavar="ID", help="Show sentences for this entry instead.")] = None,
    count: Annotated[int, typer.Option("--examples", min=1, metavar="N", help="Sentences of each kind.")] = 5,
    workers: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 for one a core.")] = 0,
) -> None:
    """Count every entry in genuine text, write the table, and propose lower tiers where entries misfire.

    With --entry: real sentences in which an original of the entry stands, and sentences in which the entry fires.
    """
    if entry is not None:
        _show_examples(_load(lexicon), entry, corpora, count)
        return
    from spin_detect.lexicon.audit import apply_demotions, audit_path, format_audit
    from spin_detect.lexicon.counting import default_workers, run_audit
    from spin_detect.lexicon.formatting import write_whole

    loaded = _load(lexicon)
    with _progress(corpora) as watch:
        audit = run_audit(loaded, corpora, workers=workers or default_workers(), watch=watch)
    demotions = audit.demotions()
    if apply:
        for path in apply_demotions(loaded.entries, demotions):
            _say(f"rewrote {path}")
        audit = audit.retiered(demotions)
    table = output or audit_path(_path(lexicon))
    write_whole(table, format_audit(audit))
    if not apply:
        for entry_id, tier in sorted(demotions.items()):
            typer.echo(f"{entry_id}\t{tier}")
    _say(f"{audit.words:,} words, {len(audit.rows):,} entries with hits, {len(demotions):,} too sure; table in {table}")


@app.command("mine")
def mine_cli(
    paths: Annotated[list[Path], typer.Argument(metavar="SPUN ORIGINAL", help="Texts, two by two (files or folders).")],
    copies: Annotated[
        bool, typer.Option("--copies", help="The texts are all spun copies of one story; there is no original.")
    ] = False,
    output_format: Annotated[
        PairFormat, typer.Option("--format", help="Lexicon lines, or a table or JSON with counts and contexts.")
    ] = PairFormat.TSV,
    min_count: Annotated[int, typer.Option("--min-count", min=1, help="Leave out what was seen less often.")] = 1,
    source: Annotated[str, typer.Option(help="Source id for the entries.")] = "observed",
    output: Output = None,
) -> None:
    """Align spun texts with their originals and propose entries for review, the noise left out."""
    from spin_detect.lexicon.copies import mine_copies
    from spin_detect.lexicon.mine import mine

    if copies:
        proposals = mine_copies(read_texts(paths), source=source, min_count=min_count)
    else:
        proposals = mine(read_pairs(paths), source=source, min_count=min_count)
    with open_output(output) as stream:
        write_proposals(proposals, output_format, stream)


@app.command("import")
def import_cli(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The list, comma- or tab-separated, with a header.")],
    list_format: Annotated[ListFormat, typer.Option("--format", help="Whose list it is.")],
    source: Annotated[str, typer.Option(help="Source id for the entries.")] = "pps",
    only_new: Annotated[
        bool, typer.Option("--only-new", help="Leave out what the lexicon has from other sources.")
    ] = False,
    lexicon: LexiconOption = None,
    output: Output = None,
) -> None:
    """Turn a published list of tortured phrases into a lexicon file for review, conditions kept as guards."""
    from spin_detect.lexicon import format_entries
    from spin_detect.lexicon.importing import import_pps

    imported = import_pps(path, source=source, known=_load(lexicon).entries if only_new else ())
    with open_output(output) as stream:
        stream.write(format_entries(imported.entries))
    for reason, lines in imported.left_out.items():
        _say(f"left out {lines:,}: {reason}")
    _say(f"{len(imported.entries):,} entries; run `spin-detect lexicon audit` before you trust their tiers")


def _path(given: Path | None) -> Path:
    from spin_detect.lexicon import lexicon_dir

    return given or lexicon_dir()


def _paths(given: list[Path] | None) -> list[Path]:
    return list(given) if given else [_path(None)]


def _load(given: Path | None) -> Lexicon:
    from spin_detect.lexicon import Lexicon

    return Lexicon.load(_path(given))


def _audit_beside(path: Path) -> Audit | None:
    """Return the audit that lies beside a lexicon, if there is one."""
    from spin_detect.lexicon.audit import audit_path, read_audit

    table = audit_path(path)
    return read_audit(table) if table.is_file() else None


def _print_stats(counts: Statistics) -> None:
    from rich.table import Table

    typer.echo(
        f"lexicon {counts.version}: {counts.entries:,} entries, {counts.phrases:,} of several words, "
        f"{counts.guarded:,} with a guard; {counts.allowed:,} allowed phrases\n"
    )
    table = Table("file", *counts.by_tier, "entries", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, tiers in {**counts.by_file, "all": counts.by_tier}.items():
        table.add_row(name, *(f"{number:,}" for number in tiers.values()), f"{sum(tiers.values()):,}")
    print_table(table, sys.stdout)
    for title, values in (("pos", counts.by_pos), ("family", counts.by_family), ("source", counts.by_source)):
        table = Table(title, "entries", box=None, pad_edge=False)
        table.columns[1].justify = "right"
        for name, number in values.items():
            table.add_row(name, f"{number:,}")
        typer.echo("")
        print_table(table, sys.stdout)


def _show_examples(lexicon: Lexicon, entry_id: str, corpora: list[Path], count: int) -> None:
    """Print sentences for one entry."""
    from spin_detect.errors import InputError
    from spin_detect.lexicon.examples import examples

    entry = next((entry for entry in lexicon.entries if entry.id == entry_id), None)
    if entry is None:
        raise InputError(f"the lexicon has no entry {entry_id!r}; `spin-detect lexicon show WORD` names ids")
    originals, fires = examples(entry, corpora, count)
    typer.echo(entry.row)
    for title, found in (("where an original stands", originals), ("where the entry fires", fires)):
        typer.echo(f"\n{title}: {len(found) or 'nowhere'}")
        for example in found:
            typer.echo(f"  {example.before} [{example.found} → {example.instead}] {example.after}")


@contextmanager
def _progress(corpora: list[Path]) -> Iterator[Callable[[str, int], None]]:
    """Yield what shows how far a run over corpora is, on stderr and only on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from spin_detect.reading import find_inputs

    sizes = {found.name: found.path.stat().st_size if found.path else 0 for found in find_inputs(corpora)}
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task: TaskID = bar.add_task("", total=sum(sizes.values()))
        done: dict[str, Any] = {}

        def watch(name: str, words: int) -> None:
            done.setdefault(name, sum(sizes[earlier] for earlier in done))
            bar.update(task, completed=done[name], description=f"{words:,} words, {Path(name).name}")

        yield watch


def _say(message: str) -> None:
    """Talk on stderr."""
    typer.echo(message, err=True)
