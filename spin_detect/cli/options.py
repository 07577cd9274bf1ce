"""The options that commands share, each defined once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from spin_detect.cli.console import ColorMode
from spin_detect.config import Settings
from spin_detect.reading.documents import Format

if TYPE_CHECKING:
    from spin_detect.reporting import ReportOptions

DEFAULTS = Settings()

_INPUT = "Input"
_JUDGEMENT = "Judgement"
_TALK = "Talk"


def _print_version(asked: bool) -> None:
    if not asked:
        return
    from spin_detect.cli.versions import version_line

    typer.echo(version_line())
    raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Name tool, model and lexicon, and exit."),
]

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", help="Files, folders (searched to the bottom), or - for standard input."),
]
InputFormat = Annotated[
    Format,
    typer.Option("--input-format", help="How to read the inputs; auto goes by their names.", rich_help_panel=_INPUT),
]
TextField = Annotated[
    str,
    typer.Option(metavar="NAME", help="Field of the text in JSON Lines and Parquet.", rich_help_panel=_INPUT),
]
IdField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Field of the id in JSON Lines and Parquet.", rich_help_panel=_INPUT),
]
StdinFilename = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="What to call standard input; its ending tells the format.", rich_help_panel=_INPUT
    ),
]

Threshold = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, help="Call a document spun from this score on.", rich_help_panel=_JUDGEMENT),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Restore what is at least this probable.",
        show_default=str(DEFAULTS.min_confidence),
        rich_help_panel=_JUDGEMENT,
    ),
]
LexiconPath = Annotated[
    Path | None,
    typer.Option(
        "--lexicon", metavar="PATH", exists=True, help="Own entries: a file or folder.", rich_help_panel=_JUDGEMENT
    ),
]
ReplaceLexicon = Annotated[
    bool,
    typer.Option("--replace-lexicon", help="Use only the entries of --lexicon.", rich_help_panel=_JUDGEMENT),
]
Allow = Annotated[
    list[str] | None,
    typer.Option(metavar="PHRASE", help="Never find this phrase. Repeatable.", rich_help_panel=_JUDGEMENT),
]
Disable = Annotated[
    list[str] | None,
    typer.Option(metavar="ENTRY", help="Switch off this lexicon entry. Repeatable.", rich_help_panel=_JUDGEMENT),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Read \\[tool.spin-detect] from this file, not from the nearest pyproject.toml.",
        rich_help_panel=_JUDGEMENT,
    ),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file.", rich_help_panel=_JUDGEMENT)]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes to work with; 0 for one a core.")]

Color = Annotated[ColorMode, typer.Option("--color", help="When to write colours.", rich_help_panel=_TALK)]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.", rich_help_panel=_TALK)
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.", rich_help_panel=_TALK)]


def report_options(
    stream: TextIO, color: ColorMode, *, fields: tuple[str, ...] | None = None, verbose: bool = False
) -> ReportOptions:
    """Return how a report to `stream` should look: colours and width are those of the terminal, if it is one."""
    import shutil

    from spin_detect.cli.console import wants_color
    from spin_detect.reporting import ReportOptions

    terminal = stream.isatty()
    width = shutil.get_terminal_size().columns if terminal or "COLUMNS" in os.environ else None
    return ReportOptions(fields, wants_color(color, stream), width, verbose)
