"""The lexicon as a whole: which files it consists of, and how a user's own file joins the shipped ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path

from spin_detect.config import Settings
from spin_detect.errors import LexiconError
from spin_detect.lexicon.entries import Entry, parse_entries, read_text, tidy, with_ids

LANGUAGE = "en"
ALLOWED_FILE = "allowed.tsv"
ALLOWED_HEADER = "phrase\treason"
SOURCES_FILE = "sources.toml"
VERSION_FILE = "VERSION"
OVERLAY = "observed"
"""Domain whose file lies over the others: what was read off real pages takes the place of what was expected there."""


@dataclass(frozen=True, slots=True)
class AllowedPhrase:
    """A phrase that looks spun and is right, and why."""

    phrase: str
    reason: str
    path: Path | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: title, terms, and the kind of spinner that makes such swaps."""

    title: str
    family: str
    licence: str


@dataclass(frozen=True, slots=True)
class EntryFile:
    """The text of one file of entries, not yet taken apart."""

    path: Path
    text: str


@dataclass(frozen=True)
class Lexicon:
    """Entries, allowed phrases and sources. Make one with `Lexicon.load`, `default_lexicon` or `lexicon_for`.

    `layers` are groups of files; an entry of a later layer takes the place of one with the same spun form and part of
    speech in an earlier layer, while within a layer that is an error.
    """

    layers: tuple[tuple[EntryFile, ...], ...]
    allowed: tuple[AllowedPhrase, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    version: str = ""

    @classmethod
    def load(cls, path: Path | str, *, lazy: bool = False) -> Lexicon:
        """Read a lexicon folder, a folder of entry files, or one file of entries.

        A `lazy` lexicon is taken apart when its entries are first asked for, which is never where the compiled form
        lies in the cache. Raises `LexiconError` for anything malformed; nothing is loaded by halves.
        """
        path = Path(path)
        if path.is_dir():
            lexicon = cls._load_folder(path)
        else:
            file = EntryFile(path, read_text(path))
            lexicon = cls(layers=((file,),), version=f"own.{_digest([file.text])[:8]}")
        if not lazy:
            _ = lexicon.entries
        return lexicon

    @classmethod
    def _load_folder(cls, path: Path) -> Lexicon:
        """Read a folder, which may have its entries in a folder of its language."""
        folder = path / LANGUAGE if (path / LANGUAGE).is_dir() else path
        files = tuple(EntryFile(file, read_text(file)) for file in entry_paths(path))
        if not files:
            raise LexiconError(f"{folder}: no file of entries (*.tsv) in this folder")
        allowed = [phrase for home in dict.fromkeys((path, folder)) for phrase in read_allowed(home / ALLOWED_FILE)]
        version_file = path / VERSION_FILE
        if version_file.is_file():
            version = read_text(version_file).strip()
        else:
            version = f"own.{_digest(file.text for file in files)[:8]}"
        base = tuple(file for file in files if not is_overlay(file.path))
        over = tuple(file for file in files if is_overlay(file.path))
        layers = tuple(layer for layer in (base, over) if layer)
        return cls(layers, tuple(allowed), read_sources(folder / SOURCES_FILE), version)

    def without_overlay(self) -> Lexicon:
        """Return the lexicon without what was read off real pages: for fitting and measuring on such pages."""
        layers = tuple(tuple(file for file in files if file.path.stem != OVERLAY) for files in self.layers)
        return replace(
            self, layers=tuple(files for files in layers if files), version=f"{self.version}-without-{OVERLAY}"
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of files and lines."""
        merged: dict[tuple[str, str], Entry] = {}
        for files in self.layers:
            layer: dict[tuple[str, str], Entry] = {}
            for file in files:
                for entry in parse_entries(file.text, path=file.path):
                    known = layer.setdefault((entry.spun, entry.pos), entry)
                    if known is not entry:
                        raise LexiconError(
                            f"{entry.where}: {entry.spun!r} ({entry.pos}) is already an entry at {known.where}; "
                            "join the two lines"
                        )
            merged |= layer
        return with_ids(merged.values())

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything that the compiled form depends on."""
        parts: list[str] = []
        for files in self.layers:
            parts.append("layer")
            for file in files:
                parts += (file.path.stem, file.text)
        return _digest((*parts, "allowed", *(phrase.phrase for phrase in self.allowed)))

    def plus(self, other: Lexicon) -> Lexicon:
        """Return this lexicon with `other` laid over it."""
        return Lexicon(
            layers=self.layers + other.layers,
            allowed=self.allowed + other.allowed,
            sources={**self.sources, **other.sources},
            version=f"{self.version}+{other.version}",
        )


def lexicon_dir() -> Path:
    """Return the folder of the shipped lexicon: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "lexicon_data", package.parent / "lexicon"):
        if (folder / LANGUAGE).is_dir():
            return folder
    raise LexiconError(f"{package / 'lexicon_data'}: the shipped lexicon is missing; install spin-detect again")


@cache
def default_lexicon() -> Lexicon:
    """Return the shipped lexicon, read once and never at import."""
    return Lexicon.load(lexicon_dir(), lazy=True)


def lexicon_for(settings: Settings) -> Lexicon:
    """Return the lexicon that the settings ask for: the shipped one, a user's own, or the own one laid over it."""
    return _lexicon_for(settings.lexicon, settings.replace_lexicon)


@cache
def _lexicon_for(path: Path | None, replaces: bool) -> Lexicon:
    if path is None:
        return default_lexicon()
    own = Lexicon.load(path, lazy=True)
    return own if replaces else default_lexicon().plus(own)


def entry_paths(path: Path) -> tuple[Path, ...]:
    """Return the files of entries at `path`: itself, or those of a lexicon folder, sorted by name."""
    if not path.is_dir():
        return (path,)
    folder = path / LANGUAGE if (path / LANGUAGE).is_dir() else path
    return tuple(sorted(file for file in folder.glob("*.tsv") if file.name != ALLOWED_FILE and file.is_file()))


def is_overlay(path: Path) -> bool:
    """Tell whether the entries of this file take the place of those that other files have for the same spun forms."""
    return path.stem == OVERLAY


def read_allowed(path: Path) -> tuple[AllowedPhrase, ...]:
    """Return the phrases of an `allowed.tsv`; none where the file does not exist."""
    if not path.exists():
        return ()
    header, *lines = read_text(path).split("\n")
    if header.rstrip("\r") != ALLOWED_HEADER:
        raise LexiconError(f"{path}:1: the first line must be the header 'phrase reason', with a tab between")
    phrases = []
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        cells = [tidy(cell) for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            raise LexiconError(f"{path}:{number}: a line needs a phrase and a reason, with a tab between")
        phrases.append(AllowedPhrase(cells[0], cells[1], path, number))
    return tuple(phrases)


def format_allowed(phrases: Iterable[AllowedPhrase]) -> str:
    """Return the canonical text of an `allowed.tsv`: header, sorted rows, one final line end."""
    rows = {(p.phrase.casefold(), p.phrase, p.reason): f"{p.phrase}\t{p.reason}" for p in phrases}
    return "\n".join((ALLOWED_HEADER, *(rows[key] for key in sorted(rows)))) + "\n"


def read_sources(path: Path) -> dict[str, Source]:
    """Return the sources that a `sources.toml` names; none where the file does not exist."""
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: {error}") from error
    sources = {}
    for name, table in tables.items():
        values = [table.get(key) for key in ("title", "family", "licence")] if isinstance(table, dict) else [None]
        if not all(isinstance(value, str) and value for value in values):
            raise LexiconError(f"{path}: source [{name}] needs title, family and licence, each a text")
        sources[name] = Source(*values)
    return sources


def _digest(parts: Iterable[str]) -> str:
    """Return a short hash of texts, told apart from the same texts cut elsewhere."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()
