"""Held-out figures for `spin-detect evaluate`: every text is judged by weights that were fitted without it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spin_detect.cli.console import Talk
    from spin_detect.config import Settings
    from spin_detect.evaluation import TextSets
    from spin_detect.records import Analysis

_HELD_OUT = "Held out"

FOLDS = 5
"""Parts that the pages are dealt into: each is judged by weights that were fitted to the other four."""


class By(StrEnum):
    """What is held out together."""

    PAGE = "page"
    FAMILY = "family"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the weights are fitted to again beside the gold, and what of the gold is held out together.

    `work` is the work folder of a training; without it the documents are held out of the corpora in a temporary one.
    """

    refit: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="CORPUS",
            help="Judge each text by weights fitted again without it, on these corpora and the other gold. Repeatable.",
            rich_help_panel=_HELD_OUT,
        ),
    ] = None
    by: Annotated[
        By,
        typer.Option(
            help="What is held out together: pages of a source, a whole spinner family, or all gold.",
            rich_help_panel=_HELD_OUT,
        ),
    ] = By.PAGE
    genuine: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="More genuine text for the fit, as for train.", rich_help_panel=_HELD_OUT),
    ] = None
    work: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Work folder of train, which keeps the documents held out of the corpora.",
            show_default="a temporary one",
            rich_help_panel=_HELD_OUT,
        ),
    ] = None

    @property
    def summary(self) -> str:
        """Say how the figures were made."""
        learnt = "no gold" if self.by is By.ALL else "neither it nor others from its source"
        return (
            f"by {self.by}. The weights and thresholds that judged a text had seen {learnt};\n"
            "the lexicon is without the entries that were read off such pages"
        )

    def analyse(self, sets: TextSets, settings: Settings, wordnet: Path, talk: Talk) -> list[Analysis]:
        """Return the analyses of all texts of the sets. `wordnet` is the folder of its data files."""
        from contextlib import ExitStack
        from tempfile import TemporaryDirectory

        from spin_detect.training.building import Sources, need_extra
        from spin_detect.training.crossvalidation import hold_out
        from spin_detect.training.recipe import Recipe

        need_extra()
        sources = Sources(tuple(self.refit or ()), genuine=tuple(self.genuine or ()), wordnet=wordnet)
        with ExitStack() as stack:
            work = self.work or Path(stack.enter_context(TemporaryDirectory()))
            held = hold_out(sets.gold, self._fold(sets), sources, settings, Recipe(), work=work, say=talk.note)
        return held.analyse(sets.all)

    def _fold(self, sets: TextSets) -> list[int]:
        """Return the fold of each gold text; where all are held out, the weights come of simulated spin alone."""
        from spin_detect.evaluation import family_folds, page_folds

        if self.by is By.ALL:
            return [0] * len(sets.gold)
        if self.by is By.FAMILY:
            return family_folds(sets.gold, seed=sets.seed)
        return page_folds(sets.gold, folds=FOLDS, seed=sets.seed)
