"""Lint: what is wrong with a lexicon that can be read, each finding at its file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from spin_detect.inflection import TAGS, loose_forms, realise, variants
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.compiled import CompiledLexicon
from spin_detect.lexicon.entries import TIERS, Entry, parse_entries, read_text, with_ids
from spin_detect.lexicon.load import (
    ALLOWED_FILE,
    LANGUAGE,
    SOURCES_FILE,
    AllowedPhrase,
    Source,
    default_lexicon,
    entry_paths,
    is_overlay,
    read_allowed,
    read_sources,
)
from spin_detect.lexicon.phrases import token_keys
from spin_detect.tokens import TokenTable

_OPPOSITES = (("with", "without"), ("prev", "notprev"), ("next", "notnext"))
_HINT = TIERS.index("hint")


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing that lint found; `code` names the check."""

    path: Path
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"


@dataclass(frozen=True)
class _Subject:
    """What the checks look at: all lines, and the entries that they make, where an overlay has replaced others."""

    lines: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    allowed: tuple[AllowedPhrase, ...]
    sources: Mapping[str, Source]

    @cached_property
    def compiled(self) -> CompiledLexicon:
        return compile_entries(self.entries)

    @cached_property
    def forms(self) -> dict[tuple[int, ...], list[int]]:
        """Forms by their word keys."""
        forms: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for form, surface in enumerate(self.compiled.surfaces):
            forms[token_keys(surface)].append(form)
        return forms

    def entry(self, form: int) -> Entry:
        """Return the entry of a form."""
        return self.entries[int(self.compiled.entry[form])]


def lint(paths: Iterable[Path]) -> list[Complaint]:
    """Return all complaints about the lexicon files and folders, in the order of files and lines.

    Raises `LexiconError` where a file cannot be read at all.
    """
    entries: list[Entry] = []
    allowed: list[AllowedPhrase] = []
    sources: dict[str, Source] = {}
    for path in map(Path, paths):
        if path.name == ALLOWED_FILE:
            allowed += read_allowed(path)
            continue
        for file in entry_paths(path):
            entries += parse_entries(read_text(file), path=file)
        for home in (path, path / LANGUAGE) if path.is_dir() else (path.parent,):
            sources |= read_sources(home / SOURCES_FILE)
            allowed += read_allowed(home / ALLOWED_FILE) if path.is_dir() else ()
    subject = _Subject(tuple(entries), with_ids(_merged(entries)), tuple(allowed), sources or default_lexicon().sources)
    return sorted({complaint for check in CHECKS for complaint in check(subject)})


def _duplicates(subject: _Subject) -> Iterator[Complaint]:
    """Find two lines for one spun form and part of speech."""
    seen: dict[tuple[bool, str, str], Entry] = {}
    for entry in subject.lines:
        known = seen.setdefault((_overlaid(entry), *_headword(entry)), entry)
        if known is not entry:
            yield _about(entry, "duplicate", f"{entry.spun!r} ({entry.pos}) is already an entry at {known.where}")
    phrases: dict[str, AllowedPhrase] = {}
    for phrase in subject.allowed:
        first = phrases.setdefault(phrase.phrase.casefold(), phrase)
        if first is not phrase and phrase.path is not None:
            message = f"{phrase.phrase!r} is already allowed at {first.path}:{first.line}"
            yield Complaint(phrase.path, phrase.line, "duplicate", message)


def _headword(entry: Entry) -> tuple[str, str]:
    """Return what no two entries may share."""
    return entry.spun if entry.pos == "name" else entry.spun.casefold(), entry.pos


def _overlaid(entry: Entry) -> bool:
    return entry.path is not None and is_overlay(entry.path)


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries less those that an entry of the overlay replaces."""
    entries = list(entries)
    over = {(entry.spun, entry.pos) for entry in entries if _overlaid(entry)}
    return [entry for entry in entries if _overlaid(entry) or (entry.spun, entry.pos) not in over]


def _sources(subject: _Subject) -> Iterator[Complaint]:
    """Find sources that no `sources.toml` names."""
    for entry in subject.lines:
        if entry.source not in subject.sources:
            yield _about(entry, "source", f"unknown source {entry.source!r}; add it to {SOURCES_FILE}")


def _same(subject: _Subject) -> Iterator[Complaint]:
    """Find spun forms that are their own original, as lemma or in some inflection."""
    for entry in subject.entries:
        for original in entry.originals:
            if original == entry.spun or (entry.pos != "name" and original.casefold() == entry.spun.casefold()):
                yield _about(entry, "same", f"{entry.spun!r} is its own original")
            elif surface := _same_inflected(entry, original):
                yield _about(entry, "same", f"{entry.spun!r} and {original!r} are both {surface!r} when inflected")


def _same_inflected(entry: Entry, original: str) -> str | None:
    if entry.pos not in TAGS:
        return None
    forms = variants(entry.spun, entry.pos).items()
    return next((made[0] for tag, made in forms if realise(original, entry.pos, tag).casefold() == made[0]), None)


def _cycles(subject: _Subject) -> Iterator[Complaint]:
    """Find originals that are spun, or hold a spun form, by an entry of the tiers sure and likely."""
    compiled = subject.compiled
    first, last, form = compiled.phrases.find(_table_of_wordings(compiled))
    surer = compiled.tier[form] < _HINT
    owners = _owners(compiled)
    told: set[tuple[int, int]] = set()
    for start, end, number in zip(first[surer].tolist(), last[surer].tolist(), form[surer].tolist(), strict=True):
        spun = subject.entry(number)
        wording = int(np.searchsorted(compiled.wording_key_bounds, start, side="right")) - 1
        text = compiled.wordings[wording]
        low, high = compiled.wording_key_bounds[wording : wording + 2]
        whole = start == low and end == high
        if spun.pos == "name" and compiled.surfaces[number] not in text:
            continue
        for owner in owners[wording]:
            if (owner, int(compiled.entry[number])) in told:
                continue
            told.add((owner, int(compiled.entry[number])))
            entry = subject.entries[owner]
            verb = "is" if whole else "holds"
            yield _about(
                entry, "cycle", f"original {text!r} {verb} the spun form of {spun.id} ({spun.tier}, {spun.where})"
            )


def _shadowed(subject: _Subject) -> Iterator[Complaint]:
    """Find entries that another, as sure and without a guard, makes superfluous in all its forms."""
    compiled = subject.compiled
    better: dict[int, set[int]] = {}
    for forms in subject.forms.values():
        for form in forms:
            rivals = {int(compiled.entry[other]) for other in forms if other != form and _shadows(subject, other, form)}
            owner = int(compiled.entry[form])
            better[owner] = better[owner] & rivals if owner in better else rivals
    for owner, rivals in better.items():
        if rivals:
            rival, entry = subject.entries[min(rivals)], subject.entries[owner]
            yield _about(
                entry,
                "shadowed",
                f"{entry.spun!r} ({entry.pos}) says nothing that {rival.id} at {rival.where} does not",
            )


def _shadows(subject: _Subject, other: int, form: int) -> bool:
    """Tell whether the form `other` does all that `form` does."""
    mine, theirs = subject.entry(form), subject.entry(other)
    if theirs.guard or theirs.pos == "name" or theirs is mine:
        return False
    if TIERS.index(theirs.tier) > TIERS.index(mine.tier) or (_overlaid(theirs) and not _overlaid(mine)):
        return False
    if not set(subject.compiled.originals_of(form)) <= set(subject.compiled.originals_of(other)):
        return False
    # Of two that are alike the first stays.
    alike = theirs.tier == mine.tier and subject.compiled.originals_of(form) == subject.compiled.originals_of(other)
    return not alike or int(subject.compiled.entry[other]) < int(subject.compiled.entry[form])


def _guards(subject: _Subject) -> Iterator[Complaint]:
    """Find guards that can never hold."""
    from wordfreq import zipf_frequency

    for entry in subject.entries:
        clauses = dict(entry.guard.clauses)
        for kind, opposite in _OPPOSITES:
            words = {word.casefold() for word in clauses.get(kind, ())}
            if words and words <= {word.casefold() for word in clauses.get(opposite, ())}:
                yield _about(entry, "guard", f"{kind}: and {opposite}: exclude each other")
            elif words and not any(zipf_frequency(word, "en") for word in words):
                yield _about(entry, "guard", f"{kind}:{'|'.join(sorted(words))}: no such word in English")
        own = set(token_keys(entry.spun))
        blocked = [
            w for w in clauses.get("without", ()) if any(set(token_keys(form)) <= own for form in loose_forms(w))
        ]
        if blocked:
            yield _about(entry, "guard", f"without:{blocked[0]} can never hold, {entry.spun!r} has the word itself")


def _allowed(subject: _Subject) -> Iterator[Complaint]:
    """Find entries that an allowed phrase covers whole, so that they never fire."""
    for phrase in subject.allowed:
        hidden = {subject.entry(form) for form in subject.forms.get(token_keys(phrase.phrase), ())}
        for entry in hidden:
            yield _about(entry, "allowed", f"{entry.spun!r} is allowed at {phrase.path}:{phrase.line}")


def _inside(subject: _Subject) -> Iterator[Complaint]:
    """Find forms that would be found inside a longer word."""
    for form, surface in enumerate(subject.compiled.surfaces):
        own, longer = token_keys(surface), token_keys(f"x{surface}x")
        if any(longer[place : place + len(own)] == own for place in range(len(longer) - len(own) + 1)):
            yield _about(subject.entry(form), "inside", f"{surface!r} is found inside {f'x{surface}x'!r}")


CHECKS: tuple[Callable[[_Subject], Iterator[Complaint]], ...] = (
    _duplicates,
    _sources,
    _same,
    _cycles,
    _shadowed,
    _guards,
    _allowed,
    _inside,
)


def _about(entry: Entry, code: str, message: str) -> Complaint:
    return Complaint(entry.path or Path("?"), entry.line, code, message)


def _table_of_wordings(compiled: CompiledLexicon) -> TokenTable:
    """Return all wordings as a token table, each a block of its own."""
    counts = np.diff(compiled.wording_key_bounds)
    number = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    nothing = np.zeros(len(number), np.int32)
    return TokenTable(
        texts=(),
        doc_bounds=compiled.wording_key_bounds,
        key=compiled.wording_keys,
        start=nothing,
        end=nothing,
        flags=nothing.astype(np.uint8),
        sentence=number,
        block=number,
    )


def _owners(compiled: CompiledLexicon) -> dict[int, set[int]]:
    """Return the entries that offer each wording."""
    owners: dict[int, set[int]] = defaultdict(set)
    entry = np.repeat(compiled.entry, np.diff(compiled.wording_bounds))
    for number, wording in zip(entry.tolist(), compiled.wording.tolist(), strict=True):
        owners[wording].add(number)
    return owners
