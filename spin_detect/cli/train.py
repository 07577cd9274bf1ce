"""`spin-detect train`: rebuild the model from corpora, or fit the weights of one again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import Talk

_STEPS = "Steps"
_SOURCES = "Sources"


def train_cli(
    corpora: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS...", help="JSON Lines or plain text, packed with gz or xz or not; or folders of them."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of the model.")],
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Learn alarms and weights too; without it those of the shipped model are taken over.",
            rich_help_panel=_STEPS,
        ),
    ] = False,
    weights_only: Annotated[
        bool,
        typer.Option("--weights-only", help="Fit the weights of the model in --out again.", rich_help_panel=_STEPS),
    ] = False,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", exists=True, help="Lexicon in place of the shipped one.", rich_help_panel=_SOURCES
        ),
    ] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="GOLD.jsonl", help="Real spun passages to add to the fit. Repeatable.", rich_help_panel=_SOURCES
        ),
    ] = None,
    genuine: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="More genuine text for the weights: CoNLL-U, JSON Lines or plain text. Repeatable.",
            rich_help_panel=_SOURCES,
        ),
    ] = None,
    wordnet: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="WordNet's data.* files.",
            show_default="where Debian's wordnet-base puts them",
            rich_help_panel=_SOURCES,
        ),
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of what is done so far, some GB; the same command goes on from there.",
            show_default="DIR.work",
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that cut text into tokens.")] = 2,
    seed: Annotated[int, typer.Option(help="Seed of everything that is drawn.")] = 0,
    model_version: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Version that results name.", show_default="that of the shipped model"),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Count corpora, distil vectors and thesaurus, and fit the weights: the same input gives the same bytes."""
    from dataclasses import replace

    from spin_detect.errors import ConfigError
    from spin_detect.training.building import Sources, build, need_extra, refit
    from spin_detect.training.recipe import Recipe
    from spin_detect.training.wordnet import WORDNET

    if everything and weights_only:
        raise ConfigError("--all and --weights-only exclude each other")
    need_extra()
    recipe = replace(Recipe(), seed=seed)
    if model_version is not None:
        recipe = replace(recipe, version=model_version)
    sources = Sources(tuple(corpora), lexicon, tuple(gold or ()), tuple(genuine or ()), wordnet or WORDNET)
    work = work or out.with_name(f"{out.name}.work")
    say = Talk(quiet=quiet).note
    if weights_only:
        refit(sources, out, recipe, work=work, say=say)
    else:
        build(sources, out, recipe, work=work, jobs=jobs, say=say, fit=everything)
