"""Importing: published lists of tortured phrases become a file of entries, conditions kept as guards."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spin_detect.errors import LexiconError
from spin_detect.lexicon.entries import GUARD_KINDS, MAX_WORDS, NO_GUARD, TIERS, Entry, Guard, read_text, tidy
from spin_detect.lexicon.mine import lemma_swap
from spin_detect.lexicon.phrases import MAX_TOKENS, token_keys

SOURCE = "pps"

# Column names of the snapshots in circulation, lower case, best first.
_PHRASE = ("phrase", "tortured phrase", "tortured phrases", "tortured_phrase", "tortured", "fingerprint", "query")
_EXPECTED = (
    "expected",
    "expected phrase",
    "expected_phrase",
    "expected wording",
    "established phrase",
    "original",
    "correct",
)
_CONDITION = ("condition", "conditions", "context", "restriction")
_UNCERTAIN = ("uncertain",)

_TERM = re.compile(r'"([^"]+)"|([^\s()"]+)')
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_ALTERNATIVES = re.compile(r"\s*[|;]\s*|\s+(?:/|or|OR)\s+")
_PLAIN = re.compile(r"[^\W_][\w .,'’/&+-]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Imported:
    """The entries of a list, and how many of its lines were left out, by reason."""

    entries: tuple[Entry, ...]
    left_out: dict[str, int]


def import_pps(path: Path, *, source: str = SOURCE, known: Iterable[Entry] = ()) -> Imported:
    """Read a list of tortured phrases (comma- or tab-separated, with a header) as entries for review.

    Guessed expectations and single words become hints, all else `likely`: nothing is `sure` before an audit. What is
    `known` from another source is left out.
    """
    elsewhere = {(entry.spun, entry.pos) for entry in known if entry.source != source}
    left_out: Counter[str] = Counter()
    merged: dict[tuple[str, str], Entry] = {}
    for line, row in _rows(path):
        try:
            entry = _entry(row, source, path, line)
        except ValueError as error:
            left_out[str(error)] += 1
            continue
        key = (entry.spun, entry.pos)
        if key in elsewhere:
            left_out["known from another source"] += 1
            continue
        merged[key] = _merged(merged[key], entry) if key in merged else entry
    return Imported(tuple(merged.values()), dict(left_out.most_common()))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line numbers and the four columns that matter."""
    text = read_text(path)
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(reader)]
    except StopIteration:
        raise LexiconError(f"{path}:1: the file is empty") from None
    places = {name: _column(header, names) for name, names in _COLUMNS.items()}
    for name in ("phrase", "expected"):
        if places[name] is None:
            wanted = ", ".join(_COLUMNS[name])
            raise LexiconError(f"{path}:1: no column for the {name}; looked for {wanted}; found {', '.join(header)}")
    try:
        for cells in reader:
            row = {n: cells[at] if at is not None and at < len(cells) else "" for n, at in places.items()}
            yield reader.line_num, row
    except csv.Error as error:
        raise LexiconError(f"{path}:{reader.line_num}: {error}") from error


_COLUMNS = {"phrase": _PHRASE, "expected": _EXPECTED, "condition": _CONDITION, "uncertain": _UNCERTAIN}


def _column(header: list[str], names: Iterable[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _entry(row: dict[str, str], source: str, path: Path, line: int) -> Entry:
    """Return the entry of one line; raises `ValueError` with the reason why there is none."""
    phrase, in_phrase = _split_condition(tidy(row["phrase"]))
    guard = guard_of(f"{in_phrase} {row['condition']}")
    originals = _originals(row["expected"])
    if not phrase or not _PLAIN.fullmatch(phrase):
        raise ValueError("the phrase is not plain words")
    if not originals:
        raise ValueError("no expected wording")
    if phrase.count(" ") >= MAX_WORDS or len(token_keys(phrase)) > MAX_TOKENS - 1:
        raise ValueError("too long")
    swaps = [lemma_swap(phrase, original, order=("noun", "adj")) for original in originals]
    pos = swaps[0].pos
    fitting = tuple(dict.fromkeys(swap.original for swap in swaps if swap.pos == pos))
    fitting = tuple(original for original in fitting if original.casefold() != swaps[0].spun.casefold())
    if not fitting:
        raise ValueError("the expected wording is the phrase itself")
    guessed = row["uncertain"].strip() not in ("", "0", "no", "false") or "?" in row["expected"]
    tier = "hint" if guessed or " " not in phrase else "likely"
    return Entry(swaps[0].spun, fitting, pos, tier, guard, source, path.stem, path, line, swaps[0].spun)


def _split_condition(phrase: str) -> tuple[str, str]:
    """Return a phrase and the condition that the published list may carry behind it."""
    found = re.search(r"\s+(?:AND|NOT)\s+|\s*~\d+\b", phrase)
    end = found.start() if found else len(phrase)
    return phrase[:end].strip("\"' "), phrase[end:]


def guard_of(condition: str) -> Guard:
    """Return the guard that a condition asks for: `AND "x"` is `with:x`, `NOT "x"` is `without:x`.

    Raises `ValueError` for a distance (`~5`), which means that the words of the phrase need not be neighbours.
    """
    if re.search(r"~\s*\d", condition):
        raise ValueError("the words of the phrase need not be neighbours")
    words: dict[str, list[str]] = {}
    kind = "with"
    for quoted, bare in _TERM.findall(condition):
        if bare in ("AND", "OR", "NOT"):
            kind = {"AND": "with", "NOT": "without"}.get(bare, kind)
        elif word := tidy(re.sub(r"[|;:]", " ", quoted or bare)).lower():
            words.setdefault(kind, []).append(word)
    if not words:
        return NO_GUARD
    return Guard.parse(";".join(f"{kind}:{'|'.join(words[kind])}" for kind in GUARD_KINDS if kind in words))


def _originals(expected: str) -> list[str]:
    """Return the wordings that a list expects, without asides in brackets."""
    parts = (tidy(part).strip(" .,?\"'") for part in _ALTERNATIVES.split(_ASIDE.sub(" ", expected)))
    return list(
        dict.fromkeys(part for part in parts if part and _PLAIN.fullmatch(part) and part.count(" ") < MAX_WORDS)
    )


def _merged(one: Entry, other: Entry) -> Entry:
    """Return one entry for two lines of the same phrase: all originals, the lower tier, the guard if they agree."""
    originals = tuple(dict.fromkeys((*one.originals, *other.originals)))
    tier = max(one.tier, other.tier, key=TIERS.index)
    guard = one.guard if one.guard == other.guard else NO_GUARD
    return Entry(one.spun, originals, one.pos, tier, guard, one.source, one.domain, one.path, one.line, one.id)
