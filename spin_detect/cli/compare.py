"""`spin-detect compare`: what a spun text says where its original says something else."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spin_detect.cli.output import open_output

if TYPE_CHECKING:
    from typing import TextIO

    from spin_detect.lexicon.align import Substitution
    from spin_detect.lexicon.mine import Proposal


class PairFormat(StrEnum):
    """How swaps are written: for reading, as lines of a lexicon file, or as JSON."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


def compare_cli(
    spun: Annotated[Path, typer.Argument(metavar="SPUN", help="The spun text.")],
    original: Annotated[Path, typer.Argument(metavar="ORIGINAL", help="What it was made from.")],
    output_format: Annotated[
        PairFormat, typer.Option("--format", help="A table, lines for a lexicon file, or every place as JSON.")
    ] = PairFormat.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    source: Annotated[str, typer.Option(help="Source id for lexicon lines.")] = "observed",
) -> None:
    """Align a spun text with its original and list the substitutions, ready for the lexicon.

    Sentences are aligned first, so that reordered, joined and split ones are found. The table and the lexicon lines
    leave out what is noise; JSON names every place, and what it says of the lexicon.
    """
    from spin_detect.lexicon.align import substitutions
    from spin_detect.lexicon.mine import propose

    found = [item for one, other in read_pairs([spun, original]) for item in substitutions(one, other)]
    proposals = propose(found, source=source)
    with open_output(output) as stream:
        if output_format is PairFormat.JSON:
            stream.write(json.dumps(_as_json(found, proposals), ensure_ascii=False, indent=2) + "\n")
        else:
            write_proposals(proposals, output_format, stream)


def read_pairs(paths: list[Path]) -> list[tuple[str, str]]:
    """Return pairs of spun text and original from paths that come two by two.

    A path may hold several documents (a folder, JSON lines); they are then paired in order.
    """
    from spin_detect.errors import InputError

    if len(paths) % 2:
        raise InputError(f"{paths[-1]}: has no partner; give the paths two by two, SPUN ORIGINAL")
    pairs: list[tuple[str, str]] = []
    for spun, original in zip(paths[::2], paths[1::2], strict=True):
        ours, theirs = read_texts([spun]), read_texts([original])
        if len(ours) != len(theirs):
            raise InputError(f"{spun} holds {len(ours)} texts, {original} {len(theirs)}; pairs need as many of each")
        pairs += zip(ours, theirs, strict=True)
    return pairs


def read_texts(paths: list[Path]) -> list[str]:
    """Return the texts of all documents in the paths; one that cannot be read is an error here."""
    from spin_detect.errors import InputError
    from spin_detect.reading import FailedDocument, read_documents

    texts = []
    for document in read_documents(paths):
        if isinstance(document, FailedDocument):
            raise InputError(f"{document.where}: {document.error}")
        texts.append(document.text)
    return texts


def write_proposals(proposals: list[Proposal], output_format: PairFormat, stream: TextIO) -> None:
    """Write proposals of entries in the format that was asked for."""
    if output_format is PairFormat.TSV:
        from spin_detect.lexicon import format_entries

        stream.write(format_entries(proposal.entry for proposal in proposals))
    elif output_format is PairFormat.JSON:
        values = [proposal_as_json(proposal) for proposal in proposals]
        stream.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    else:
        _write_table(proposals, stream)


def proposal_as_json(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as a JSON object."""
    entry = proposal.entry
    return {
        "spun": entry.spun,
        "originals": list(entry.originals),
        "pos": entry.pos,
        "tier": entry.tier,
        "count": proposal.count,
        "contexts": [{"spun": spun, "original": original} for spun, original in proposal.contexts],
    }


def _as_json(found: list[Substitution], proposals: list[Proposal]) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "substitutions": [asdict(item) for item in found],
        "entries": [proposal_as_json(proposal) for proposal in proposals],
    }


def _write_table(proposals: list[Proposal], stream: TextIO) -> None:
    from rich.table import Table

    table = Table("count", "spun", "original", "pos", "context", box=None, pad_edge=False)
    table.columns[0].justify = "right"
    table.columns[4].ratio = 1
    for proposal in proposals:
        entry = proposal.entry
        context = proposal.contexts[0][0] if proposal.contexts else ""
        cells = (str(proposal.count), entry.spun, ", ".join(entry.originals), entry.pos)
        table.add_row(*cells, excerpt(context, entry.spun))
    print_table(table, stream)


def excerpt(sentence: str, word: str, width: int = 60) -> str:
    """Return the surroundings of a word in a sentence, or the start of the sentence."""
    at = max(0, sentence.lower().find(word.lower()))
    start = max(0, at - (width - len(word)) // 2)
    cut = sentence[start : start + width]
    return ("…" if start else "") + cut + ("…" if start + width < len(sentence) else "")


def print_table(table: object, stream: TextIO) -> None:
    """Print a rich table; what it holds is text, never markup, and wide where no terminal sets the width."""
    from rich.console import Console

    terminal = stream is sys.stdout and sys.stdout.isatty()
    Console(file=stream, width=None if terminal else 140, markup=False, highlight=False, emoji=False).print(table)
