"""`spin-detect evaluate`: the measures of the contract on gold, and peers beside them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spin_detect.evaluation import Report
    from spin_detect.evaluation.peers import Peer, PeerOptions
    from spin_detect.records import Analysis

    Analyse = Callable[[list[str]], list[Analysis]]

BATCH = 64
"""Texts analysed between two movements of the progress bar."""

WIDTH = 132
"""Columns of the tables where no terminal says how wide it is."""


class ReportFormat(StrEnum):
    """How the report is written."""

    TABLE = "table"
    JSON = "json"


def evaluate_cli(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Texts with label and edits.")],
    output: Annotated[ReportFormat, typer.Option("--format", help="How to print the report.")] = ReportFormat.TABLE,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PEER",
            help="A peer beside it: lexicon, frequency, substitution, kenlm, tfidf, vectors, or all; repeatable.",
        ),
    ] = None,
    by_group: Annotated[bool, typer.Option("--by-group", help="List every kind of genuine text.")] = False,
    details: Annotated[bool, typer.Option("--details", help="Name every place where result and gold differ.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the cuts and of the bootstrap.")] = 0,
    draws: Annotated[int, typer.Option(min=1, help="How often genuine texts are cut to the lengths of spun ones.")] = 5,
    scores: Annotated[
        Path | None, typer.Option(help="JSONL of id and score that override the document scores (cross-validation).")
    ] = None,
    threshold: Annotated[float | None, typer.Option(min=0, max=1, help="Call a text spun from this score on.")] = None,
    peer_training: Annotated[
        Path | None, typer.Option(help="JSONL of text and label that the peers tfidf and vectors learn from.")
    ] = None,
    kenlm_model: Annotated[Path | None, typer.Option(help="Model file for the peer kenlm.")] = None,
    wordnet: Annotated[
        Path | None, typer.Option(help="Folder of the WordNet data files for the peer substitution.")
    ] = None,
) -> None:
    """Measure detection, findings, restoration and harm on gold, by group and with intervals."""
    from spin_detect.evaluation import evaluate, load_gold
    from spin_detect.evaluation.peers import WORDNET, PeerOptions

    records = load_gold(gold)
    given = _read_scores(scores) if scores else None
    peers = _make_peers(against or [], PeerOptions(peer_training, kenlm_model, wordnet or WORDNET, seed))
    with _progress() as watch:
        ours = watch("spin-detect", _analyse)
        report = evaluate(records, ours, scores=given, threshold=threshold, draws=draws, seed=seed)
        rivals = [
            (
                name,
                peer if isinstance(peer, str) else evaluate(records, watch(name, peer.analyse), draws=draws, seed=seed),
            )
            for name, peer in peers
        ]
    if output is ReportFormat.JSON:
        typer.echo(_json(report, rivals, details=details))
    else:
        _print_tables(report, rivals, by_group=by_group, details=details)


def _analyse(texts: list[str]) -> list[Analysis]:
    """Analyse texts with the shipped model and lexicon and the default settings."""
    from spin_detect import analyze_many

    return list(analyze_many(texts))


def _make_peers(names: list[str], options: PeerOptions) -> list[tuple[str, Peer | str]]:
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


def _read_scores(path: Path) -> dict[str, float]:
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


@contextmanager
def _progress() -> Iterator[Callable[[str, Analyse], Analyse]]:
    """Yield a function that makes an analyser report how far it is, on stderr and only on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:

        def watch(name: str, analyse: Analyse) -> Analyse:
            def watched(texts: list[str]) -> list[Analysis]:
                task = bar.add_task(name, total=len(texts))
                analyses: list[Analysis] = []
                for first in range(0, len(texts), BATCH):
                    analyses += analyse(texts[first : first + BATCH])
                    bar.update(task, completed=len(analyses))
                return analyses

            return watched

        yield watch


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


def _print_tables(report: Report, rivals: list[tuple[str, Report | str]], *, by_group: bool, details: bool) -> None:
    """Print the tables on stdout, wide enough to keep figures whole where no terminal sets the width."""
    from rich.console import Console

    from spin_detect.evaluation.table import comparison_table, report_table

    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(report_table(report, by_group=by_group, details=details))
    if rivals:
        console.print(comparison_table([("spin-detect", report), *rivals]))
