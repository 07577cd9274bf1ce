"""Audit: every entry is run over genuine text, and the tiers follow what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spin_detect.errors import LexiconError
from spin_detect.lexicon.entries import TIERS, Entry, format_entries, parse_entries, read_text
from spin_detect.lexicon.formatting import write_whole
from spin_detect.lexicon.load import LANGUAGE

AUDIT_COLUMNS = ("entry", "tier", "hits", "after_guards", "per_million", "per_million_after_guards")
LIKELY_LIMIT = 2.0
"""Hits per million words of genuine text from which an entry is no more than a hint."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class AuditRow:
    """How often an entry fires in genuine text, before and after its guard is heard."""

    entry: str
    tier: str
    hits: int
    after_guards: int


@dataclass(frozen=True, slots=True)
class Audit:
    """Hits of the entries that have any, in `words` words of the texts named in `corpora`."""

    corpora: tuple[str, ...]
    words: int
    rows: tuple[AuditRow, ...]

    def rate(self, hits: int) -> float:
        """Return hits per million words."""
        return hits * _MILLION / self.words if self.words else 0.0

    def proposed_tier(self, row: AuditRow) -> str:
        """Return the surest tier that the counts allow, never surer than the present one.

        `sure` needs to be free of hits; `likely` may have `LIKELY_LIMIT` in a million words.
        """
        if self.rate(row.after_guards) > LIKELY_LIMIT:
            floor = TIERS.index("hint")
        else:
            floor = TIERS.index("likely") if row.after_guards else 0
        return TIERS[max(floor, TIERS.index(row.tier))]

    def demotions(self) -> dict[str, str]:
        """Return the entries whose tier is too sure, by id, with the tier that they have earned."""
        proposed = {row.entry: self.proposed_tier(row) for row in self.rows}
        return {row.entry: proposed[row.entry] for row in self.rows if proposed[row.entry] != row.tier}

    def retiered(self, tiers: dict[str, str]) -> Audit:
        """Return the audit with the tiers of some entries changed."""
        rows = tuple(replace(row, tier=tiers.get(row.entry, row.tier)) for row in self.rows)
        return Audit(self.corpora, self.words, rows)


def audit_path(lexicon: Path) -> Path:
    """Return where the table of a lexicon belongs: beside its folder of entries, or beside its file."""
    entries = lexicon / LANGUAGE if (lexicon / LANGUAGE).is_dir() else lexicon
    return entries.with_name(f"{entries.stem if entries.is_file() else entries.name}-audit.tsv")


def format_audit(audit: Audit) -> str:
    """Return the text of the generated table: what was read, the columns, the rows sorted by entry."""
    lines = [f"# {audit.words} words of {' '.join(audit.corpora)}", "\t".join(AUDIT_COLUMNS)]
    for row in sorted(audit.rows, key=lambda row: row.entry):
        rates = (f"{audit.rate(count):.3f}" for count in (row.hits, row.after_guards))
        lines.append("\t".join((row.entry, row.tier, str(row.hits), str(row.after_guards), *rates)))
    return "\n".join(lines) + "\n"


def read_audit(path: Path) -> Audit:
    """Return the audit that a generated table holds; raises `LexiconError` naming file and line."""
    lines = read_text(path).split("\n")
    head = lines[0].split(" ")
    if len(head) < 4 or head[0] != "#" or not head[1].isdigit() or lines[1:2] != ["\t".join(AUDIT_COLUMNS)]:
        raise LexiconError(f"{path}:1: not a table that `lexicon audit` wrote; run it again")
    rows = []
    for number, line in enumerate(lines[2:], 3):
        cells = line.split("\t")
        if not line:
            continue
        if len(cells) != len(AUDIT_COLUMNS) or not cells[2].isdigit() or not cells[3].isdigit():
            raise LexiconError(f"{path}:{number}: not a row of an audit; run `lexicon audit` again")
        rows.append(AuditRow(cells[0], cells[1], int(cells[2]), int(cells[3])))
    return Audit(tuple(head[4:]), int(head[1]), tuple(rows))


def apply_demotions(entries: Sequence[Entry], demotions: dict[str, str]) -> list[Path]:
    """Rewrite the files of the entries that are demoted; returns the files that changed."""
    by_path: dict[Path, dict[int, str]] = {}
    for entry in entries:
        if entry.id in demotions and entry.path is not None:
            by_path.setdefault(entry.path, {})[entry.line] = demotions[entry.id]
    texts = {path: format_entries(_retiered(path, tiers)) for path, tiers in by_path.items()}
    for path, text in texts.items():
        write_whole(path, text)
    return sorted(texts)


def _retiered(path: Path, tiers: dict[int, str]) -> Iterable[Entry]:
    """Yield the entries of a file with the tiers of some lines changed."""
    for entry in parse_entries(read_text(path), path=path):
        yield replace(entry, tier=tiers[entry.line]) if entry.line in tiers else entry


def misfires(audit: Audit, entries: Iterable[Entry]) -> Iterator[tuple[Entry, AuditRow]]:
    """Yield the entries that are `sure` and fire in genuine text all the same."""
    rows = {row.entry: row for row in audit.rows}
    for entry in entries:
        row = rows.get(entry.id)
        if row is not None and row.after_guards and entry.tier == "sure":
            yield entry, row
