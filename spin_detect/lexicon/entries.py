"""Entries: one line of a lexicon file, read and written. What a line may hold is said here and nowhere else."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spin_detect.errors import LexiconError

COLUMNS = ("spun", "original", "pos", "tier", "guard", "source")
HEADER = "\t".join(COLUMNS)
POS = ("noun", "verb", "adj", "adv", "phrase", "name")
TIERS = ("sure", "likely", "hint")
GUARD_KINDS = ("with", "without", "prev", "next", "notprev", "notnext")
MAX_WORDS = 12
"""Longest spun form and longest guard phrase, in words; the matcher tests one width after the other."""

_TYPEWRITER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True)
class Guard:
    """Conditions on the sentence around a match: pairs of kind and words, all of which must hold."""

    clauses: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def __str__(self) -> str:
        return ";".join(f"{kind}:{'|'.join(words)}" for kind, words in self.clauses)

    @classmethod
    def parse(cls, text: str) -> Guard:
        """Read `kind:word|word;kind:word`; raises `ValueError` saying what is wrong."""
        if not text.strip():
            return NO_GUARD
        clauses: dict[str, list[str]] = {}
        for part in text.split(";"):
            kind, colon, words = part.partition(":")
            kind = kind.strip()
            if not colon or kind not in GUARD_KINDS:
                raise ValueError(f"guard {part.strip()!r} is not one of {', '.join(k + ':' for k in GUARD_KINDS)}")
            if kind in clauses:
                raise ValueError(f"guard {kind!r} stands twice; join its words with '|'")
            clauses[kind] = [tidy(word) for word in words.split("|")]
            if not all(clauses[kind]):
                raise ValueError(f"guard {part.strip()!r} has an empty word")
            if any(word.count(" ") >= MAX_WORDS for word in clauses[kind]):
                raise ValueError(f"guard {part.strip()!r} has a phrase of more than {MAX_WORDS} words")
        return cls(tuple((kind, _unique(clauses[kind], ordered=True)) for kind in GUARD_KINDS if kind in clauses))


NO_GUARD = Guard()


@dataclass(frozen=True, slots=True)
class Entry:
    """A swap that spinners make: who reads `spun` may suspect that a writer wrote one of `originals`, best first.

    `id` is `domain:spun`, with `#pos` appended where the same spun form has several entries. `path` and `line` say
    where the entry was read; they do not count when entries are compared.
    """

    spun: str
    originals: tuple[str, ...]
    pos: str
    tier: str
    guard: Guard
    source: str
    domain: str = ""
    path: Path | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)
    id: str = field(default="", compare=False)

    @property
    def where(self) -> str:
        """File and line, as error messages name them."""
        return f"{self.path}:{self.line}"

    @property
    def row(self) -> str:
        """The line that stands for this entry in a file."""
        cells = (self.spun, "|".join(self.originals), self.pos, self.tier, str(self.guard), self.source)
        return "\t".join(cells)


def tidy(text: str) -> str:
    """Return `text` as fields are stored: composed characters, typewriter quotes, single spaces, trimmed."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPEWRITER).split())


def read_text(path: Path) -> str:
    """Return the text of a lexicon file; raises `LexiconError` for a missing file and for another encoding."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LexiconError(
            f"{path}:{line}: not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise LexiconError(f"{path}:{line}: holds a NUL character; a lexicon file is plain UTF-8 text")
    return text


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Return the entries of one file in the order of its lines; raises `LexiconError` naming file and line."""
    path = Path(path)
    return with_ids(parse_entries(read_text(path), path=path))


def parse_entries(text: str, *, path: Path) -> list[Entry]:
    """Return the entries of the text of a file, still without ids."""
    lines = text.split("\n")
    if lines[0].rstrip("\r") != HEADER:
        raise LexiconError(f"{path}:1: the first line must be the header {' '.join(COLUMNS)}, with tabs between")
    domain = path.stem
    entries: list[Entry] = []
    known: dict[str, str] = {}
    for number, line in enumerate(lines[1:], 2):
        if line and line != "\r":
            try:
                entries.append(_parse_line(line.rstrip("\r"), domain, path, number, known))
            except ValueError as error:
                raise LexiconError(f"{path}:{number}: {error}") from None
    return entries


def _parse_line(line: str, domain: str, path: Path, number: int, known: dict[str, str]) -> Entry:
    """Return the entry of one line; `known` interns the values that come again and again."""
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)}: {' '.join(COLUMNS)}, with tabs between")
    spun, original, pos, tier, guard, source = cells
    pos, tier = pos.strip(), tier.strip()
    if pos not in POS:
        raise ValueError(f"pos {pos!r} is not one of {', '.join(POS)}")
    if tier not in TIERS:
        raise ValueError(f"tier {tier!r} is not one of {', '.join(TIERS)}")
    spun, source = tidy(spun), source.strip()
    if not spun:
        raise ValueError("the spun form is empty")
    if spun.count(" ") >= MAX_WORDS:
        raise ValueError(f"the spun form has more than {MAX_WORDS} words")
    if not source or " " in source:
        raise ValueError(f"source {source!r} is not an id of sources.toml")
    originals = tuple(map(tidy, original.split("|"))) if "|" in original else (tidy(original),)
    if not all(originals):
        raise ValueError("an original is empty; alternatives are joined by '|', at least one")
    if len(originals) > 1:
        originals = _unique(originals)
    if not line.replace("\t", "").isprintable() and not tidy(line).isprintable():
        raise ValueError(f"control character in {line!r}")
    return Entry(
        spun=spun,
        originals=originals,
        pos=known.setdefault(pos, pos),
        tier=known.setdefault(tier, tier),
        guard=Guard.parse(guard) if guard else NO_GUARD,
        source=known.setdefault(source, source),
        domain=domain,
        path=path,
        line=number,
    )


def _unique(words: Sequence[str], *, ordered: bool = False) -> tuple[str, ...]:
    """Return the words without repetition, sorted for reading when `ordered`."""
    once = dict.fromkeys(words)
    return tuple(sorted(once, key=lambda word: (word.casefold(), word))) if ordered else tuple(once)


def with_ids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries with their ids, which depend on what else is spun the same way."""
    entries = list(entries)
    counts = Counter(entry.spun for entry in entries)
    return tuple(
        replace(e, id=f"{e.domain}:{e.spun}" if counts[e.spun] == 1 else f"{e.domain}:{e.spun}#{e.pos}")
        for e in entries
    )


def sort_key(entry: Entry) -> tuple[str, str, str]:
    """Return what orders the lines of a file: the spun form as a reader looks it up, then the part of speech."""
    return entry.spun.casefold(), entry.spun, entry.pos


def format_entries(entries: Iterable[Entry]) -> str:
    """Return the canonical text of a file that holds `entries`: header, sorted rows, one final line end."""
    rows = (entry.row for entry in sorted(entries, key=sort_key))
    return "\n".join((HEADER, *rows)) + "\n"
