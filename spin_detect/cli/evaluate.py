"""`spin-detect evaluate`: the measures of the contract on gold, and peers beside them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli import options
from spin_detect.cli.console import ColorMode, Talk
from spin_detect.cli.groups import Judgement
from spin_detect.cli.refitting import HeldOut

if TYPE_CHECKING:
    from spin_detect.config import Settings
    from spin_detect.evaluation import Report
    from spin_detect.evaluation.peers import Peer, PeerOptions
    from spin_detect.records import Analysis

    Analyse = Callable[[list[str]], list[Analysis]]

BATCH = 64
"""Texts analysed between two movements of the progress bar."""

WIDTH = 132
"""Columns of the tables where no terminal says how wide it is."""

_PEERS = "Peers"


class ReportFormat(StrEnum):
    """How the report is written."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Rivals:
    """What is measured beside spin-detect, and what it needs."""

    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PEER",
            help="Measure lexicon, frequency, substitution, kenlm, tfidf, vectors or all beside it. Repeatable.",
            rich_help_panel=_PEERS,
        ),
    ] = None
    peer_training: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="JSONL of text and label that tfidf and vectors learn from.", rich_help_panel=_PEERS
        ),
    ] = None
    kenlm_model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Model for the peer kenlm.", rich_help_panel=_PEERS)
    ] = None
    wordnet: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Data files of WordNet, for the peer substitution and --refit.", rich_help_panel=_PEERS
        ),
    ] = None

    def peers(self, seed: int) -> list[tuple[str, Peer | str]]:
        """Return the peers, see `make_peers`."""
        from spin_detect.evaluation.peers import PeerOptions

        return make_peers(self.against or [], PeerOptions(self.peer_training, self.kenlm_model, self.folder, seed))

    @property
    def folder(self) -> Path:
        """The folder of WordNet's data files."""
        from spin_detect.evaluation.peers import WORDNET

        return self.wordnet or WORDNET


def evaluate_cli(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Texts with label and edits.")],
    output_format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How to print the report.")
    ] = ReportFormat.TABLE,
    by_group: Annotated[bool, typer.Option("--by-group", help="List every kind of genuine text.")] = False,
    details: Annotated[bool, typer.Option("--details", help="Name every place where result and gold differ.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the cuts and of the bootstrap.")] = 0,
    draws: Annotated[int, typer.Option(min=1, help="How often genuine texts are cut to the lengths of spun ones.")] = 5,
    scores: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="JSONL of id and score that override the document scores (cross-validation)."
        ),
    ] = None,
    *,
    rivals: Rivals,
    held_out: HeldOut,
    threshold: options.Threshold = None,
    judgement: Judgement,
    color: options.Color = ColorMode.AUTO,
    quiet: options.Quiet = False,
) -> None:
    """Measure detection, findings, restoration and harm on gold, by group and with intervals."""
    from spin_detect.errors import ConfigError
    from spin_detect.evaluation import evaluate, load_gold, report_on, text_sets

    settings = judgement.settings(threshold)
    if held_out.refit and scores:
        raise ConfigError("--refit and --scores exclude each other: both say how the texts are to be scored")
    records = load_gold(gold)
    given = read_scores(scores) if scores else None
    peers = rivals.peers(seed)
    talk = Talk(quiet=quiet)
    if held_out.refit:
        sets = text_sets(records, draws=draws, seed=seed)
        analyses = held_out.analyse(sets, settings, rivals.folder, talk)
        report = report_on(sets, analyses, threshold=threshold, held_out=held_out.summary)
    else:
        ours = _watched("spin-detect", _analyser(settings), talk)
        report = evaluate(records, ours, scores=given, threshold=threshold, draws=draws, seed=seed)
    beside: list[tuple[str, Report | str]] = []
    for name, peer in peers:
        if isinstance(peer, str):
            beside.append((name, peer))
        else:
            theirs = _watched(name, peer.analyse, talk)
            beside.append((name, evaluate(records, theirs, draws=draws, seed=seed)))
    if output_format is ReportFormat.JSON:
        typer.echo(_json(report, beside, details=details))
    else:
        _print_tables(report, beside, color, by_group=by_group, details=details)


def _analyser(settings: Settings) -> Analyse:
    """Return the analyser that is measured."""

    def analyse(texts: list[str]) -> list[Analysis]:
        from spin_detect import analyze_many

        return list(analyze_many(texts, settings))

    return analyse


def _watched(name: str, analyse: Analyse, talk: Talk) -> Analyse:
    """Return the analyser with a progress bar around it."""

    def watched(texts: list[str]) -> list[Analysis]:
        batches = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        with talk.progress(batches, unit=f"of {len(batches)} batches, {name}") as moving:
            return [analysis for batch in moving for analysis in analyse(batch)]

    return watched


def make_peers(names: list[str], options: PeerOptions) -> list[tuple[str, Peer | str]]:
    """Return the peers, before anything is measured; a text in place of a peer says why it cannot run here.

    A peer that is asked for by name and lacks an option is an error; among `all` it is only named.
    """
    from spin_detect.errors import ConfigError, MissingExtraError
    from spin_detect.evaluation.peers import PEER_NAMES, make_peer

    peers: list[tuple[str, Peer | str]] = []
    for name in dict.fromkeys([*names, *PEER_NAMES] if "all" in names else names):
        if name == "all":
            continue
        try:
            peers.append((name, make_peer(name, options)))
        except MissingExtraError as error:
            peers.append((name, f"not installed: {error}"))
        except ConfigError as error:
            if name in names:
                raise
            peers.append((name, f"not run: {error}"))
    return peers


def read_scores(path: Path) -> dict[str, float]:
    """Return the scores of a JSONL file with `id` and `score` on every line."""
    from spin_detect.errors import InputError

    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    scores = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                value = json.loads(line)
                scores[str(value["id"])] = float(value["score"])
            except (ValueError, TypeError, KeyError) as error:
                raise InputError(f'{path}:{number}: expected {{"id": "…", "score": 0.5}}: {error!r}') from error
    return scores


def _json(report: Report, rivals: list[tuple[str, Report | str]], *, details: bool) -> str:
    """Return everything as one JSON object; peers keep their measures and leave out the texts."""
    from spin_detect.evaluation import report_to_dict

    values = report_to_dict(report, details=details)
    if rivals:
        values["peers"] = {
            name: {"error": rival} if isinstance(rival, str) else {**report_to_dict(rival), "documents": []}
            for name, rival in rivals
        }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _print_tables(
    report: Report, rivals: list[tuple[str, Report | str]], color: ColorMode, *, by_group: bool, details: bool
) -> None:
    """Print the tables on stdout, wide enough to keep figures whole where no terminal sets the width."""
    from rich.console import Console

    from spin_detect.evaluation.table import comparison_table, report_table

    look = options.report_options(sys.stdout, color)
    console = Console(
        width=look.width or WIDTH,
        force_terminal=look.color,
        no_color=not look.color,
        highlight=False,
    )
    console.print(report_table(report, by_group=by_group, details=details))
    if rivals:
        console.print(comparison_table([("spin-detect", report), *rivals]))
