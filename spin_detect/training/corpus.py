"""Corpora: files of clean text, read one document at a time, and which documents are held out from counting."""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from spin_detect.errors import InputError

_MAGIC = ((b"\x1f\x8b", gzip.open), (b"\xfd7zXZ\x00", lzma.open))
_JSON_LINES = (".jsonl", ".ndjson")
_TEXT = (".txt", ".text")
_CONLLU = ".conllu"
_DAMAGED = (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError, zlib.error)


@dataclass(frozen=True)
class Corpus:
    """One file of documents: JSON Lines with a field `text`, or plain text with empty lines between documents.

    Either may be packed with gzip or xz. The genre is the name of the file up to its first dot.
    """

    name: str
    path: Path

    @property
    def is_json(self) -> bool:
        """Tell whether documents stand as JSON Lines."""
        return bool(set(_JSON_LINES) & set(self.path.suffixes))

    def records(self) -> Iterator[tuple[int, str]]:
        """Yield line number and raw text of each document; `text_of` reads it. Damage raises `InputError`."""
        with opened(self.path) as lines:
            if self.is_json:
                yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
            else:
                yield from _blocks(lines)

    def text_of(self, number: int, record: str) -> str:
        """Return the text of a raw document that stands at line `number`."""
        if not self.is_json:
            return record
        try:
            text = json.loads(record)["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f'{self.path}:{number}: expected a JSON object with a field "text": {error!r}') from error
        if not isinstance(text, str):
            raise InputError(f'{self.path}:{number}: the field "text" holds {type(text).__name__}, not text')
        return text.encode("utf-8", "replace").decode("utf-8")  # JSON can spell halves of characters.

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def find_corpora(paths: Iterable[Path]) -> list[Corpus]:
    """Return the corpora at `paths` (files, or folders of them), by genre; raise `InputError` for what is none."""
    corpora: dict[str, Corpus] = {}
    for path in _files(paths):
        corpus = Corpus(path.name.split(".")[0], path)
        other = corpora.setdefault(corpus.name, corpus)
        if other.path != path:
            raise InputError(f"{path}: {other.path} has the same genre, {corpus.name!r}; rename one or join them")
    if not corpora:
        raise InputError("no corpus: give JSON Lines (.jsonl) or plain text (.txt), packed with gz or xz or not")
    return [corpora[name] for name in sorted(corpora)]


def is_held_out(text: str, one_in: int) -> bool:
    """Tell whether a document is held out from counting: by its content, so that a copy elsewhere is held out too."""
    return zlib.crc32(text.encode("utf-8")) % one_in == 0


def hold_out(corpora: Iterable[Corpus], path: Path, one_in: int) -> dict[str, int]:
    """Write the held-out documents to `path` as JSON Lines (genre, text); return the documents of each genre."""
    documents = {}
    with path.open("w", encoding="utf-8") as out:
        for corpus in corpora:
            count = 0
            for number, record in corpus.records():
                text = corpus.text_of(number, record)
                count += 1
                if is_held_out(text, one_in):
                    out.write(json.dumps({"genre": corpus.name, "text": text}) + "\n")
            documents[corpus.name] = count
    return documents


def read_held_out(path: Path) -> list[tuple[str, str]]:
    """Return genre and text of the held-out documents that `hold_out` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [(record["genre"], record["text"]) for record in map(json.loads, lines)]


def read_genuine(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of the documents of one more file of genuine text: CoNLL-U, JSON Lines or plain text.

    The kind is the field `kind` of a JSON line, else the name of the file.
    """
    corpus = Corpus(path.name.split(".")[0], path)
    if _CONLLU in path.suffixes:
        with opened(path) as lines:
            return [(corpus.name, text) for text in _conllu(lines)]
    texts = []
    for number, record in corpus.records():
        text = corpus.text_of(number, record)
        kind = json.loads(record).get("kind") if corpus.is_json else None
        texts.append((str(kind or corpus.name), text))
    return texts


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a text file, unpacked by its first bytes; damage raises `InputError` with the name of the file."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        unpack = next((opener for magic, opener in _MAGIC if head.startswith(magic)), open)
        with unpack(path, "rt", encoding="utf-8") as lines:
            yield lines
    except _DAMAGED as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.is_file() and _is_corpus(file))
        elif not path.exists():
            raise InputError(f"{path}: no such file or folder")
        elif _is_corpus(path):
            yield path
        else:
            raise InputError(f"{path}: neither JSON Lines (.jsonl) nor plain text (.txt), packed with gz or xz or not")


def _is_corpus(path: Path) -> bool:
    return bool({*_JSON_LINES, *_TEXT} & set(path.suffixes))


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the blocks of lines between empty lines, with the number of their first line."""
    block: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), "".join(block)
            block = []
    if block:
        yield number - len(block) + 1, "".join(block)


def _conllu(lines: Iterable[str]) -> list[str]:
    """Return the documents of a CoNLL-U file, their sentences joined by blanks."""
    documents: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("# newdoc"):
            documents.append([])
        elif line.startswith("# text = "):
            documents[-1].append(line.removeprefix("# text = ").strip())
    return [" ".join(sentences) for sentences in documents if sentences]
